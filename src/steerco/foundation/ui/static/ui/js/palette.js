/* Command palette: records from the server (typing errors forgiven there), pages and verbs from the menu, and a date that travels. */
(() => {
  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  let asked = 0;
  let timer;
  let known = [];
  let pending = false;
  let wanted = false;

  const dialog = () => document.getElementById("palette");
  const input = () => dialog().querySelector("input");
  const found = () => dialog().querySelector(".found");
  const entries = () => [...found().querySelectorAll("a.it")];

  function readDate(text) {
    const said = text.trim().toLowerCase();
    const iso = said.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
    if (iso) return [iso[1], iso[2], iso[3]].map((part) => part.padStart(2, "0")).join("-");
    const spoken = said.match(/^(\d{1,2})\.? ([a-z]{3,})\.? (\d{4})$/);
    const slashed = said.match(/^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/);
    if (slashed) return [slashed[3], slashed[2], slashed[1]].map((part) => part.padStart(2, "0")).join("-");
    const month = spoken ? MONTHS.indexOf(spoken[2].slice(0, 3)) : -1;
    return month < 0 ? "" : `${spoken[3]}-${String(month + 1).padStart(2, "0")}-${spoken[1].padStart(2, "0")}`;
  }

  function pages(text) {
    const said = text.trim().toLowerCase();
    const shape = dialog().querySelector("template").content.cloneNode(true);
    for (const entry of shape.querySelectorAll("a.it:not([data-travel])")) {
      if (said && !entry.textContent.toLowerCase().includes(said)) entry.remove();
    }
    const date = readDate(text);
    const travel = shape.querySelector("[data-travel]");
    if (date && travel) {
      const address = new URL(location.href);
      address.searchParams.set("as_of", date);
      travel.href = address.href;
      const [year, month, day] = date.split("-").map(Number);
      const name = MONTHS[month - 1] || "";
      travel.querySelector("[data-date]").textContent = name ? `${day} ${name[0].toUpperCase()}${name.slice(1)} ${year}` : date;
    } else travel?.remove();
    return shape;
  }

  function choose(index) {
    const all = entries();
    all.forEach((entry, i) => entry.setAttribute("aria-selected", String(i === index)));
    all[index]?.scrollIntoView({ block: "nearest" });
    input().setAttribute("aria-activedescendant", all[index]?.id || "");
  }

  function show(records, text) {
    const shape = pages(text);
    const first = shape.querySelectorAll("[data-travel]"); /* a date is no name: it comes before every record */
    found().replaceChildren(...first, ...records);
    for (const group of shape.querySelectorAll("[data-group]")) if (group.querySelector("a.it")) found().append(group);
    entries().forEach((entry, i) => { entry.id = `palette-${i}`; entry.setAttribute("role", "option"); entry.tabIndex = -1; });
    dialog().querySelector("[data-none]").hidden = entries().length > 0;
    choose(0);
  }

  async function fetched(text) {
    const source = dialog().dataset.source;
    if (!source) return [];
    const address = new URL(source, location.href);
    address.searchParams.set("q", text.trim());
    address.searchParams.set("part", "palette");
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return [];
    return [...new DOMParser().parseFromString(await answer.text(), "text/html").body.children];
  }

  /* Enter pressed before the answer is there waits for it, so that nobody lands on the match of a half-typed word. */
  async function ask(text) {
    const turn = ++asked;
    const records = await fetched(text);
    if (turn !== asked) return;
    known = records;
    pending = false;
    show(records, text);
    if (wanted) entries()[0]?.click();
    wanted = false;
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-opens=palette]") || !dialog()) return;
    input().value = "";
    known = [];
    wanted = false;
    show(known, "");
    ask("");
  });
  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("#palette input")) return;
    clearTimeout(timer);
    asked += 1;
    pending = true;
    wanted = false;
    show(known, input().value);
    timer = setTimeout(() => ask(input().value), 120);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.("#palette input")) return;
    const all = entries();
    const now = all.findIndex((entry) => entry.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") choose(Math.min(all.length - 1, now + 1));
    else if (event.key === "ArrowUp") choose(Math.max(0, now - 1));
    else if (event.key === "Enter" && pending) wanted = true;
    else if (event.key === "Enter") all[now]?.click();
    else return;
    event.preventDefault();
  });
})();
