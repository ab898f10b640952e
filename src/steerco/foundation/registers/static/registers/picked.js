/* Chosen rows: when all of a page are chosen, offers all that match; a choice that decides what a form asks next sends it. */
(() => {
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-submits]")) event.target.form.requestSubmit();
  });

  const place = document.querySelector("[data-picks]");
  const all = place?.querySelector("[data-all]");
  if (!all) return;
  const held = place.querySelector("input[name=all]");
  const count = place.querySelector("[data-count]");

  function whole(on) {
    held.disabled = !on;
    if (on) count.textContent = all.dataset.all;
    all.hidden = on || !place.querySelector("[data-pick-all]")?.checked;
  }

  all.addEventListener("click", () => whole(true));
  place.addEventListener("click", (event) => {
    if (event.target.closest("input[data-pick], [data-pick-all], [data-clear-selection]")) setTimeout(() => whole(false));
  });
  addEventListener("pageshow", () => whole(false));
})();
