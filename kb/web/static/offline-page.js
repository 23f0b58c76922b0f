// The search page of a copy of the site. The query stands in the address, so that links and the
// back button work; what is shown are copies of the page's own templates, filled with text.
(() => {
  "use strict";

  const PER_PAGE = 10;
  const SHOWN = 8; // values of a filter that are seen at once
  const FIELDS = ["topic", "kind", "lang"];
  const DATA = new URL("../search/", document.currentScript.src);
  const { Scripts, Search } = globalThis.kbOffline;

  const scripts = new Scripts((name, failed) => {
    const script = document.createElement("script");
    script.src = new URL(`${name}.js`, DATA);
    script.onerror = failed;
    document.head.append(script);
  });
  let opening = null;
  Object.assign(globalThis.kbOffline, {
    load: (name, data) => scripts.arrived(name, data),
    // Promises the search, whose index is read when somebody first asks.
    opened: () => (opening ??= open()),
  });

  async function open() {
    return new Search(await scripts.load("index"), (name) => scripts.load(name));
  }

  const asked = new URLSearchParams(location.search);
  const query = (asked.get("q") ?? "").trim();
  const page = Math.max(1, Number.parseInt(asked.get("page"), 10) || 1);
  const root = document.getElementById("offline_results");
  const words = root.dataset;
  const names = JSON.parse(words.names);

  const nameOf = (field, value) => names[field][value] ?? value;
  const tagOf = (lang) => (lang === "zh" ? "zh-Hans" : lang);
  const filled = (message, value) => message.replace(/%[dq]/, () => value);

  function copyOf(name) {
    return document.getElementById(`offline_${name}`).content.cloneNode(true);
  }

  function slot(part, name) {
    return part.querySelector(`[data-slot=${name}]`);
  }

  // This page's address with other parameters: a list for each, none to leave it out.
  function address(changes) {
    const parameters = new URLSearchParams(asked);
    for (const [name, values] of Object.entries({ page: [], ...changes })) {
      parameters.delete(name);
      for (const value of values) parameters.append(name, value);
    }
    return `?${parameters}`;
  }

  function marked(pieces) {
    return pieces.map((piece, n) => {
      if (n % 2 === 0) return piece;
      const mark = document.createElement("mark");
      mark.append(piece);
      return mark;
    });
  }

  // -- what filters let pass

  const valuesOf = (document, field) => [document[field]].filter(Boolean);

  function passes(document, but = "") {
    return FIELDS.every((field) => {
      const chosen = asked.getAll(field);
      if (field === but || !chosen.length) return true;
      return valuesOf(document, field).some((value) => chosen.includes(value));
    });
  }

  function toggled(field, value) {
    const chosen = asked.getAll(field);
    const others = chosen.filter((one) => one !== value);
    return address({ [field]: others.length < chosen.length ? others : [...chosen, value] });
  }

  function filters(hits, index) {
    const part = copyOf("filters");
    for (const field of FIELDS) {
      const counts = new Map(asked.getAll(field).map((value) => [value, 0]));
      for (const doc of hits.filter((doc) => passes(index.documents[doc], field))) {
        for (const value of valuesOf(index.documents[doc], field)) {
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
      }
      const list = slot(part, field);
      const order = [...counts].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
      for (const [value, count] of order) list.append(choice(field, value, count));
      if (!counts.size) list.closest("section").remove();
    }
    return part;
  }

  function choice(field, value, count) {
    const part = copyOf("choice");
    const link = part.querySelector("a");
    link.href = toggled(field, value);
    slot(part, "name").textContent = nameOf(field, value);
    slot(part, "count").textContent = count;
    if (asked.getAll(field).includes(value)) {
      link.className = "chosen";
      link.setAttribute("aria-current", "true");
    } else {
      slot(part, "remove").remove();
    }
    return part;
  }

  // -- hits

  async function hit(doc, answer, search) {
    const document = search.index.documents[doc];
    const part = copyOf(document.kind === "provision" ? "provision" : "hit");
    const passage = await search.passage(doc, answer);
    const { slug, lang } = document;
    const isLaw = document.kind === "provision";
    const file = isLaw ? `statutes/${slug}.html` : `articles/${slug}.html`;
    const url = file.split("/").map(encodeURIComponent).join("/");
    const place =
      passage.anchor && passage.anchor !== "para-1" ? `#${encodeURIComponent(passage.anchor)}` : "";
    const title = slot(part, "title");
    title.href = isLaw ? url + place : url;
    if (isLaw) {
      title.textContent =
        words.lang === "zh" && document.titleZh ? document.titleZh : document.title;
    } else {
      title.append(...marked(search.snippets.pieces(document.title, answer.question)));
      title.parentElement.lang = tagOf(lang);
    }
    slot(part, "snippet").append(...marked(passage.pieces));
    slot(part, "snippet").lang = tagOf(lang);
    slot(part, "lang").textContent = nameOf("lang", lang);
    if (isLaw) {
      const [statute] = slug.split("/");
      slot(part, "statute").textContent = nameOf("statute", statute);
      slot(part, "statute").href = `statutes/${encodeURIComponent(statute)}.html`;
      return part;
    }
    slot(part, "kind").textContent = nameOf("kind", document.kind);
    slot(part, "topic").textContent = nameOf("topic", document.topic);
    slot(part, "topic").href = `topics/${encodeURIComponent(document.topic)}.html`;
    for (const region of document.regions) {
      const said = globalThis.document.createElement("span");
      said.textContent = nameOf("region", region);
      if (region !== "national") said.className = "local";
      slot(part, "topic").parentElement.append(" ", said);
    }
    const section = slot(part, "section");
    if (passage.heading) {
      section.textContent = passage.heading;
      section.href = `${url}#${encodeURIComponent(passage.anchor)}`;
      section.lang = tagOf(lang);
    } else {
      section.parentElement.remove();
    }
    return part;
  }

  function correction({ correction }) {
    const part = copyOf("correction");
    const meant = slot(part, "meant");
    meant.href = address({ q: [correction.query] });
    meant.append(...marked(correction.pieces));
    const typed = slot(part, "typed");
    typed.href = address({ as_typed: ["1"] });
    typed.textContent = query;
    return part;
  }

  function pages(total) {
    const last = Math.ceil(total / PER_PAGE);
    const part = copyOf("pages");
    const previous = slot(part, "previous");
    const next = slot(part, "next");
    if (page > 1) previous.href = address({ page: [Math.min(page - 1, last)] });
    else previous.parentElement.remove();
    if (page < last) next.href = address({ page: [page + 1] });
    else next.parentElement.remove();
    return last > 1 ? part : "";
  }

  async function found(answer, search) {
    const { index } = search;
    const hits = answer.hits.filter((doc) => passes(index.documents[doc]));
    const chosen = FIELDS.some((field) => asked.has(field));
    const part = copyOf(hits.length ? "found" : "nothing");
    if (answer.correction) slot(part, "correction").append(correction(answer));
    if (answer.hits.length || chosen) slot(part, "filters").append(filters(answer.hits, index));
    if (!hits.length) {
      slot(part, "heading").textContent = filled(words.nothing, query);
      const all = slot(part, "all");
      if (chosen && answer.hits.length) {
        all.href = address({ topic: [], kind: [], lang: [] });
      } else {
        all.closest("div").remove();
      }
      return part;
    }
    const total =
      hits.length === 1
        ? words.one
        : filled(words.more, hits.length.toLocaleString(tagOf(words.lang)));
    slot(part, "total").textContent = total;
    const of = Math.min(page, Math.ceil(hits.length / PER_PAGE));
    const shown = hits.slice((of - 1) * PER_PAGE, of * PER_PAGE);
    const list = slot(part, "hits");
    list.start = (of - 1) * PER_PAGE + 1;
    list.append(...(await Promise.all(shown.map((doc) => hit(doc, answer, search)))));
    slot(part, "pages").append(pages(hits.length));
    if (answer.also.length)
      slot(part, "also").textContent = filled(words.also, answer.also.join(words.join));
    else slot(part, "also").remove();
    return part;
  }

  async function show() {
    const box = document.getElementById("q");
    box.value = query;
    // A filter that was chosen holds for the next question too.
    for (const field of FIELDS) {
      for (const value of asked.getAll(field)) {
        const kept = document.createElement("input");
        Object.assign(kept, { type: "hidden", name: field, value });
        box.form.append(kept);
      }
    }
    for (const link of document.querySelectorAll(".languages a")) link.href += location.search;
    if (!query) {
      root.replaceChildren(copyOf("start"));
      box.focus();
      return;
    }
    document.title = `${filled(words.heading, query)} – ${words.site}`;
    root.replaceChildren(copyOf("waiting"));
    const search = await globalThis.kbOffline.opened();
    const answer = await search.ask(query.slice(0, 500), asked.has("as_typed"));
    root.replaceChildren(await found(answer, search));
    root.dataset.done = "true";
  }

  show().catch((error) => {
    root.replaceChildren(copyOf("failed"));
    console.error(error);
  });
})();
