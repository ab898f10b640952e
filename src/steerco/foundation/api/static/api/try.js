/* The form on the page of an operation: sends the request as its reader and shows the answer. */
(() => {
  const shown = (form, status, headers, body) => {
    const place = form.querySelector("[data-answer]");
    place.hidden = false;
    place.querySelector("[data-status]").textContent = status;
    place.querySelector("[data-headers]").textContent = headers;
    place.querySelector("[data-body]").textContent = body;
  };

  const readable = (text) => {
    try {
      JSON.parse(text);
    } catch {
      return text;
    }
    let depth = 0;
    let quoted = false;
    let said = "";
    for (let at = 0; at < text.length; at += 1) { /* not by way of numbers, which would lose their digits */
      const sign = text[at];
      if (quoted) {
        said += sign;
        if (sign === "\\") said += text[(at += 1)];
        else if (sign === '"') quoted = false;
      } else if (sign === '"') {
        quoted = true;
        said += sign;
      } else if ("{[".includes(sign)) {
        depth += 1;
        said += `${sign}\n${" ".repeat(depth)}`;
      } else if ("}]".includes(sign)) {
        depth -= 1;
        said += `\n${" ".repeat(depth)}${sign}`;
      } else if (sign === ",") said += `,\n${" ".repeat(depth)}`;
      else if (sign === ":") said += ": ";
      else if (!/\s/.test(sign)) said += sign;
    }
    return said;
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-try]");
    if (!form) return;
    event.preventDefault();
    let address = form.dataset.path;
    const query = new URLSearchParams();
    const headers = { Accept: "application/json" };
    const sent = { method: form.dataset.try, headers, credentials: "same-origin" };
    for (const control of form.querySelectorAll("[data-in]")) {
      const value = control.value.trim();
      const place = control.dataset.in;
      if (place === "path") address = address.replace(`{${control.name}}`, encodeURIComponent(value));
      else if (place === "body") {
        sent.body = value;
        headers["Content-Type"] = "application/json";
      } else if (place === "form") {
        sent.body ??= new FormData();
        if (control.files) [...control.files].forEach((file) => sent.body.append(control.name, file));
        else if (value) sent.body.append(control.name, value);
      } else if (value && place === "query") query.append(control.name, value);
      else if (value && place === "header") headers[control.name] = value;
    }
    if (sent.method !== "GET") {
      headers["X-CSRFToken"] = form.querySelector("[name=csrfmiddlewaretoken]").value;
      headers["X-Acting-In"] = form.querySelector("[name=acting_in]").value;
    }
    shown(form, form.dataset.waiting, "", "");
    try {
      const answer = await fetch(query.size ? `${address}?${query}` : address, sent);
      const said = [...answer.headers].filter(([name]) => /^(etag|link|location|content-type|ratelimit|retry)/.test(name));
      shown(form, `${answer.status} ${answer.statusText}`, said.map((pair) => pair.join(": ")).join("\n"), readable(await answer.text()));
    } catch {
      shown(form, form.dataset.failed, "", "");
    }
  });
})();
