/* Choosing rows: a checkbox marks its row, shift chooses a run, the head chooses all, the bulk bar says how many. */
(() => {
  let last = null;
  const boxes = (place) => [...place.querySelectorAll("tbody input[type=checkbox][data-pick]")];

  function tell(place) {
    const all = boxes(place);
    const chosen = all.filter((box) => box.checked);
    all.forEach((box) => box.closest("tr, [data-row]")?.classList.toggle("sel", box.checked));
    const head = place.querySelector("[data-pick-all]");
    if (head) {
      head.checked = all.length > 0 && chosen.length === all.length;
      head.indeterminate = chosen.length > 0 && chosen.length < all.length;
    }
    const bar = place.querySelector("[data-bulk]");
    if (!bar) return;
    bar.hidden = chosen.length === 0;
    const count = bar.querySelector("[data-count]");
    if (count) count.textContent = String(chosen.length);
  }

  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("input[data-pick]");
    const place = event.target.closest?.("[data-picks]");
    if (!place) return;
    if (box) {
      const all = boxes(place);
      if (event.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        all.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
      }
      last = box;
      tell(place);
    } else if (event.target.closest("[data-pick-all]")) {
      boxes(place).forEach((other) => { other.checked = event.target.checked; });
      tell(place);
    } else if (event.target.closest("[data-clear-selection]")) {
      boxes(place).forEach((other) => { other.checked = false; });
      tell(place);
    }
  });

  const all = () => document.querySelectorAll("[data-picks]").forEach(tell);
  addEventListener("DOMContentLoaded", all);
  addEventListener("pageshow", all);
  document.addEventListener("htmx:after:swap", all);
})();
