/* Runs before the first paint: turns the theme "auto" into light or dark, and follows the system while it stays auto. */
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = root.dataset.theme || "auto";
    root.dataset.bsTheme = chosen === "auto" ? (system.matches ? "dark" : "light") : chosen;
  };
  apply();
  system.addEventListener("change", apply);

  /* The switch in the top bar: shows at once, then remembers through its form. */
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-theme-switch]");
    if (!form) return;
    event.preventDefault();
    root.dataset.theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    apply();
    const sent = new FormData(form);
    sent.set("theme", root.dataset.theme);
    fetch(form.action, { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" } });
  });
})();
