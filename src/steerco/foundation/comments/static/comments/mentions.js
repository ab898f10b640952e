/* Names while somebody types "@ad": asks who may be mentioned at this record and puts the chosen name in. Works by keys and by pointer. */
(() => {
  if (window.steercoMentions) return;
  window.steercoMentions = true;
  const CALL = /(?:^|[^\w@\\./])@([^\s@][^@\n]{0,40})?$/;
  let box, field, waiting, asked = 0;

  const typed = () => CALL.exec(field.value.slice(0, field.selectionStart))?.[1];

  function close() {
    box?.remove();
    box = undefined;
    field?.removeAttribute("aria-expanded");
  }

  function choose(name) {
    const start = field.value.lastIndexOf("@", field.selectionStart - 1);
    const rest = field.value.slice(field.selectionStart);
    field.setRangeText(`@${name}${rest.startsWith(" ") ? "" : " "}`, start, field.selectionStart, "end");
    close();
    field.focus();
  }

  async function look() {
    const words = typed();
    if (!words) return close();
    const number = ++asked;
    const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(words)}`, { credentials: "same-origin" });
    if (!answer.ok || number !== asked || typed() !== words) return;
    const html = (await answer.text()).trim();
    if (!html) return close();
    if (!box) {
      box = document.createElement("ul");
      box.className = "names";
      box.setAttribute("role", "listbox");
      field.parentElement.append(box);
      field.setAttribute("aria-expanded", "true");
    }
    box.innerHTML = html;
    box.querySelector("button")?.setAttribute("aria-selected", "true");
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("textarea[data-mentions]")) return;
    field = event.target;
    clearTimeout(waiting);
    waiting = setTimeout(look, 150);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target !== field) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return field.form.requestSubmit();
    if (!box) return;
    const buttons = [...box.querySelectorAll("button")];
    const at = buttons.findIndex((button) => button.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      buttons[at]?.removeAttribute("aria-selected");
      buttons[(at + (event.key === "ArrowDown" ? 1 : -1) + buttons.length) % buttons.length].setAttribute("aria-selected", "true");
    } else if (event.key === "Enter" || event.key === "Tab") choose(buttons[Math.max(at, 0)].dataset.name);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".names button");
    if (button) choose(button.dataset.name);
    else if (box && event.target !== field) close();
  });
})();
