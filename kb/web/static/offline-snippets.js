// Why a document was found: the section that answers and its best sentences, as
// kb/index/snippets.py chooses them, and what of a text is highlighted.
(() => {
  "use strict";

  const HEADING = 0.75;
  const FIRST = 0.1;
  const ELLIPSIS = "…";

  class Snippets {
    constructor(analyzer) {
      this.analyzer = analyzer;
    }

    // Which concept of the question a token answers, -1 for none.
    place({ text, sort }, { terms, concepts }) {
      const found = terms.get(text);
      if (found !== undefined && !concepts[found].prefix) return found;
      if (sort !== "pair" && sort !== "last") return -1;
      const first = terms.get([...text][0]);
      return first !== undefined && concepts[first].prefix ? first : -1;
    }

    // The text plain and highlighted by turns, plain first.
    pieces(text, question) {
      const spans = [];
      for (const piece of this.analyzer.pieces(text)) {
        for (const token of piece.tokens) {
          const concept = this.place(token, question);
          if (concept < 0) continue;
          const onlyFirst = question.concepts[concept].prefix;
          const size = String.fromCodePoint(text.codePointAt(token.start)).length;
          const end = onlyFirst ? token.start + size : token.end;
          const last = spans.at(-1);
          if (last && token.start <= last[1]) last[1] = Math.max(last[1], end);
          else spans.push([token.start, end]);
        }
      }
      const made = [];
      let done = 0;
      for (const [start, end] of spans) {
        made.push(text.slice(done, start), text.slice(start, end));
        done = end;
      }
      made.push(text.slice(done));
      return made;
    }

    // The best section of a document's text, and its best sentences in pieces.
    passage(shown, question, worth) {
      if (!shown.sections.length) return { anchor: "", heading: "", pieces: [] };
      const having = shown.units.map((unit) => this.counts(unit, question));
      const number = this.section(shown, question, worth, having);
      const section = shown.sections[number];
      const after = shown.sections[number + 1]?.first ?? shown.units.length;
      let first = section.first;
      if (shown.windows[first] < after) first = this.unit(shown, first, after, worth, having);
      const last = shown.windows[first];
      const text = shown.units.slice(first, last).join("").trimEnd();
      const pieces = this.pieces(text, question);
      if (shown.cut.has(first)) pieces[0] = ELLIPSIS + pieces[0];
      if (shown.cut.has(last)) pieces.push(pieces.length % 2 ? "" : ELLIPSIS, ELLIPSIS);
      return { anchor: section.anchor, heading: section.heading, pieces: pieces };
    }

    // How often a unit has each concept.
    counts(unit, question) {
      const counts = new Map();
      for (const piece of this.analyzer.pieces(unit)) {
        for (const token of piece.tokens) {
          const concept = this.place(token, question);
          if (concept >= 0) counts.set(concept, (counts.get(concept) ?? 0) + 1);
        }
      }
      return counts;
    }

    section(shown, question, worth, having) {
      let best = 0;
      let most = -1;
      shown.sections.forEach(({ first, asks, counts }, number) => {
        const after = shown.sections[number + 1]?.first ?? shown.units.length;
        let value = 0;
        question.concepts.forEach((concept, n) => {
          let often = 0;
          for (let unit = first; unit < after; unit++) often += having[unit].get(n) ?? 0;
          value += (worth[n] * often) / (often + 1);
          const asked = concept.prefix ? ` ${concept.term}` : ` ${concept.term} `;
          if (asks.includes(asked)) value += HEADING * worth[n];
        });
        if (value * counts > most) [best, most] = [number, value * counts];
      });
      return best;
    }

    // The unit that begins the best window of a section.
    unit(shown, begin, end, worth, having) {
      const value = (concepts) => [...concepts].reduce((sum, concept) => sum + worth[concept], 0);
      const covered = (unit) => {
        const window = having.slice(unit, shown.windows[unit]);
        return new Set(window.flatMap((counts) => [...counts.keys()]));
      };
      let best = begin;
      let most = 0;
      for (let unit = begin; unit < end; unit++) {
        if (!having[unit].size) continue;
        const worthy = value(covered(unit)) + FIRST * value(having[unit].keys());
        if (worthy > most) [best, most] = [unit, worthy];
      }
      // A sentence's beginning is shown with its part where that leaves nothing out.
      let start = best;
      while (shown.cut.has(start) && shown.windows[start - 1] > best) start--;
      const wider = covered(start);
      return !shown.cut.has(start) && [...covered(best)].every((one) => wider.has(one))
        ? start
        : best;
    }
  }

  Object.assign(globalThis.kbOffline, { Snippets });
})();
