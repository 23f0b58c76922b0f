// The search of a copy of the site: its index, read from scripts, since a page from a disk may
// read nothing else. kb/export/search_files.py writes those scripts and says what is in them.
(() => {
  "use strict";

  const ALPHABET = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).filter(
    (char) => !"\"'\\<".includes(char)
  );
  const BASE = 45;
  const VALUE = new Map(ALPHABET.map((char, value) => [char, value]));

  // Numbers, each in digits to the base 45, of which the last is one of the first 45 characters.
  function unpacked(text) {
    const found = [];
    let number = 0;
    for (const char of text) {
      const value = VALUE.get(char);
      if (value < BASE) {
        found.push(number * BASE + value);
        number = 0;
      } else {
        number = number * BASE + value - BASE;
      }
    }
    return found;
  }

  function inGroups(numbers, size) {
    const groups = [];
    for (let n = 0; n < numbers.length; n += size) groups.push(numbers.slice(n, n + size));
    return groups;
  }

  class Index {
    // `load(name)` promises the data of a script.
    constructor(data, load) {
      Object.assign(this, data.numbers);
      this.load = load;
      this.documents = data.documents.map(
        ([slug, title, titleZh, lang, kind, topic, regions, statutes]) => ({
          slug,
          title,
          titleZh,
          lang,
          kind,
          topic,
          regions,
          statutes,
        })
      );
      this.size = this.documents.length;
      this.terms = data.terms.split("\n");
      this.numbers = new Map(this.terms.map((term, number) => [term, number]));
      this.lines = data.postings.split("\n");
      this.lists = new Map(); // term -> its posting list, once it was read
      this.pairs = new Map(); // number of a shard -> its terms and lines
      this.least = data.least;
      this.step = data.step;
      this.shards = data.shards;
      this.packedAsks = data.asks;
      this.asked = new Map(); // document -> the terms of the questions that it answers
      const byDocument = (asked) => new Map(Object.entries(asked).map(([n, q]) => [Number(n), q]));
      this.best = byDocument(data.best);
      this.hidden = byDocument(data.hidden);
      this.translations = inGroups(unpacked(data.translations), 2);
      this.rests = inGroups(unpacked(data.rests), 3);
      this.cites = inGroups(unpacked(data.cites), 3);
      this.centralOf = data.centralOf;
      this.statutes = data.statutes;
      this.concepts = data.concepts.map((terms) =>
        terms.map(([text, lang, key, needs]) => ({ text, lang, key, needs }))
      );
      this.chunks = [];
      unpacked(data.chunks).forEach((size, chunk) => {
        for (let place = 0; place < size; place++) this.chunks.push([chunk, place]);
      });
      this.words = data.stems.split("\n").map((line) => line.split(" "));
      this.stems = new Map(this.words);
      const simple = [...data.simplified];
      this.simplified = new Map([...data.traditional].map((char, n) => [char, simple[n]]));
      this.fillers = new Set(data.fillers.split(" "));
      this.chineseFillers = new RegExp(data.chineseFillers, "gu");
      this.endings = data.endings;
      this.usual = Array.from(data.usual, (char) => VALUE.get(char));
    }

    has(term) {
      return this.numbers.has(term);
    }

    // Whether a word is a usual English one; of others one in a hundred is said to be. The words
    // are kept as kb/export/word_filter.py keeps them.
    isUsual(word) {
      const bits = this.usual.length * 6;
      const hash = (seed) =>
        Array.from(word).reduce(
          (value, char) => Math.imul(value ^ char.codePointAt(0), 16777619) >>> 0,
          (2166136261 ^ seed) >>> 0
        );
      const [first, second] = [hash(0), (hash(1) | 1) >>> 0];
      for (let n = 0; bits && n < 7; n++) {
        const place = (first + n * second) % bits;
        if (!((this.usual[Math.floor(place / 6)] >> (5 - (place % 6))) & 1)) return false;
      }
      return bits > 0;
    }

    // A term's documents, its impact in each, and its inverse document frequency.
    list(term) {
      let found = this.lists.get(term);
      if (!found) {
        found = this.read(this.line(term));
        this.lists.set(term, found);
      }
      return found;
    }

    line(term) {
      if (term.includes(" ")) return this.pairs.get(this.shard(term))?.get(term) ?? "";
      const number = this.numbers.get(term);
      return number === undefined ? "" : this.lines[number];
    }

    read(line) {
      const docs = [];
      const impacts = [];
      let doc = -1;
      let number = 0;
      for (let place = 0; place < line.length; place++) {
        const value = VALUE.get(line[place]);
        if (value >= BASE) {
          number = number * BASE + value - BASE;
          continue;
        }
        doc += number * BASE + value + 1;
        number = 0;
        docs.push(doc);
        impacts.push(this.least + this.step * VALUE.get(line[++place]));
      }
      return { docs, impacts, rarity: this.rarity(docs.length) };
    }

    // One list for all terms that begin so, with the greatest of their impacts.
    below(beginning) {
      const key = `${beginning}*`;
      if (!this.lists.has(key)) {
        const best = new Map();
        for (const term of this.terms.filter((term) => term.startsWith(beginning))) {
          const { docs, impacts } = this.list(term);
          docs.forEach((doc, n) => best.set(doc, Math.max(best.get(doc) ?? 0, impacts[n])));
        }
        const docs = [...best.keys()].sort((a, b) => a - b);
        const impacts = docs.map((doc) => best.get(doc));
        this.lists.set(key, { docs, impacts, rarity: this.rarity(docs.length) });
      }
      return this.lists.get(key);
    }

    // BM25's weight of what so many documents have.
    rarity(having) {
      return having ? Math.log(1 + (this.size - having + 0.5) / (having + 0.5)) : 0;
    }

    shard(pair) {
      const first = pair.slice(0, pair.indexOf(" "));
      return [...first].reduce((sum, char) => sum + char.codePointAt(0), 0) % this.shards;
    }

    // Load what is needed to look pairs of words up.
    async loadPairs(pairs) {
      const missing = new Set(pairs.map((pair) => this.shard(pair)));
      const wanted = [...missing].filter((shard) => !this.pairs.has(shard));
      await Promise.all(
        wanted.map(async (shard) => {
          const { terms, postings } = await this.load(`pairs-${shard}`);
          const lines = postings.split("\n");
          this.pairs.set(shard, new Map(terms.split("\n").map((term, n) => [term, lines[n]])));
        })
      );
    }

    // The terms of each question that a document answers.
    asks(doc) {
      if (!this.asked.has(doc)) {
        const told = this.packedAsks[doc].map((asked) => unpacked(asked).map((n) => this.terms[n]));
        this.asked.set(doc, told);
      }
      return this.asked.get(doc);
    }

    // A document's text: its sections and units; see kb.offline.OfflineText.
    async text(doc) {
      const [chunk, place] = this.chunks[doc];
      const [sections, units, windows, cut] = (await this.load(`text-${chunk}`))[place];
      return {
        sections: sections.map(([anchor, heading, asks, counts, first]) => ({
          anchor,
          heading,
          asks,
          counts,
          first,
        })),
        units,
        windows: unpacked(windows),
        cut: new Set(unpacked(cut)),
      };
    }
  }

  // Hands the data of scripts to whoever waits for it; `open(name)` makes a script load.
  class Scripts {
    constructor(open) {
      this.open = open;
      this.waiting = new Map();
    }

    load(name) {
      if (!this.waiting.has(name)) {
        const entry = {};
        entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
        this.waiting.set(name, entry);
        this.open(name, () => this.fail(name));
      }
      return this.waiting.get(name).promise;
    }

    arrived(name, data) {
      this.waiting.get(name)?.resolve(data);
    }

    fail(name) {
      this.waiting.get(name).reject(new Error(`${name} could not be loaded`));
      this.waiting.delete(name); // it may be asked for again
    }
  }

  globalThis.kbOffline = { Index, Scripts, unpacked };
})();
