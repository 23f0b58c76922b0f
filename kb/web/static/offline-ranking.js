// Which documents answer a question best: the order of kb/index/ranking.py, with the impacts
// that its index keeps. The names of the numbers are those of kb/index/weights.py.
(() => {
  "use strict";

  const { hasChinese } = globalThis.kbOffline;
  const TAKING = 2; // provisions that an article lends to
  const ALSO_TOLD = 2;

  class Ranking {
    constructor(index) {
      this.index = index;
      this.provisions = index.documents.map(({ kind }) => kind === "provision");
    }

    // The hits of a question, best first: a document's number and score each.
    rank(question) {
      const { index } = this;
      const worth = this.worths(question);
      const scores = new Float64Array(index.size);
      question.concepts.forEach((concept, n) => this.add(concept, worth[n], scores));
      const also = [];
      for (const meant of question.meant) also.push(...this.expand(meant, scores));
      const least = index.LEAST_SCORE * worth.reduce((sum, one) => sum + one, 0);
      const matched = scores.map((score) => (score > 0 && score >= least ? 1 : 0));
      const hidden = this.asked(question, index.hidden);
      for (const doc of hidden) matched[doc] = 0;
      this.compounds(question).forEach((compound) => {
        this.add(compound, compound.worth * index.list(compound.term).rarity, scores);
      });
      const factors = this.factors(question);
      scores.forEach((score, doc) => (scores[doc] = matched[doc] ? score * factors[doc] : 0));
      this.lift(scores, matched, question.lang);
      this.lend(scores, matched, null);
      const bets = this.asked(question, index.best);
      for (const doc of bets) matched[doc] = 1;
      const pool = this.best(scores);
      if (index.QUESTION_WORTH) this.draw(question, worth, pool, scores, factors);
      this.lift(scores, matched, question.lang);
      this.lend(scores, matched, new Set(pool));
      for (const doc of bets) scores[doc] += index.BEST_BET;
      for (const doc of hidden) matched[doc] = 0; // a translation may have brought it back
      const hits = [...scores.keys()].filter((doc) => matched[doc]);
      const slug = (doc) => index.documents[doc].slug;
      hits.sort((a, b) => scores[b] - scores[a] || (slug(a) < slug(b) ? -1 : 1));
      return { hits, scores, worth, also: [...new Set(also)] };
    }

    list(concept) {
      return concept.prefix ? this.index.below(concept.term) : this.index.list(concept.term);
    }

    worths(question) {
      const inside = new Set();
      for (const word of question.words) {
        const chars = [...word];
        for (let n = 1; n < chars.length; n++) inside.add(chars[n - 1] + chars[n]);
      }
      return question.concepts.map((concept) => {
        const counts = concept.worth * this.list(concept).rarity;
        const crosses =
          [...concept.term].length > 1 && hasChinese(concept.term) && !inside.has(concept.term);
        return crosses ? counts * this.index.CROSSING_WORTH : counts;
      });
    }

    compounds({ neighbours, words }) {
      const { TWO_WORDS_WORTH, CHINESE_WORD_WORTH } = this.index;
      return [
        ...neighbours.map((term) => ({ term, worth: TWO_WORDS_WORTH })),
        ...words.map((word) => ({ term: `#${word}`, worth: CHINESE_WORD_WORTH })),
      ];
    }

    add(concept, counts, scores) {
      const { docs, impacts } = this.list(concept);
      docs.forEach((doc, n) => (scores[doc] += impacts[n] * counts));
      if (!concept.exact) return;
      const exact = this.index.list(concept.exact);
      const part = counts * this.index.EXACT_WORTH;
      exact.docs.forEach((doc, n) => (scores[doc] += exact.impacts[n] * part));
    }

    // What other words of the glossary add; answers those that some document has.
    expand(meant, scores) {
      const { index } = this;
      const typed = meant.typed.map((term) => index.list(term));
      const most = typed.reduce((sum, { rarity }) => sum + rarity, 0);
      const best = new Map();
      const told = [];
      for (const term of meant.others) {
        const part = term.lang === meant.lang ? index.SYNONYM_WORTH : index.TRANSLATED_WORTH;
        const having = this.havingAll(term.needs);
        if (!part || !having.size) continue;
        const rarity = index.rarity(having.size);
        if (told.length < ALSO_TOLD) told.push(term.text);
        for (const [doc, impact] of having) {
          const gain = impact * part * (most ? Math.min(most, rarity) : rarity);
          best.set(doc, Math.max(best.get(doc) ?? 0, gain));
        }
      }
      for (const { docs, impacts, rarity } of typed) {
        docs.forEach((doc, n) => {
          if (best.has(doc)) best.set(doc, best.get(doc) - impacts[n] * rarity);
        });
      }
      for (const [doc, gain] of best) if (gain > 0) scores[doc] += gain;
      return told;
    }

    // Documents that have all of some terms, each with the least impact of these.
    havingAll(terms) {
      let found = null;
      for (const term of terms) {
        const { docs, impacts } = this.index.list(term);
        const here = new Map();
        docs.forEach((doc, n) => {
          if (!found) here.set(doc, impacts[n]);
          else if (found.has(doc)) here.set(doc, Math.min(found.get(doc), impacts[n]));
        });
        found = here;
      }
      return found ?? new Map();
    }

    factors({ lang, gist }) {
      const { index } = this;
      return index.documents.map((document, doc) => {
        let factor = document.lang === lang ? 1 : index.OTHER_LANGUAGE;
        if (this.provisions[doc]) factor *= index.PROVISION_WORTH;
        return this.isAsked(gist, index.asks(doc)) ? factor * index.SAME_QUESTION : factor;
      });
    }

    isAsked(gist, questions) {
      const same = (terms) => terms.length === gist.size && terms.every((term) => gist.has(term));
      return gist.size > 0 && questions.some(same);
    }

    // The documents that editors named for this very question.
    asked({ gist }, named) {
      return [...named.keys()].filter((doc) => this.isAsked(gist, named.get(doc)));
    }

    // Give every hit's translation its part of the hit's score, and make it a hit.
    lift(scores, matched, lang) {
      const { index } = this;
      const before = Float64Array.from(scores);
      const hits = Uint8Array.from(matched);
      for (const [from, to] of index.translations) {
        const own = index.documents[to].lang === lang;
        const part = own ? index.OWN_TRANSLATION_WORTH : index.TRANSLATION_WORTH;
        scores[to] = Math.max(scores[to], before[from] * part);
        if (hits[from]) matched[to] = 1;
      }
    }

    // Give provisions a part of the score of the best articles that rest on them.
    lend(scores, matched, lenders) {
      const { index } = this;
      const before = Float64Array.from(scores);
      const top = scores.reduce((most, score) => Math.max(most, score), 0);
      const strong = index.rests
        .filter(([article]) => !lenders || lenders.has(article))
        .filter(([article]) => before[article] > 0 && before[article] >= index.BASIS_LEAST * top)
        .sort((a, b) => a[0] - b[0] || before[b[1]] - before[a[1]] || a[2] - b[2]);
      const taken = new Map();
      for (const [article, provision] of strong) {
        const count = taken.get(article) ?? 0;
        if (count === TAKING) continue;
        taken.set(article, count + 1);
        scores[provision] = Math.max(scores[provision], before[article] * index.BASIS_WORTH);
        matched[provision] = 1;
      }
    }

    // The best documents, and those that equal the last of them.
    best(scores) {
      const found = [...scores.keys()].filter((doc) => scores[doc] > 0);
      if (found.length <= this.index.POOL) return found;
      const least = [...found].sort((a, b) => scores[b] - scores[a])[this.index.POOL - 1];
      return found.filter((doc) => scores[doc] >= scores[least]);
    }

    // Add how near the question comes to one that a document answers, by the Dice coefficient.
    draw(question, worth, pool, scores, factors) {
      const asked = new Map();
      question.concepts.forEach((concept, n) => worth[n] && asked.set(concept.term, worth[n]));
      const whole = [...asked.values()].reduce((sum, one) => sum + one, 0);
      for (const doc of pool) {
        let best = 0;
        for (const terms of this.index.asks(doc)) {
          let shared = 0;
          let all = 0;
          for (const term of terms) {
            // A single Chinese character is asked for by its beginning, and counts here in none.
            if ([...term].length === 1 && hasChinese(term)) continue;
            const counts = asked.get(term);
            if (counts) shared += counts;
            all += this.index.list(term).rarity;
          }
          if (shared) best = Math.max(best, (2 * shared * shared) / (whole + all));
        }
        // Twice what they share of what both have, of what the question counts that is shared.
        scores[doc] += this.index.QUESTION_WORTH * best * factors[doc];
      }
    }
  }

  Object.assign(globalThis.kbOffline, { Ranking });
})();
