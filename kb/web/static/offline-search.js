// The whole search of a copy: from a query to its hits, without a page to show them on.
(() => {
  "use strict";

  const { Analyzer, Index, Law, Questions, Ranking, Snippets, Spelling } = globalThis.kbOffline;

  class Search {
    constructor(data, load) {
      this.index = new Index(data, load);
      const analyzer = new Analyzer(this.index);
      this.questions = new Questions(this.index, analyzer);
      this.ranking = new Ranking(this.index);
      this.spelling = new Spelling(this.index, analyzer);
      this.law = new Law(this.index, analyzer);
      this.snippets = new Snippets(analyzer);
    }

    // The hits of a query as it was likely meant, or with `asTyped` as it stands, best first.
    async ask(query, asTyped = false) {
      const correction = asTyped ? null : await this.spelling.corrected(query);
      const text = correction ? correction.query : query;
      const question = this.questions.understand(text);
      await this.index.loadPairs(question.neighbours);
      const ranked = this.ranking.rank(question);
      const sought = this.law.sought(text);
      const { lang } = question;
      const hits = sought
        ? this.law.comeFirst(sought, ranked.hits, this.ranking, this.questions, lang)
        : ranked.hits;
      return { question, correction, hits, worth: ranked.worth, also: ranked.also };
    }

    // Where a hit answers the question.
    async passage(doc, { question, worth }) {
      return this.snippets.passage(await this.index.text(doc), question, worth);
    }
  }

  Object.assign(globalThis.kbOffline, { Search });
})();
