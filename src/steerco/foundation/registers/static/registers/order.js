/* Putting rows into an order by hand: drag a row by its grip, or press the arrows on the grip (Alt and arrows in any cell of the row). */
(() => {
  const table = document.querySelector("table[data-order]");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = () => [...body.rows].filter((row) => row.dataset.row);
  let waiting = Promise.resolve();
  let dragged = null;

  function number(told) {
    const column = [...table.tHead.rows[0].cells].findIndex((head) => head.dataset.col === table.dataset.order);
    for (const [slug, version, place] of told) {
      const row = rows().find((each) => each.dataset.row === slug);
      if (!row) continue;
      row.dataset.v = version;
      if (column > 0) row.cells[column].textContent = place;
    }
  }

  async function send(row) {
    const body = new FormData(document.getElementById("notice-shape").content.querySelector("form"));
    const all = rows();
    const [above, below] = [all[all.indexOf(row) - 1], all[all.indexOf(row) + 1]];
    body.append("row", row.dataset.row);
    if (below) body.append("before", below.dataset.row);
    else body.append("after", above.dataset.row);
    const answer = await fetch(table.dataset.orders, { method: "POST", body, headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer?.ok) {
      const text = answer ? await answer.text() : table.dataset.offline;
      document.dispatchEvent(new CustomEvent("notice", { detail: { text, tone: "r", kind: "order" } }));
      return;
    }
    const told = await answer.json();
    number(told.rows);
    document.dispatchEvent(new CustomEvent("notice", { detail: { text: told.text, undo: told.undo, kind: "order" } }));
  }

  const tell = (row) => { waiting = waiting.then(() => send(row)); };

  function step(row, by) {
    const all = rows();
    const other = all[all.indexOf(row) + by];
    if (!other) return;
    const held = document.activeElement;
    if (by < 0) other.before(row);
    else other.after(row);
    held.focus();
    tell(row);
  }

  table.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr[data-row]");
    const grip = event.target.closest("[data-grip]");
    if (!row || !(grip || event.altKey) || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    step(row, event.key === "ArrowUp" ? -1 : 1);
  });

  table.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    const row = grip.closest("tr");
    dragged = { row, from: rows().indexOf(row) };
    row.classList.add("dragged");
    grip.setPointerCapture(event.pointerId);
  });
  table.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const over = rows().find((row) => {
      const box = row.getBoundingClientRect();
      return row !== dragged.row && event.clientY > box.top && event.clientY < box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged.row);
    else over.after(dragged.row);
  });
  function drop(keep) {
    if (!dragged) return;
    const { row, from } = dragged;
    dragged = null;
    row.classList.remove("dragged");
    if (keep && rows().indexOf(row) !== from) tell(row);
    else if (!keep) (rows()[from] === row ? row : rows().filter((each) => each !== row)[from])?.before(row);
  }
  table.addEventListener("pointerup", () => drop(true));
  table.addEventListener("pointercancel", () => drop(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") drop(false); });
})();
