/* A list that is wider than its page scrolls in its own box; one that fits keeps its head in sight while the page scrolls. */
(() => {
  const fit = (box) => {
    box.classList.remove("fits");
    box.classList.toggle("fits", box.scrollWidth <= box.clientWidth + 1);
  };
  // An observer is told within the frame: before anything is painted, be it the window, the letters or a cell that grew.
  const watch = new ResizeObserver((seen) => new Set(seen.map((entry) => entry.target.closest(".tw"))).forEach((box) => box && fit(box)));
  const start = () => document.querySelectorAll(".reg .tw").forEach((box) => {
    fit(box);
    [box, ...box.children].forEach((part) => watch.observe(part));
  });
  addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:after:swap", start);
})();
