// A query as it was likely meant: English words that no article has, by the noisy channel of
// kb/index/guesses.py. Real words in the wrong place and Chinese are left as they were typed.
(() => {
  "use strict";

  const COMPARED = 12;
  const BESIDE = 6;
  const UNSEEN = 2;
  const PART = 3; // letters of the parts that a word may be split into
  const LONG = 8; // letters from which two edits are sure enough
  const SHORTEST = 4;
  const MOST_UNKNOWN = 8; // words
  const JOINED = 6; // letters of a word that may have been typed as two
  const MUCH_RARER = 10; // times
  const VOWELS = "aeiouy";

  const mostEdits = ({ length }) => (length < 6 ? 1 : length < 12 ? 2 : 3);
  const sameVowels = (a, b) => VOWELS.includes(a) && VOWELS.includes(b);

  class Spelling {
    constructor(index, analyzer) {
      this.index = index;
      this.analyzer = analyzer;
      this.known = null;
    }

    // The words of the index, looked up where one is unknown.
    get words() {
      this.known ??= this.index.words
        .map(([word]) => ({ word, having: this.having(word) }))
        .filter(({ having }) => having);
      return this.known;
    }

    having(word) {
      return this.index.list(`=${word}`).docs.length;
    }

    // The query with what changed, or null: { query, pieces } with the changes in odd places.
    async corrected(query) {
      const typed = [...this.typed(query)];
      const changes = await this.joined(query, typed);
      const left = typed.filter(
        (word) => !changes.some(({ start, end }) => word.start >= start && word.end <= end)
      );
      const beside = left.filter(({ known, filler }) => known && !filler).map(({ word }) => word);
      const unknown = left.filter(({ known }) => !known);
      // A query with more is in a language that no article is in.
      const few = unknown.length > MOST_UNKNOWN ? [] : unknown;
      for (const one of few.filter(({ usual }) => !usual)) {
        const guess = one.word.length < SHORTEST ? null : this.guess(one.word, beside);
        if (guess) changes.push({ ...one, text: guess });
      }
      if (!changes.length) return null;
      changes.sort((a, b) => a.start - b.start);
      const pieces = [];
      let done = 0;
      for (const { start, end, text } of changes) {
        pieces.push(query.slice(done, start), text);
        done = end;
      }
      pieces.push(query.slice(done));
      return { query: pieces.join(""), pieces };
    }

    *typed(query) {
      for (const { run, tokens } of this.analyzer.pieces(query)) {
        const [token] = tokens;
        // A capital inside a query begins a name, which may be in no article.
        const isName = token.start > 0 && /^\p{Lu}\p{Ll}/u.test(query.slice(token.start));
        if (run || isName || tokens.length > 1 || token.sort !== "stem" || !token.exact) continue;
        const word = token.exact.slice(1);
        const filler = this.index.fillers.has(word);
        const known = filler || this.index.has(token.text);
        yield { word, filler, known, usual: this.index.isUsual(word), ...token };
      }
    }

    // Two words that are one, where the index has it: "with draw".
    async joined(query, typed) {
      const found = [];
      for (let n = 1; n < typed.length; n++) {
        const [one, other] = [typed[n - 1], typed[n]];
        const whole = one.word + other.word;
        const apart = /^\s+$/.test(query.slice(one.end, other.start));
        if (!apart || whole.length < JOINED || (one.filler && other.filler)) continue;
        const having = this.having(whole) * MUCH_RARER;
        if (!having || having < Math.min(this.having(one.word), this.having(other.word))) continue;
        const pair = `${one.text} ${other.text}`;
        await this.index.loadPairs([pair]);
        if (this.index.list(pair).docs.length) continue;
        found.push({ start: one.start, end: other.end, text: whole });
        n++;
      }
      return found;
    }

    guess(word, beside) {
      const { EDIT, FIRST_LETTER, MISSING_SPACE, CLEARLY, CONTEXT } = this.index;
      const most = mostEdits(word);
      const found = [];
      for (const { word: near, having } of this.words) {
        if (Math.abs(near.length - word.length) > most || near.length < PART) continue;
        const cost = this.cost(word, near);
        if (cost <= most * FIRST_LETTER) {
          found.push({ words: [near], cost, likely: this.prior(having) - EDIT * cost });
        }
      }
      for (let place = PART; place <= word.length - PART; place++) {
        const words = [word.slice(0, place), word.slice(place)];
        const both = words.every((part) => this.having(part)) && this.together(...words);
        if (both) found.push({ words, cost: 1, likely: this.prior(both) - EDIT * MISSING_SPACE });
      }
      found.sort((a, b) => b.likely - a.likely);
      const compared = found.slice(0, COMPARED);
      const rare = [...beside].sort((a, b) => this.having(a) - this.having(b)).slice(0, BESIDE);
      for (const guess of compared) guess.likely += CONTEXT * this.said(guess.words, rare);
      compared.sort((a, b) => b.likely - a.likely);
      const [first] = compared;
      if (!first || first.cost > (word.length >= LONG ? 2 : 1) * FIRST_LETTER) return null;
      const stems = first.words.map((one) => this.analyzer.stem(one));
      const rival = compared.find(
        ({ words }) => !words.some((one) => stems.includes(this.analyzer.stem(one)))
      );
      return rival && first.likely - rival.likely < CLEARLY ? null : first.words.join(" ");
    }

    prior(having) {
      return Math.log((having + 0.5) / (this.index.size + 1));
    }

    docsOf(word) {
      return this.index.list(this.analyzer.stem(word)).docs;
    }

    together(one, other) {
      const docs = new Set(this.docsOf(one));
      return this.docsOf(other).filter((doc) => docs.has(doc)).length;
    }

    // What the query's other words say: log P(other | guess) / P(other).
    said(words, beside) {
      let said = 0;
      for (const word of words) {
        const having = this.having(word);
        for (const other of beside) {
          const part = this.having(other) / this.index.size;
          const both = Math.min(having, this.together(word, other));
          if (part) said += Math.log((both + UNSEEN * part) / (having + UNSEEN) / part);
        }
      }
      return said / words.length;
    }

    // What the edits from what was meant to what was typed cost; see kb/index/edits.py.
    cost(typed, meant) {
      const { FIRST_LETTER, TRANSPOSED, DOUBLED, NEAR_LETTER } = this.index;
      const at = (place) => (place ? 1 : FIRST_LETTER);
      const one = (word, n) => {
        const twin = (n && word[n - 1] === word[n]) || word[n + 1] === word[n];
        return at(n) * (twin ? DOUBLED : 1);
      };
      let before = [];
      let row = [0];
      for (let n = 0; n < meant.length; n++) row.push(row[n] + one(meant, n));
      for (let i = 0; i < typed.length; i++) {
        const last = before;
        before = row;
        row = [before[0] + one(typed, i)];
        for (let j = 0; j < meant.length; j++) {
          const changed = at(j) * (sameVowels(typed[i], meant[j]) ? NEAR_LETTER : 1);
          const same = typed[i] === meant[j];
          let least = Math.min(
            before[j] + (same ? 0 : changed),
            row[j] + one(meant, j),
            before[j + 1] + one(typed, i)
          );
          if (i && j && !same && typed[i] === meant[j - 1] && typed[i - 1] === meant[j]) {
            least = Math.min(least, last[j - 1] + at(j - 1) * TRANSPOSED);
          }
          row.push(least);
        }
      }
      return row[meant.length];
    }
  }

  Object.assign(globalThis.kbOffline, { Spelling });
})();
