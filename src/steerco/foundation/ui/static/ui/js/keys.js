/* Keyboard first: "/" searches, "?" lists the keys, "g" and a letter goes to a section, "j k x Enter" work on rows,
   "f c e t [ ]" press whatever on the page carries that data-key, "Esc" steps back. Off when the person switched single keys off. */
(() => {
  const PRESS = new Set(["f", "c", "e", "t", "[", "]"]);
  let going = 0;

  const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const floating = () => document.querySelector("dialog[open], :popover-open:not(.tip)");
  const shown = (element) => element.getClientRects().length > 0;
  const rows = () => [...document.querySelectorAll("tbody tr, [data-row]")].filter((row) => shown(row) && !row.matches(".grp") && row.querySelector("a.pn, a[href], input"));

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.classList.contains("at"));
    const next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + by))];
    all.forEach((row) => row.classList.toggle("at", row === next));
    next.scrollIntoView({ block: "nearest" });
    (next.querySelector("a.pn") || next.querySelector("a[href], input"))?.focus({ preventScroll: true });
  }

  function onRow(event) {
    const row = document.querySelector("tr.at, [data-row].at");
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "x" && row) row.querySelector("input[type=checkbox]")?.click();
    else return false;
    return true;
  }

  function back() {
    const chosen = document.querySelector("tr.sel input[type=checkbox]:checked");
    if (chosen) document.querySelector("[data-clear-selection]")?.click();
    else [...document.querySelectorAll("tr.at, [data-row].at")].forEach((row) => row.classList.remove("at"));
  }

  function press(key) {
    const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(shown);
    if (target?.matches("input, select, textarea")) target.focus();
    else target?.click();
    return Boolean(target);
  }

  function single(event) {
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) location.assign(link.href);
      return Boolean(link);
    }
    if (event.key === "g") going = Date.now();
    else if (event.key === "/") return press("/");
    else if (event.key === "?") document.getElementById("shortcuts")?.togglePopover();
    else if (PRESS.has(event.key)) return press(event.key);
    else return onRow(event);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      if (press("/")) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") {
      document.activeElement?.closest?.(".sec")?.classList.add("shut");
      if (typing(event.target)) event.target.blur();
      else if (!floating()) back();
      return;
    }
    if (document.documentElement.dataset.keys === "off" || typing(event.target) || floating()) return;
    if (single(event)) event.preventDefault();
  });

  document.addEventListener("pointerout", (event) => event.target.closest?.(".sec.shut")?.classList.remove("shut"));
  document.addEventListener("focusout", (event) => event.target.closest?.(".sec.shut")?.classList.remove("shut"));
})();
