// Text to tokens, as kb/index/analysis.py and kb/index/folding.py cut it. What they know of
// words and characters is data of the index.
(() => {
  "use strict";

  const HAN = "々〇\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const LETTERS = `(?:(?![${HAN}])[\\p{L}\\p{N}])+`;
  const PIECES =
    `([${HAN}]+)` +
    `|((?:\\p{Nd}{1,3}(?:,\\p{Nd}{3})+(?:\\.\\p{Nd}+)?|\\p{Nd}+(?:\\.\\p{Nd}+)+)(?!${LETTERS}))` +
    `|(${LETTERS}(?:['-]${LETTERS})*)`;
  const IS_HAN = new RegExp(`[${HAN}]`, "u");
  const INVISIBLE = /[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]/u;
  const APOSTROPHES = "‘’ʼ＇`´";
  const LONGEST = 64;
  const MOST_PARTS = 3;
  const EXACT_FROM = 3;
  const SHORTEST = 4; // letters of a word that is looked for in other forms
  // Tried on a word that no article has: another form of it may be known.
  const FORMS = [
    [/(?<=..)s$/, ""],
    [/(?<=..)es$/, ""],
    [/ies$/, "y"],
    [/(?<=..)ed$/, ""],
    [/(?<=..)ed$/, "e"],
    [/ied$/, "y"],
    [/(.)\1ed$/, "$1"],
    [/(?<=..)ing$/, ""],
    [/(?<=..)ing$/, "e"],
    [/(.)\1ing$/, "$1"],
    [/(?<=...)ly$/, ""],
    [/$/, "s"],
    [/$/, "ed"],
    [/$/, "d"],
    [/e?$/, "ing"],
    [/y$/, "ies"],
  ];

  const hasChinese = (text) => IS_HAN.test(text);

  function sign(char) {
    if (APOSTROPHES.includes(char)) return "'";
    if (char === "‐" || char === "‑") return "-";
    if (char === "\u3000") return " ";
    const code = char.codePointAt(0);
    return code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : char;
  }

  class Analyzer {
    constructor(index) {
      this.index = index;
    }

    simplify(text) {
      if (!hasChinese(text)) return text;
      return Array.from(text, (char) => this.index.simplified.get(char) ?? char).join("");
    }

    // The folded text, and where each of its characters begins in the text.
    fold(text) {
      let folded = "";
      const offsets = [];
      const put = (start, cluster) => {
        const plain = Array.from(cluster, sign).join("");
        const lower = this.simplify(plain).normalize("NFKC").toLowerCase().replaceAll("ß", "ss");
        const done = this.simplify(Array.from(lower, sign).join(""));
        folded += done;
        for (let n = 0; n < done.length; n++) offsets.push(start);
      };
      let start = 0;
      let cluster = "";
      let place = 0;
      for (const char of text) {
        if (INVISIBLE.test(char)) {
          place += char.length;
          continue;
        }
        if (cluster && !/^\p{M}/u.test(char)) {
          put(start, cluster);
          cluster = "";
        }
        if (!cluster) start = place;
        cluster += char;
        place += char.length;
      }
      if (cluster) put(start, cluster);
      offsets.push(text.length);
      return { text: folded, offsets };
    }

    // The words, numbers and runs of Chinese of a text, in order, with where they stand in it.
    *pieces(text) {
      const folded = this.fold(text);
      for (const found of folded.text.matchAll(new RegExp(PIECES, "gu"))) {
        const [whole, run, number] = found;
        const spanned = (token) => ({
          ...token,
          start: folded.offsets[found.index + token.start],
          end: this.end(folded.offsets, found.index + token.start, found.index + token.end),
        });
        if (run) yield { run, tokens: this.pairs(run).map(spanned) };
        else if (number) {
          const plain = number.replaceAll(",", "").slice(0, LONGEST);
          yield { tokens: [spanned({ text: plain, sort: "number", start: 0, end: whole.length })] };
        } else yield { tokens: this.word(whole).map(spanned) };
      }
    }

    // One character that became several is a whole: a span is never empty.
    end(offsets, first, last) {
      while (offsets[last] <= offsets[first]) last++;
      return offsets[last];
    }

    // A word's tokens: stems, words as written, numbers, and a hyphenated word run together.
    word(word) {
      const parts = word.split("-");
      const found = [];
      let start = 0;
      parts.forEach((part, place) => {
        const bare = this.bare(part);
        const end = start + part.length;
        if (!/^\p{L}+$/u.test(bare)) {
          found.push({ text: bare.slice(0, LONGEST), sort: "number", start, end });
        } else {
          const exact = bare.length >= EXACT_FROM ? `=${bare.slice(0, LONGEST)}` : "";
          found.push({ text: this.stem(bare), sort: "stem", exact, start, end });
        }
        const joins = place === 0 && parts.length > 1 && parts.length <= MOST_PARTS;
        if (joins && !/^\p{Nd}+$/u.test(word.replaceAll("-", ""))) {
          const joined = this.stem(parts.map((one) => this.bare(one)).join(""));
          found.push({ text: joined, sort: "joined", start: 0, end: word.length });
        }
        start = end + 1;
      });
      return found;
    }

    bare(part) {
      return part.replace(/'s$/, "").replaceAll("'", "");
    }

    // The stem of a word that some text has, or has in another form; else the word.
    stem(word) {
      const known = this.index.stems.get(word);
      if (known !== undefined || word.length < SHORTEST) return known ?? word;
      for (const [ending, other] of FORMS) {
        const stem = ending.test(word) && this.index.stems.get(word.replace(ending, other));
        if (stem) return stem;
      }
      return word.slice(0, LONGEST);
    }

    // Pairs of neighbouring characters, and the last one alone.
    pairs(run) {
      const characters = [...run];
      let start = 0;
      return characters.map((char, place) => {
        const text = char + (characters[place + 1] ?? "");
        const token = {
          text,
          sort: place < characters.length - 1 ? "pair" : "last",
          start,
          end: start + text.length,
        };
        start += char.length;
        return token;
      });
    }
  }

  Object.assign(globalThis.kbOffline, { Analyzer, hasChinese });
})();
