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

/* The figures of the river are one stop of the Tab key: arrows go from one to the next, up and down within a column, left and right across. */
(() => {
  const COLUMN = 36; // pixels: what is closer across stands in the same column
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const middle = (link) => { const at = link.getBoundingClientRect(); return [at.left + at.width / 2, at.top + at.height / 2]; };
  const figures = (river) => [...river.querySelectorAll("a[data-why]")];
  const stop = (river, kept) => figures(river).forEach((link) => link.setAttribute("tabindex", link === kept ? "0" : "-1"));

  document.querySelectorAll("svg.river").forEach((river) => {
    stop(river, figures(river)[0]);
    river.addEventListener("focusin", (event) => { if (event.target.matches("a[data-why]")) stop(river, event.target); });
    river.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      const here = event.target.closest("a[data-why]");
      if (!step || !here || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const [x, y] = middle(here);
      const ahead = figures(river).map((link) => {
        const [across, down] = [middle(link)[0] - x, middle(link)[1] - y];
        const along = step[0] ? across * step[0] : down * step[1];
        return { link, along, off: Math.abs(step[0] ? down : across) };
      }).filter((each) => (step[0] ? each.along > COLUMN : each.along > 4 && each.off < COLUMN));
      const nearest = Math.min(...ahead.map((each) => each.along));
      const next = step[0] ? ahead.filter((each) => each.along < nearest + COLUMN) : ahead.filter((each) => each.along === nearest);
      next.sort((one, other) => one.off - other.off);
      next[0]?.link.focus();
    });
  });
})();
