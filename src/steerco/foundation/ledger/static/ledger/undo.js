/* Ctrl+Z takes back one's last act, Ctrl+Shift+Z or Ctrl+Y does it again; then the page is shown anew, at the cell where one was. */
(() => {
  const { undo, redo } = document.currentScript.dataset;
  const PLACE = "steerco-place";

  async function act(address) {
    const form = document.getElementById("notice-shape")?.content.querySelector("form");
    if (!form) return;
    const cell = window.sheet?.at();
    if (cell) sessionStorage.setItem(PLACE, JSON.stringify([cell.parentElement.dataset.row, cell.cellIndex]));
    const answer = await fetch(address, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } });
    if (answer.status === 204 || answer.status === 409) location.reload();
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    act(key === "y" || event.shiftKey ? redo : undo);
  });

  addEventListener("load", () => {
    const [slug, column] = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
    sessionStorage.removeItem(PLACE);
    const row = slug && window.sheet?.rows().find((each) => each.dataset.row === slug);
    if (row) window.sheet.go(row.cells[column]);
  });
})();
