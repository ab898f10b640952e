/* What floats: places pop-overs beside their button, opens and closes dialogs, shows the whole text of a shortened value. */
(() => {
  const GAP = 6;
  const EDGE = 8;

  function place(pop, anchor) {
    if (pop.classList.contains("sheet") && innerWidth <= 820) return;
    const at = anchor.getBoundingClientRect();
    pop.style.margin = "0";
    const { offsetWidth: width, offsetHeight: height } = pop;
    const below = at.bottom + GAP;
    const fits = below + height <= innerHeight - EDGE;
    const top = fits ? below : Math.max(EDGE, at.top - GAP - height);
    const left = at.left + width > innerWidth - EDGE ? at.right - width : at.left;
    pop.style.inset = `${top}px auto auto ${Math.max(EDGE, Math.min(left, innerWidth - EDGE - width))}px`;
  }

  const invoker = (pop) => document.querySelector(`[popovertarget="${CSS.escape(pop.id)}"]:is(:hover, :focus)`)
    || document.querySelector(`[popovertarget="${CSS.escape(pop.id)}"]`);

  document.addEventListener("toggle", (event) => {
    const pop = event.target;
    if (!(pop instanceof HTMLElement) || !pop.matches("[popover].menu-pop, [popover].ex, [popover].cf")) return;
    const anchor = invoker(pop);
    for (const button of document.querySelectorAll(`[popovertarget="${CSS.escape(pop.id)}"]`)) {
      button.setAttribute("aria-expanded", String(event.newState === "open"));
    }
    if (event.newState !== "open" || !anchor || !anchor.offsetParent) return;
    place(pop, anchor);
    pop.querySelector("[autofocus]")?.focus();
  }, true);

  addEventListener("scroll", () => {
    for (const pop of document.querySelectorAll(".ex:popover-open, .cf:popover-open")) {
      const anchor = invoker(pop);
      if (anchor) place(pop, anchor);
    }
  }, { passive: true });

  /* Arrow keys move through a menu. */
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.(".menu-pop");
    if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    if (event.target.matches("input:not([type=checkbox], [type=radio]), select, textarea")) return;
    const entries = [...menu.querySelectorAll("a[href], button:not(:disabled), input, select")].filter((e) => e.offsetParent);
    const step = event.key === "ArrowDown" ? 1 : -1;
    entries[(entries.indexOf(document.activeElement) + step + entries.length) % entries.length]?.focus();
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog?.showModal && !dialog.open) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog, [popover]")?.[closer.closest("dialog") ? "close" : "hidePopover"]();
    if (event.target instanceof HTMLDialogElement && event.target.dataset.light !== undefined) event.target.close();
  });

  /* A shortened value ("withheld, s.43") shows its whole text on hover by title, and here when it is reached by keyboard or touch. */
  const tip = document.createElement("div");
  tip.className = "pop tip";
  tip.popover = "manual";
  document.addEventListener("focusin", (event) => {
    const short = event.target.closest?.(".wh[title]");
    if (!short) return;
    if (!tip.isConnected) document.body.append(tip);
    tip.textContent = short.title;
    tip.showPopover();
    place(tip, short);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.closest?.(".wh[title]") && tip.matches(":popover-open")) tip.hidePopover();
  });

  /* "86 of 300" under a text field. */
  document.addEventListener("input", (event) => {
    const shown = document.querySelector(`[data-count-for="${CSS.escape(event.target.id || " ")}"]`);
    if (shown) shown.firstElementChild.textContent = String(event.target.value.length);
  });
})();
