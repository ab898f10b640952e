/* Pasting a block from a spreadsheet onto the list, from the cell that one is at: the server shows what becomes of each cell. */
(() => {
  const table = document.querySelector("table[data-paste]");
  if (!table || !window.sheet) return;

  function field(form, name, value) {
    const input = document.createElement(name === "block" ? "textarea" : "input");
    Object.assign(input, { name, value, hidden: true });
    form.append(input);
  }

  function send(cell, text) {
    const form = document.getElementById("notice-shape").content.querySelector("form").cloneNode(true);
    form.action = table.dataset.paste;
    form.hidden = true;
    for (const [name, value] of new FormData(document.getElementById("picked"))) {
      if (name !== "pk" && name !== "all") field(form, name, value);
    }
    const all = window.sheet.rows();
    const lines = text.replace(/\r?\n$/, "").split("\n").length;
    all.slice(all.indexOf(cell.parentElement), all.indexOf(cell.parentElement) + lines)
      .forEach((row) => field(form, "row", `${row.dataset.row}@${row.dataset.v}`));
    field(form, "start", window.sheet.heads[cell.cellIndex].dataset.col);
    field(form, "next", table.dataset.next);
    field(form, "at", "new");
    field(form, "block", text);
    field(form, "look", "1");
    document.body.append(form);
    form.submit();
  }

  document.addEventListener("paste", async (event) => {
    const cell = window.sheet.at();
    if (!cell || window.sheet.isOpen() || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.trim()) return;
    event.preventDefault();
    if (/[\t\n]/.test(text.replace(/\r?\n$/, ""))) {
      send(cell, text);
      return;
    }
    await window.sheet.edit(cell);
    const control = cell.querySelector(".edr .cell");
    if (control && !control.matches("select")) control.value = text.trim();
  });
})();
