/* A list that is wider than its page scrolls in its own box; one that fits keeps its head in sight while the page scrolls. */
(() => {
  const measure = () => document.querySelectorAll(".reg .tw").forEach((box) => {
    box.classList.remove("over");
    box.classList.toggle("over", box.scrollWidth > box.clientWidth + 1);
  });
  addEventListener("DOMContentLoaded", measure);
  addEventListener("resize", measure);
  document.addEventListener("htmx:after:swap", measure);
})();
