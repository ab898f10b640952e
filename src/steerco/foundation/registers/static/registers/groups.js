/* Folds and unfolds the rows of a group. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-fold]");
  if (!button) return;
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  for (let row = button.closest("tr").nextElementSibling; row && !row.classList.contains("grp"); row = row.nextElementSibling) row.hidden = !open;
});
