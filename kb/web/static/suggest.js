// Suggestions under the search box: an editable combobox with list autocomplete and manual
// selection, as the ARIA Authoring Practices describe it. Without this script the box is a
// plain one. The words it says come with the script's own tag.
(() => {
  "use strict";

  const WAIT = 120; // milliseconds without a further letter before the server is asked
  const words = document.currentScript.dataset;

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // An article's alias may be in the other language, for people who mix the two.
  function languageOf(text) {
    return /\p{Script=Han}/u.test(text) ? "zh-Hans" : "en";
  }

  class Suggestions {
    constructor(input) {
      this.input = input;
      this.options = []; // their elements; the address each leads to is its dataset.url
      this.active = -1; // which of them is chosen, -1 for none
      this.shownFor = null; // the text that the options answer
      this.timer = 0;
      this.asking = null; // the request under way
      this.list = element("ul", {
        id: `${input.id}_suggestions`,
        class: "suggestions",
        role: "listbox",
        "aria-label": words.list,
      });
      this.list.hidden = true;
      this.status = element("div", { class: "hidden", role: "status", "aria-live": "polite" });
      input.after(this.list);
      input.form.append(this.status);
      // A search field may not be a combobox in HTML; phones still offer their search key.
      input.type = "text";
      for (const [key, value] of Object.entries({
        enterkeyhint: "search",
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": this.list.id,
      })) {
        input.setAttribute(key, value);
      }
      input.addEventListener("input", (event) => event.isComposing || this.ask());
      // Half a syllable is no question: nothing is asked until the input method is done.
      input.addEventListener("compositionstart", () => this.forget());
      input.addEventListener("compositionend", () => this.ask());
      input.addEventListener("keydown", (event) => this.pressed(event));
      input.addEventListener("blur", () => this.close());
      input.addEventListener("click", () => this.activate(-1));
      input.form.addEventListener("submit", () => this.close());
      // The box keeps the focus while the list is touched or scrolled.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(option);
      });
    }

    get open() {
      return !this.list.hidden;
    }

    // Ask the server once typing pauses; whatever was asked before is void.
    ask() {
      this.forget();
      this.activate(-1);
      if (!this.input.value.trim()) {
        this.show([], "");
        this.status.textContent = "";
      } else {
        this.timer = setTimeout(() => this.fetch(this.input.value), WAIT);
      }
    }

    forget() {
      clearTimeout(this.timer);
      if (this.asking) this.asking.abort();
      this.asking = null;
    }

    async fetch(text, then = () => {}) {
      const asking = (this.asking = new AbortController());
      const query = new URLSearchParams({ q: text });
      for (const lang of this.input.form.querySelectorAll("input[name=lang]")) {
        query.append("lang", lang.value);
      }
      let found = [];
      try {
        const answer = await fetch(`/api/v1/suggest?${query}`, { signal: asking.signal });
        if (answer.ok) found = (await answer.json()).suggestions;
      } catch {
        // Offline, or no longer wanted: the box works without suggestions.
      }
      // Only the newest question counts, and only while somebody is there to see the answer.
      if (this.asking !== asking || document.activeElement !== this.input) return;
      this.asking = null;
      this.show(found, text);
      this.say(found.length);
      then();
    }

    show(found, text) {
      this.active = -1;
      this.shownFor = text;
      this.options = found.map((suggestion, place) => this.option(suggestion, place));
      this.list.replaceChildren(...this.options);
      this.list.scrollTop = 0;
      this.expand(found.length > 0);
    }

    option({ text, title, lang, url }, place) {
      const pieces = text.pieces.map((piece) =>
        piece.highlighted ? element("mark", {}, piece.text) : piece.text
      );
      const option = element(
        "li",
        {
          id: `${this.list.id}_${place}`,
          role: "option",
          "aria-selected": "false",
          "data-url": url,
        },
        element("span", { lang: languageOf(text.text) }, ...pieces)
      );
      // An alias is shown with the title of the article that it leads to.
      if (text.text !== title) {
        const leadsTo = { class: "leads-to", lang: lang === "zh" ? "zh-Hans" : lang };
        option.append(" ", element("span", leadsTo, title));
      }
      return option;
    }

    say(count) {
      this.status.textContent =
        count === 0 ? words.none : count === 1 ? words.one : words.more.replace("%d", count);
    }

    expand(open) {
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
      if (!open) this.activate(-1);
    }

    close() {
      this.forget();
      this.expand(false);
    }

    // Choose by number without leaving the box; -1 returns to what was typed.
    activate(place) {
      if (this.options[this.active]) {
        this.options[this.active].setAttribute("aria-selected", "false");
      }
      this.active = place;
      const option = this.options[place];
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", option.id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    choose(option) {
      this.close();
      location.assign(option.dataset.url);
    }

    pressed(event) {
      // These keys belong to the input method; 229 is what some browsers say of them.
      if (event.isComposing || event.keyCode === 229) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (this.handle(event.key, event.altKey)) event.preventDefault();
    }

    // Answers whether the key has done something here, and is to do nothing else.
    handle(key, alt) {
      switch (key) {
        case "ArrowDown":
          return alt ? this.reveal(() => {}) : this.move(1);
        case "ArrowUp":
          if (!alt) return this.move(-1);
          this.close();
          return true;
        case "Enter":
          if (!this.open || this.active < 0) return false; // searches as typed
          this.choose(this.options[this.active]);
          return true;
        case "Escape":
          return this.escape();
        case "Tab":
          this.close();
          return false;
        case "Home":
        case "End":
        case "ArrowLeft":
        case "ArrowRight":
          this.activate(-1); // the caret moves in the text
          return false;
        default:
          return false;
      }
    }

    move(by) {
      const step = () => {
        const count = this.options.length;
        const from = this.active < 0 && by < 0 ? 0 : this.active;
        if (count) this.activate((from + by + count) % count);
      };
      if (!this.open) return this.reveal(step);
      step();
      return true;
    }

    // Show the list again, asking for it where it answers another text.
    reveal(then) {
      const text = this.input.value;
      if (!text.trim()) return false;
      if (this.shownFor === text) {
        this.expand(this.options.length > 0);
        then();
      } else {
        this.forget();
        this.fetch(text, then);
      }
      return true;
    }

    // The first press closes the list, the next one clears the box.
    escape() {
      if (this.open) {
        this.close();
      } else if (this.input.value) {
        this.input.value = "";
        this.ask();
      } else {
        return false;
      }
      return true;
    }
  }

  for (const input of document.querySelectorAll("form[role=search] input[name=q]")) {
    new Suggestions(input);
  }
})();
