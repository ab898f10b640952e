/* Notices: stay eight seconds unless pointed at or focused; a script or an htmx answer raises one with a "notice" event
   {text, tone, undo, kind}; it takes the place of those of its kind. */
(() => {
  const STAY = 8000;
  const box = () => document.querySelector(".toasts");

  function watch(note) {
    let timer;
    const leave = () => { timer = setTimeout(() => note.remove(), STAY); };
    const stay = () => clearTimeout(timer);
    note.addEventListener("pointerenter", stay);
    note.addEventListener("focusin", stay);
    note.addEventListener("pointerleave", leave);
    note.addEventListener("focusout", leave);
    leave();
  }

  function raise({ text, tone = "g", undo = "", kind = "" }) {
    const shape = document.getElementById("notice-shape");
    if (!shape || !box()) return;
    const note = shape.content.firstElementChild.cloneNode(true);
    note.classList.add(tone);
    note.querySelector("[data-text]").textContent = text;
    if (kind) box().querySelectorAll(`[data-kind="${kind}"]`).forEach((before) => before.remove());
    note.dataset.kind = kind;
    const form = note.querySelector("form");
    if (undo) form.action = undo;
    else form.remove();
    box().append(note);
    watch(note);
  }

  addEventListener("DOMContentLoaded", () => box()?.querySelectorAll(".note").forEach(watch));
  document.addEventListener("notice", (event) => raise(event.detail || {}));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest(".note")?.remove();
  });
})();
