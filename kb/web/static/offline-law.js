// Provisions that a query names, "article 60 social insurance law", 社保法60条: they come first,
// then the articles that cite them. A small part of kb/lookup and kb/index/sought.py: one
// provision by its number and a whole name of its statute.
(() => {
  "use strict";

  const NOISE = new Set(
    "the of on for in a an prc people republic china chinese several".split(" ")
  );
  const KINDS = new Set("law code regulation provision measure rule interpretation".split(" "));
  const COUNTRY = "中华人民共和国";
  const DIGITS = "零一二三四五六七八九";
  const UNITS = { 十: 10, 百: 100, 千: 1000 };
  const NUMBER = "[0-9]{1,4}|[零一二三四五六七八九十百千〇○两]{1,9}";
  const ENGLISH = pattern(
    "(?:(?<![a-z-])(?:articles?|arts?|sections?|secs?|clauses?)(?![a-z])\\.?|§{1,2}) {0,2}",
    "(?:no\\.? {0,2})?([0-9]{1,4})(?![0-9%a-z])(?: ?\\([1-9][0-9]?\\))*"
  );
  const CHINESE = new RegExp(`第? ?(${NUMBER}) ?条(?!路|线|建议|理由|消息|措施|意见)`, "g");
  const BEHIND = new RegExp(`^[\\s,、:·的》)"'-]*第? ?(${NUMBER})(?![0-9%a-z]|\\.[0-9]|,[0-9])`);
  const COUNTED = pattern(
    "^ ?-?(?:[a-z]+s(?![a-z])|(?:day|month|year|yuan|hour)(?![a-z])",
    "|[天日年个月周岁元块万千百分人名次种大倍级号届险项类版修])"
  );
  const PINPOINT = pattern(
    "(?:paragraphs?|paras?|items?|points?)\\.? ?\\(?[1-9][0-9]?\\)?",
    "|第? ?\\(?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\\)? ?[款项]"
  );
  const ASKING = pattern(
    "(?<![a-z])(?:what|does|do|is|say|says|said|mean|means|meaning|text|content|contents|wording",
    "|full|provide|provides|stipulate|stipulates|under|according|of|the|in|to|and|prc|china)",
    "(?![a-z])|的?(?:规定|内容|全文|原文|条文)|是?(?:什么|怎么说|怎么规定|如何规定)|[的了吗呢]"
  );

  function pattern(...parts) {
    return new RegExp(parts.join(""), "g");
  }

  // What 60, 六十 or 六〇 says; 0 for anything else.
  function valueOf(text) {
    if (/^[0-9]+$/.test(text)) return Number(text);
    const plain = text.replace(/[〇○]/g, "零").replace(/两/g, "二");
    if (![...plain].some((char) => char in UNITS)) {
      return Number([...plain].map((char) => DIGITS.indexOf(char)).join(""));
    }
    let sum = 0;
    let digit = 0;
    for (const char of plain) {
      if (char in UNITS) {
        sum += (digit || 1) * UNITS[char];
        digit = 0;
      } else {
        digit = DIGITS.indexOf(char);
      }
    }
    return sum + digit;
  }

  function* wordsOf(text) {
    for (const found of text.matchAll(/[a-z]+(?:'[a-z]+)?/g)) {
      let [word] = found[0].split("'");
      if (word.length > 3 && /[^sui]s$/.test(word)) word = word.slice(0, -1);
      if (word === "labor") word = "labour";
      const span = { start: found.index, end: found.index + found[0].length };
      if (!NOISE.has(word)) yield { word, ...span };
    }
  }

  class Law {
    constructor(index, analyzer) {
      this.index = index;
      this.analyzer = analyzer;
      this.chinese = [];
      this.english = new Map();
      this.numbers = new Map(index.documents.map(({ slug }, doc) => [slug, doc]));
      for (const [id, names] of index.statutes) for (const name of names) this.keep(id, name);
      this.chinese.sort((a, b) => b.name.length - a.name.length);
    }

    keep(id, name) {
      const folded = this.fold(name);
      if (globalThis.kbOffline.hasChinese(folded)) {
        const plain = folded.replace(/[\s《》<>()"'“”]/g, "").replace(COUNTRY, "");
        if (plain.length > 1) this.chinese.push({ name: plain, id });
        return;
      }
      const words = [...wordsOf(folded.replace(/\([^()]{0,40}\)/g, ""))].map(({ word }) => word);
      const [first, last] = [words[0], words.at(-1)];
      this.english.set(words.join(" "), id);
      if (KINDS.has(first)) this.english.set([...words.slice(1), first].join(" "), id);
      if (KINDS.has(last)) this.english.set([last, ...words.slice(0, -1)].join(" "), id);
    }

    fold(text) {
      return this.analyzer.simplify(text).normalize("NFKC").toLowerCase();
    }

    // The provision that the query asks for, and what else it says; null where it names none.
    sought(query) {
      const text = this.fold(query);
      const names = [...this.named(text)];
      if (!names.length) return null;
      const number = this.numbered(text, names);
      if (!number) return null;
      const apart = ({ start, end }) =>
        end <= number.start ? number.start - end : start - number.end;
      const name = names.reduce((best, one) => (apart(one) < apart(best) ? one : best));
      const doc = this.numbers.get(`${name.id}/art-${number.value}`);
      if (doc === undefined) return null;
      const left = [...text];
      for (const { start, end } of [name, number]) left.fill(" ", start, end);
      const rest = left.join("").replace(COUNTRY, " ").replace(PINPOINT, " ").replace(ASKING, " ");
      return { doc, rest };
    }

    *named(text) {
      const taken = new Set();
      for (const { name, id } of this.chinese) {
        const start = text.indexOf(name);
        if (start < 0 || taken.has(start) || /[省市区州县]$/.test(text.slice(0, start))) continue;
        const end = start + name.length;
        if (/^的?(?:实施|施行|司法解释|解释)/.test(text.slice(end))) continue;
        for (let place = start; place < end; place++) taken.add(place);
        yield { id, start, end };
      }
      const words = [...wordsOf(text)];
      for (let at = 0; at < words.length; at++) {
        for (let after = words.length; after > at; after--) {
          const id = this.english.get(
            words
              .slice(at, after)
              .map(({ word }) => word)
              .join(" ")
          );
          if (!id) continue;
          yield { id, start: words[at].start, end: words[after - 1].end };
          at = after - 1;
          break;
        }
      }
    }

    numbered(text, names) {
      const inName = (place) => names.some(({ start, end }) => place >= start && place < end);
      for (const pattern of [ENGLISH, CHINESE]) {
        for (const found of text.matchAll(pattern)) {
          if (inName(found.index)) continue;
          return {
            value: valueOf(found[1]),
            start: found.index,
            end: found.index + found[0].length,
          };
        }
      }
      for (const { end } of names) {
        const found = text.slice(end).match(BEHIND);
        const after = found && end + found[0].length;
        if (!found || text.slice(after).search(COUNTED) >= 0) continue;
        return { value: valueOf(found[1]), start: end, end: after };
      }
      return null;
    }

    // The hits, what was sought first: the provision, what rests on it, what cites it.
    comeFirst({ doc, rest }, ranked, ranking, questions, lang) {
      const { index } = this;
      const standing = new Map([[doc, 5]]);
      const citing = index.cites.filter(([, provision]) => provision === doc);
      const basis = new Set(
        index.rests.filter((one) => one[1] === doc).map(([article]) => article)
      );
      const question = questions.understand(rest);
      const fits = new Float64Array(index.size);
      const worth = ranking.worths(question);
      question.concepts.forEach((concept, n) => ranking.add(concept, worth[n], fits));
      const most = Math.max(...citing.map(([article]) => fits[article]), 0) || 1;
      for (const [article, , central] of citing) {
        const own = index.documents[article].lang === lang ? index.SAME_LANGUAGE : 0;
        const much = (index.CENTRAL * central) / index.centralOf;
        standing.set(article, (basis.has(article) ? 2 : 0) + fits[article] / most + own + much);
      }
      const slug = (one) => index.documents[one].slug;
      const first = [...standing.keys()].sort(
        (a, b) => standing.get(b) - standing.get(a) || (slug(a) < slug(b) ? -1 : 1)
      );
      return [...first, ...ranked.filter((one) => !standing.has(one))];
    }
  }

  Object.assign(globalThis.kbOffline, { Law });
})();
