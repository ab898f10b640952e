/* Editing in a list like in a spreadsheet: arrows move, Enter or F2 (a tap on a phone) opens the editor of a cell, Tab saves and goes on,
   Esc leaves. The server draws the editor, writes, refuses at the cell, or asks where somebody else wrote the same field. */
(() => {
  const table = document.querySelector("table[data-sheet]");
  if (!table) return;
  const heads = [...table.tHead.rows[0].cells];
  const home = table.dataset.sheet;
  let open = null;

  const rows = () => [...table.tBodies[0].rows].filter((row) => row.dataset.row && !row.hidden);
  const cells = (row) => [...row.cells].filter((cell) => cell.cellIndex > 0 && cell.getClientRects().length);
  const can = (cell) => heads[cell.cellIndex]?.dataset.edit !== undefined;
  const columns = () => heads.map((head) => head.dataset.col).filter(Boolean);
  /* Which columns the row is drawn anew with, and in which units. */
  const drawnAs = (body) => {
    columns().forEach((name) => body.append("col", name));
    heads.filter((head) => head.dataset.in).forEach((head) => body.append("in", `${head.dataset.col}:${head.dataset.in}`));
  };
  const at = () => document.activeElement?.closest?.("table[data-sheet] [data-row] > td");
  const raise = (detail) => document.dispatchEvent(new CustomEvent("notice", { detail }));

  function go(cell) {
    if (!cell) return;
    table.querySelectorAll("td[tabindex]").forEach((other) => other.removeAttribute("tabindex"));
    document.querySelectorAll("tr.at").forEach((row) => row.classList.toggle("at", row === cell.parentElement));
    cell.parentElement.classList.add("at");
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function beside(cell, down, right) {
    const all = rows();
    const row = all[Math.max(0, Math.min(all.length - 1, all.indexOf(cell.parentElement) + down))];
    const found = cells(row);
    const place = cells(cell.parentElement).indexOf(cell) + right;
    return found[Math.max(0, Math.min(found.length - 1, place))];
  }

  function nextToEdit(cell, step) {
    const all = rows().flatMap(cells).filter((other) => can(other) || other === cell);
    return all[all.indexOf(cell) + step];
  }

  function place(pop, cell) {
    const box = cell.getBoundingClientRect();
    pop.showPopover();
    const top = box.bottom + 4 + pop.offsetHeight < innerHeight ? box.bottom + 4 : Math.max(8, box.top - 4 - pop.offsetHeight);
    pop.style.top = `${top}px`;
    pop.style.left = `${Math.max(8, Math.min(box.left, innerWidth - pop.offsetWidth - 8))}px`;
  }

  function say(cell, text) {
    const pop = document.createElement("div");
    pop.className = "pop edm refused";
    pop.popover = "auto";
    pop.setAttribute("role", "alert");
    pop.textContent = text;
    document.body.append(pop);
    pop.addEventListener("toggle", (event) => { if (event.newState === "closed") pop.remove(); });
    place(pop, cell);
  }

  const address = (cell) => `${home}${encodeURIComponent(cell.parentElement.dataset.row)}/cells/${heads[cell.cellIndex].dataset.col}/`;

  async function ask(cell, options) {
    cell.setAttribute("aria-busy", "true");
    try {
      return await fetch(address(cell), { ...options, headers: { "X-Requested-With": "fetch" } });
    } catch {
      say(cell, table.dataset.offline);
      return null;
    } finally {
      cell.removeAttribute("aria-busy");
    }
  }

  function show(cell, html, was) {
    cell.innerHTML = `<div class="under" aria-hidden="true">${was}</div>${html}`;
    cell.classList.add("edc");
    const control = cell.querySelector(".cell");
    if (control.dataset.day !== undefined && matchMedia("(pointer: coarse)").matches && /^$|^\d{4}-\d\d-\d\d$/.test(control.value)) control.type = "date";
    open = { cell, was, control, first: control.value, keys: 0 };
    const pop = cell.querySelector(".edm");
    place(pop, cell);
    control.focus();
    control.select?.();
  }

  const refused = () => Boolean(open?.cell.querySelector(".refused")) && open.control.value === open.first;

  async function edit(cell) {
    if (refused()) leave();
    if (open || !can(cell)) return;
    const answer = await ask(cell);
    if (!answer || open) return;
    const html = await answer.text();
    if (answer.ok) show(cell, html, cell.innerHTML);
    else say(cell, html);
  }

  function leave() {
    const { cell, was } = open;
    open = null;
    cell.innerHTML = was;
    cell.classList.remove("edc");
    return cell;
  }

  const mark = (row) => heads.forEach((head, index) => row.cells[index]?.toggleAttribute("data-can", head.dataset.edit !== undefined));

  function redraw(row, told) {
    if (told.cells === null) {
      row.remove();
      return;
    }
    const place = document.activeElement?.closest?.("td")?.parentElement === row ? document.activeElement.closest("td").cellIndex : -1;
    while (row.cells.length > 1) row.lastElementChild.remove();
    row.insertAdjacentHTML("beforeend", told.cells);
    Object.assign(row.dataset, { v: told.version, row: told.slug });
    mark(row);
    if (place > 0) go(row.cells[place]);
  }

  async function sums() {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["table[data-sheet] tfoot", ".foot.sums"]) {
      const [now, then] = [document.querySelector(part), page.querySelector(part)];
      if (now && then) now.replaceWith(then);
    }
  }

  async function saved(cell, answer) {
    const [row, index] = [cell.parentElement, cell.cellIndex];
    const told = await answer.json();
    redraw(row, told);
    const changed = row.cells[index];
    if (!told.text) return;
    changed?.classList.add("chg");
    setTimeout(() => changed?.classList.remove("chg"), 2000);
    raise({ text: told.text, undo: told.undo, kind: "cell" });
    if (table.tFoot?.querySelector("b, em")) sums();
  }

  function question(cell, html) {
    cell.innerHTML = html;
    cell.classList.add("conf");
    const form = cell.querySelector("form.cf");
    place(form, cell);
    cell.prepend(form.dataset.yours);
    form.querySelector("button").focus();
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") form.querySelector("button").click(); });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const body = new FormData(form, event.submitter);
      if (body.get("keep") === "yours") body.delete("keep");
      drawnAs(body);
      const answer = await ask(cell, { method: "POST", body });
      if (!answer) return;
      cell.classList.remove("conf");
      if (answer.ok) await saved(cell, answer);
      else if (answer.status === 409 && body.get("keep") !== "theirs") question(cell, await answer.text());
      else say(cell, await answer.text());
      go(rows().includes(cell.parentElement) ? cell : null);
    });
  }

  /* Writes what was typed; says whether it is done with. */
  async function commit() {
    const { cell, was, control, first } = open;
    const form = control.form;
    if (control.value === first && !cell.querySelector(".refused")) {
      leave();
      return true;
    }
    const body = new FormData(form);
    drawnAs(body);
    const held = open;
    open = null;
    const answer = await ask(cell, { method: "POST", body });
    if (!answer) {
      open = held;
      return false;
    }
    if (answer.ok) {
      cell.classList.remove("edc");
      await saved(cell, answer);
      return true;
    }
    const html = await answer.text();
    if (answer.status === 422) show(cell, html, was);
    else if (answer.status === 409) {
      cell.classList.remove("edc");
      question(cell, html);
    } else {
      open = held;
      leave();
      say(cell, html);
    }
    return false;
  }

  async function commitAndGo(next, again) {
    const cell = open.cell;
    const [row, index] = [cell.parentElement, cell.cellIndex];
    const [there, column] = [next?.parentElement, next?.cellIndex];
    if (!(await commit())) return;
    const found = there ? there.cells[column] : row.cells[index];
    go(found);
    if (again && found && there) edit(found);
  }

  function typing(event) {
    const { cell, control } = open;
    open.keys = Date.now();
    if (event.key === "Escape") go(leave());
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) commitAndGo(beside(cell, 1, 0), false);
    else if (event.key === "Tab") {
      const next = nextToEdit(cell, event.shiftKey ? -1 : 1);
      if (!next) return;
      commitAndGo(next, true);
    } else if (event.key === "Enter" && !control.matches("textarea")) commitAndGo(null, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const MOVES = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Home: [0, -99], End: [0, 99] };

  function moving(event, cell) {
    if (MOVES[event.key]) go(beside(cell, ...MOVES[event.key].map((step) => ((event.ctrlKey || event.metaKey) && Math.abs(step) ? step * 999 : step))));
    else if (event.key === "F2" || (event.key === "Enter" && event.target === cell)) {
      if (can(cell)) edit(cell);
      else cell.querySelector("a[href]")?.click();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  table.addEventListener("keydown", (event) => {
    if (open && event.target === open.control) typing(event);
    else if (!event.altKey && !event.target.closest("form, input, select, textarea, [data-grip]")) {
      const cell = event.target.closest("[data-row] > td");
      if (cell) moving(event, cell);
    }
  });
  table.addEventListener("focusout", () => setTimeout(() => {
    if (open && document.hasFocus() && !open.cell.contains(document.activeElement) && !refused()) commit();
  }));
  table.addEventListener("change", (event) => {
    if (open && event.target === open.control && event.target.matches("select") && Date.now() - open.keys > 300) commitAndGo(null, false);
  });
  table.addEventListener("submit", (event) => {
    if (!open || event.target !== open.control.form) return;
    event.preventDefault();
    commitAndGo(null, false);
  });
  table.addEventListener("click", (event) => {
    if (open && event.target.closest("[data-leave]")) {
      leave();
      return;
    }
    const cell = event.target.closest("[data-row] > td");
    if (!cell || !cell.cellIndex || event.target.closest("a, button, input, select, textarea, form, label")) return;
    if (getSelection()?.toString()) return;
    if (event.pointerType === "touch") edit(cell);
    else go(cell);
  });
  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("[data-row] > td");
    if (cell && !event.target.closest("input, select, textarea, form")) edit(cell);
  });
  addEventListener("scroll", () => {
    const pop = document.querySelector(".edm:popover-open, .cf:popover-open");
    const cell = pop?.closest("td");
    if (cell) place(pop, cell);
  }, { passive: true, capture: true });

  table.setAttribute("role", "grid");
  table.closest(".reg").classList.add("edits");
  rows().forEach(mark);
  const first = rows()[0]?.cells[1];
  if (first) first.tabIndex = 0;
  window.sheet = { at, go, heads, rows, columns, edit, isOpen: () => Boolean(open) };
})();
