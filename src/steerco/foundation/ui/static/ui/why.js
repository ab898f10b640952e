/* A number opens what explains it beside itself; without this script, with a modifier key or when the server is silent, the link is followed. */
(() => {
  const pop = document.getElementById("why");
  if (!pop?.showPopover) return;
  let from = null;

  function place() {
    const at = from.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = pop;
    const fits = at.bottom + 6 + height <= innerHeight - 8;
    const top = fits ? at.bottom + 6 : Math.max(8, at.top - 6 - height);
    const left = at.left + width > innerWidth - 8 ? at.right - width : at.left;
    pop.style.margin = "0";
    pop.style.inset = `${top}px auto auto ${Math.max(8, Math.min(left, innerWidth - 8 - width))}px`;
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-why]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const address = new URL(link.getAttribute("href"), location.href);
    address.searchParams.set("part", "told");
    from = link;
    link.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.statusText);
      pop.innerHTML = await answer.text();
    } catch {
      location.assign(link.getAttribute("href"));
      return;
    } finally {
      link.removeAttribute("aria-busy");
    }
    if (from !== link) return;
    pop.showPopover();
    place();
    if (!event.detail) pop.querySelector("a")?.focus({ preventScroll: true });
  });

  pop.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (pop.contains(document.activeElement) || document.activeElement === document.body)) from?.focus({ preventScroll: true });
  });
  addEventListener("scroll", () => { if (pop.matches(":popover-open")) place(); }, { passive: true });
})();
