// What a query asks for, as kb/index/question.py, compounds.py and synonyms.py understand it.
// Operators are not understood: their words are words.
(() => {
  "use strict";

  const { hasChinese } = globalThis.kbOffline;
  const LONGEST_WORD = 6;
  const UNKNOWN = -12.0;
  const MOST_FOUND = 8;
  const BETWEEN = "~";
  const OPERATORS = /(^|[\s("“-])(?:intitle|topic|region|lang|kind|statute)[:：]/giu;

  const pairsOf = (run) => {
    const chars = [...run];
    return chars.length < 2 ? chars : chars.slice(1).map((char, n) => chars[n] + char);
  };

  class Questions {
    constructor(index, analyzer) {
      this.index = index;
      this.analyzer = analyzer;
      this.chinese = new Map();
      this.english = new Map();
      for (const concept of index.concepts) {
        for (const term of concept) {
          const isRun = typeof term.key === "string";
          (isRun ? this.chinese : this.english).set(isRun ? term.key : term.key.join(" "), [
            concept,
            term,
          ]);
        }
      }
      const lengths = (known, size) => Math.max(0, ...[...known.keys()].map(size));
      this.mostCharacters = lengths(this.chinese, (key) => [...key].length);
      this.mostWords = lengths(this.english, (key) => key.split(" ").length);
    }

    understand(query) {
      const text = query.replace(OPERATORS, "$1 ");
      const telling = this.telling(text);
      const concepts = telling.length ? telling : this.concepts(text);
      const longer = concepts.filter((concept) => !concept.prefix);
      const question = {
        text,
        lang: hasChinese(text) ? "zh" : "en",
        concepts: this.once(longer.length ? longer : concepts),
        gist: new Set(telling.map((concept) => concept.term)),
        neighbours: this.neighbours(text),
        words: this.words(text),
        meant: this.meant(text),
      };
      question.terms = new Map(question.concepts.map((concept, n) => [concept.term, n]));
      return question;
    }

    withoutFillers(text) {
      const blank = (filler) => " ".repeat(filler.length);
      return this.analyzer.simplify(text).replace(this.index.chineseFillers, blank);
    }

    telling(text) {
      const counts = ({ exact, term }) => !this.index.fillers.has(exact ? exact.slice(1) : term);
      return this.concepts(this.withoutFillers(text)).filter(counts);
    }

    once(concepts) {
      const first = new Map();
      for (const concept of concepts) {
        if (!first.has(concept.term)) first.set(concept.term, concept);
      }
      return [...first.values()];
    }

    concepts(text) {
      const found = [];
      for (const { run, tokens } of this.analyzer.pieces(text)) {
        if (!run) {
          for (const { text: term, sort, exact = "" } of tokens) {
            const worth = sort === "joined" ? this.index.JOINED_WORTH : 1;
            found.push({ term, exact, worth, prefix: false });
          }
        } else if (tokens.length === 1) {
          found.push({ term: tokens[0].text, exact: "", worth: 1, prefix: true });
        } else {
          for (const token of tokens.slice(0, -1)) {
            found.push({ term: token.text, exact: "", worth: 1, prefix: false });
          }
        }
      }
      return found;
    }

    // Two neighbouring words each, fillers too.
    neighbours(text) {
      const found = new Set();
      let before = "";
      for (const { run, tokens } of this.analyzer.pieces(text)) {
        if (run) {
          before = "";
          continue;
        }
        for (const token of tokens.filter(({ sort }) => sort !== "joined")) {
          if (before) found.add(`${before} ${token.text}`);
          before = token.text;
        }
      }
      return [...found];
    }

    // The Chinese words that the question most probably consists of.
    words(text) {
      const found = new Set();
      for (const { run } of this.analyzer.pieces(this.withoutFillers(text))) {
        if (run) for (const word of this.cut([...run])) found.add(word);
      }
      return [...found].sort();
    }

    cut(run) {
      const best = [[0, 0]];
      for (let end = 1; end <= run.length; end++) {
        let found = [best[end - 1][0] + UNKNOWN, end - 1];
        for (let begin = Math.max(0, end - LONGEST_WORD); begin < end - 1; begin++) {
          const often = this.index.list(`#${run.slice(begin, end).join("")}`).docs.length;
          const likely = often && best[begin][0] + Math.log(often / this.index.size);
          if (often && likely >= found[0]) found = [likely, begin];
        }
        best.push(found);
      }
      const words = [];
      for (let end = run.length; end; end = best[end][1]) {
        if (end - best[end][1] > 1) words.unshift(run.slice(best[end][1], end).join(""));
      }
      return words;
    }

    // The glossary's concepts that the query names: the longest term first, none inside another.
    meant(text) {
      const found = new Map();
      for (const stretch of this.stretches(text)) {
        const [known, most] = stretch.run
          ? [this.chinese, this.mostCharacters]
          : [this.english, this.mostWords];
        const join = (units) => units.join(stretch.run ? "" : " ");
        for (let begin = 0; begin < stretch.units.length; begin++) {
          for (let end = Math.min(begin + most, stretch.units.length); end > begin; end--) {
            const units = stretch.units.slice(begin, end);
            const [concept, named] = known.get(join(units)) ?? [];
            if (!concept) continue;
            const typed = stretch.run
              ? pairsOf(join(units))
              : units.map((u) => u.split(BETWEEN)[0]);
            const others = concept.filter((term) => term !== named);
            if (!found.has(concept)) {
              found.set(concept, { typed, lang: stretch.run ? "zh" : "en", others });
            }
            begin = end - 1;
            break;
          }
        }
      }
      return [...found.values()].slice(0, MOST_FOUND);
    }

    *stretches(text) {
      let units = [];
      for (const { run, tokens } of this.analyzer.pieces(text)) {
        if (run) {
          if (units.length) yield { run: false, units };
          units = [];
          yield { run: true, units: [...run] };
        } else {
          units.push(...tokens.filter(({ sort }) => sort !== "joined").map((t) => this.key(t)));
        }
      }
      if (units.length) yield { run: false, units };
    }

    // A stem with the ending that makes it another word: an insurer is no insurance.
    key({ text, exact = "" }) {
      const word = exact.replace(/s+$/, "");
      const ending = this.index.endings.find((one) => exact && word.endsWith(one));
      return ending ? `${text}${BETWEEN}${ending}` : text;
    }
  }

  Object.assign(globalThis.kbOffline, { Questions });
})();
