// The editor while somebody writes: checks and preview follow the text, a problem leads to its
// line, one click mends it, and what was not saved is offered again. Without this script the
// form has buttons for all of that. What the server says is shown as text, never as markup.
(() => {
  "use strict";

  const words = document.currentScript.dataset;
  const WAIT = 700; // milliseconds without a further letter before the server is asked
  const KEPT = 30 * 24 * 3600 * 1000; // milliseconds that a copy is kept: a month

  const form = document.getElementById("ed_form");
  const body = document.getElementById("ed_body");
  const panel = document.getElementById("ed_panel");
  const panelState = document.getElementById("ed_panel_state");
  const preview = document.getElementById("ed_preview");
  const previewState = document.getElementById("ed_preview_state");
  const frame = document.getElementById("ed_preview_frame");
  const toggle = document.getElementById("ed_preview_toggle");
  const about = `kb-desk:${form.dataset.slug}:`; // and the version: the name of a kept copy
  let key = about + form.dataset.version;
  const SAVING = "kb-desk-saving"; // which copies were sent to be saved
  let leaving = false;

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  // What is in the form, without the token and the comment: what a saved copy is compared by.
  function typed() {
    const kept = [];
    for (const [name, value] of new FormData(form)) {
      if (!["csrf_token", "form_page", "based_on", "examined_slug"].includes(name)) {
        kept.push([name, value]);
      }
    }
    return kept;
  }
  const atFirst = JSON.stringify(typed());
  const isChanged = () => Boolean(form.dataset.unsaved) || JSON.stringify(typed()) !== atFirst;

  // Asking the server: one request at a time, and once more if something was typed meanwhile.

  class Asking {
    constructor(ask) {
      this.ask = ask;
      this.timer = 0;
      this.underWay = false;
      this.again = false;
    }
    soon(wait = WAIT) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.now(), wait);
    }
    async now() {
      if (this.underWay) {
        this.again = true;
        return;
      }
      this.underWay = true;
      try {
        await this.ask();
      } finally {
        this.underWay = false;
        if (this.again) {
          this.again = false;
          this.soon();
        }
      }
    }
  }

  function send(address) {
    const data = new FormData(form);
    return fetch(address, {
      method: "POST",
      body: data,
      headers: { "X-CSRFToken": data.get("csrf_token") },
      redirect: "error",
    });
  }

  const checks = new Asking(async () => {
    const asked = JSON.stringify(typed());
    panelState.textContent = words.looking;
    try {
      const answer = await send("/desk/api/examine");
      if (answer.status === 401) {
        panelState.textContent = words.signedOut;
      } else if (answer.status === 429) {
        checks.soon(2000);
      } else if (!answer.ok) {
        panelState.textContent = words.failed;
      } else {
        show(await answer.json(), asked === JSON.stringify(typed()));
        panelState.textContent = "";
      }
    } catch {
      panelState.textContent = words.failed;
    }
  });

  // The page goes into a frame that runs no script, and would only complain of those in it.
  function withoutScripts(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const script of page.querySelectorAll("script")) script.remove();
    return `<!doctype html>${page.documentElement.outerHTML}`;
  }

  const previews = new Asking(async () => {
    if (preview.hidden) return;
    try {
      const answer = await send(form.dataset.preview);
      if (answer.ok) {
        const at = frame.contentDocument?.scrollingElement?.scrollTop ?? 0;
        frame.onload = () => frame.contentDocument?.scrollingElement?.scrollTo(0, at);
        frame.srcdoc = withoutScripts(await answer.text());
        previewState.textContent = "";
      } else {
        previewState.textContent = answer.status === 422 ? words.noPreview : words.failed;
      }
    } catch {
      previewState.textContent = words.failed;
    }
  });

  // The panel: the same elements as templates/desk/_panel.html.

  function fixButton(fix) {
    const button = element("button", {
      type: "submit",
      class: "plain",
      name: "do",
      value: `fix:${fix.key}`,
      form: "ed_form",
      "data-start": fix.start,
      "data-end": fix.end,
      "data-now": fix.now,
      "data-replacement": fix.replacement,
    });
    button.textContent = fix.label;
    return element("p", {}, button);
  }

  function lineLink(entry) {
    if (!entry.line) return entry.place ? element("span", { class: "tag" }, entry.place) : null;
    return element(
      "a",
      {
        class: "panel-line",
        href: `#ed_${entry.field || "body"}`,
        "data-line": entry.line,
        "data-body-line": entry.body_line,
        "data-field": entry.field,
      },
      entry.place,
    );
  }

  function entryItem(entry) {
    // Only an address of ours is a link.
    const isOurs = entry.url.startsWith("/") && !entry.url.startsWith("//");
    const title = isOurs
      ? element("a", { href: entry.url, target: "_blank" }, entry.title)
      : element("strong", {}, entry.title);
    const level = words[entry.level];
    const head = element(
      "p",
      { class: "panel-title" },
      level ? element("span", { class: "hidden" }, `${level} `) : null,
      title,
      " ",
      lineLink(entry),
    );
    return element(
      "li",
      { class: `panel-entry level-${entry.level}` },
      head,
      entry.detail ? element("p", {}, entry.detail) : null,
      entry.hint ? element("p", { class: "quiet" }, entry.hint) : null,
      entry.excerpt ? element("p", { class: "panel-excerpt" }, entry.excerpt) : null,
      ...entry.fixes.map(fixButton),
    );
  }

  function groupSection(group) {
    const id = `panel_${group.id}`;
    const count = group.entries.length
      ? element("span", { class: "count" }, ` (${group.entries.length})`)
      : null;
    return element(
      "section",
      { class: "panel-group", "aria-labelledby": id },
      element("h3", { id }, group.heading, count),
      group.entries.length
        ? element("ul", { class: "panel-list" }, ...group.entries.map(entryItem))
        : element("p", { class: "quiet" }, group.nothing),
    );
  }

  function show(found, isOfThisText) {
    const summary = element(
      "p",
      { class: `panel-summary ${found.ready ? "ready" : "blocked"}` },
      found.summary,
      found.length ? element("span", { class: "quiet" }, ` ${found.length}`) : null,
    );
    const focused = document.activeElement?.closest("#ed_panel") ? document.activeElement : null;
    const value = focused?.value;
    panel.replaceChildren(summary, ...found.groups.map(groupSection));
    if (value) panel.querySelector(`button[value="${CSS.escape(value)}"]`)?.focus();
    if (!isOfThisText) checks.soon();
  }

  // A problem leads to its line; one click mends it, and undo takes that back.

  function startOfLine(line) {
    let at = 0;
    for (let passed = 1; passed < line; passed++) {
      const end = body.value.indexOf("\n", at);
      if (end < 0) break;
      at = end + 1;
    }
    return at;
  }

  function goToLine(line) {
    const start = startOfLine(line);
    const end = body.value.indexOf("\n", start);
    body.focus();
    // A browser scrolls to what is typed or focused: to the end of a text that is cut there.
    const whole = body.value;
    const shown = body.scrollHeight / Math.max(1, whole.split("\n").length);
    body.setSelectionRange(start, end < 0 ? whole.length : end);
    body.scrollTop = Math.max(0, heightBefore(start, shown * (line - 1)) - body.clientHeight / 3);
  }

  // How far down a place in the text is, as wrapped lines make it: measured in a copy of the box.
  function heightBefore(place, otherwise) {
    const copy = body.cloneNode(false);
    copy.removeAttribute("id");
    copy.removeAttribute("name");
    copy.setAttribute("aria-hidden", "true");
    copy.setAttribute("tabindex", "-1");
    copy.rows = 1;
    copy.style.cssText =
      `position:absolute;visibility:hidden;min-height:0;height:0;width:${body.offsetWidth}px`;
    copy.value = body.value.slice(0, place);
    body.after(copy);
    const height = copy.scrollHeight;
    copy.remove();
    return height || otherwise;
  }

  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a.panel-line");
    if (!link) return;
    event.preventDefault();
    const field = link.dataset.field && document.getElementById(`ed_${link.dataset.field}`);
    if (body.name === "text") {
      goToLine(Number(link.dataset.line));
    } else if (field) {
      field.closest("details")?.setAttribute("open", "");
      field.scrollIntoView({ block: "center" });
      field.focus();
    } else {
      goToLine(Math.max(1, Number(link.dataset.bodyLine)));
    }
  });

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-replacement]");
    if (!button || body.name === "text") return; // as source the server knows the places
    const { now, replacement } = button.dataset;
    const start = Number(button.dataset.start);
    const end = Number(button.dataset.end);
    // In the fields, or the text moved on since it was looked at: the server finds the place.
    if (start < 0 || body.value.slice(start, end) !== now) return;
    event.preventDefault();
    body.focus();
    body.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, replacement)) {
      body.setRangeText(replacement, start, end, "end");
    }
    typedSomething();
  });

  // What was not saved stays in this browser until it is.

  function stored(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function keep() {
    try {
      if (isChanged()) localStorage.setItem(key, JSON.stringify({ at: Date.now(), typed: typed() }));
      else localStorage.removeItem(key);
    } catch {
      // The browser keeps nothing, or is full: there is the form.
    }
  }

  function forget(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      // It keeps nothing.
    }
  }

  // Which copies were sent to be saved: after a conflict there are two of them.
  function rememberSaving() {
    try {
      const sent = sessionStorage.getItem(SAVING)?.split("\n") ?? [];
      sessionStorage.setItem(SAVING, [...new Set([...sent, key])].join("\n"));
    } catch {
      // It keeps nothing.
    }
  }

  // The copy of what was just saved is not needed any more; that of what could not be, is.
  function forgetSaved() {
    if (!form.dataset.saved) return;
    try {
      for (const saved of sessionStorage.getItem(SAVING)?.split("\n") ?? []) forget(saved);
      sessionStorage.removeItem(SAVING);
    } catch {
      // It keeps nothing.
    }
  }

  function fill(fields) {
    for (const box of form.querySelectorAll('input[name="regions"]')) box.checked = false;
    for (const [name, value] of fields) {
      for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (control.type === "checkbox") control.checked ||= control.value === value;
        else if (control.type !== "submit" && name !== "mode") control.value = value;
      }
    }
  }

  function dropOld() {
    try {
      for (const name of Object.keys(localStorage)) {
        const copy = name.startsWith("kb-desk:") && stored(name);
        if (copy && Date.now() - copy.at > KEPT) localStorage.removeItem(name);
      }
    } catch {
      // It keeps nothing.
    }
  }

  // The copy of this version, else the newest of an older one: saving that one is saving on
  // the version that it began with, so that the server puts both changes together.
  function newestCopy() {
    let found = { name: key, copy: stored(key) };
    try {
      for (const name of Object.keys(localStorage)) {
        const copy = !found.copy && name.startsWith(about) ? stored(name) : null;
        if (copy && copy.at > (found.other?.copy.at ?? 0)) found = { ...found, other: { name, copy } };
      }
    } catch {
      // It keeps nothing.
    }
    return found.copy || !found.other ? found : found.other;
  }

  function offerKept() {
    const { name, copy } = newestCopy();
    const offer = document.getElementById("ed_draft");
    if (!copy || !Array.isArray(copy.typed) || form.dataset.unsaved) return;
    const mode = new FormData(form).get("mode");
    const sameMode = copy.typed.some(([field, value]) => field === "mode" && value === mode);
    if (!sameMode || JSON.stringify(copy.typed) === atFirst) return;
    offer.hidden = false;
    document.getElementById("ed_draft_take").addEventListener("click", () => {
      fill(copy.typed);
      form.elements.namedItem("based_on").value = name.slice(about.length);
      key = name;
      offer.hidden = true;
      body.focus();
      typedSomething();
    });
    document.getElementById("ed_draft_drop").addEventListener("click", () => {
      forget(name);
      offer.hidden = true;
      body.focus();
    });
  }

  let keeping = 0;
  function typedSomething() {
    clearTimeout(keeping);
    keeping = setTimeout(keep, 300);
    checks.soon();
    previews.soon();
  }

  form.addEventListener("input", typedSomething);
  form.addEventListener("change", typedSomething);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    if (event.submitter?.value === "check") {
      event.preventDefault();
      checks.now();
      return;
    }
    keep();
    leaving = true;
    if (event.submitter?.value === "save") rememberSaving();
  });
  addEventListener("beforeunload", (event) => {
    keep();
    if (!leaving && isChanged()) {
      event.preventDefault();
      event.returnValue = words.leave;
    }
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });

  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    preview.hidden = !preview.hidden;
    toggle.setAttribute("aria-expanded", String(!preview.hidden));
    toggle.textContent = preview.hidden ? words.show : words.hide;
    if (!preview.hidden) previews.now();
  });

  // A page that tells of problems leads here, to a line.
  function goToAsked() {
    const line = Number(new URLSearchParams(location.search).get("line"));
    if (!line || (location.hash && location.hash !== "#ed_body")) return;
    const above = (form.elements.namedItem("front")?.value.match(/\n/g) ?? []).length;
    goToLine(Math.max(1, line - above));
  }

  dropOld();
  forgetSaved();
  offerKept();
  goToAsked();
})();
