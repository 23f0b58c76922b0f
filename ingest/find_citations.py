"""The citation finder: an article's text to unresolved citations, each with its span.

Names of statutes and numbers of provisions are found on their own; here they are
put together. A number that stands alone gets its antecedent: the statute that was
named last. Every pattern looks a bounded way ahead, so the time is linear.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest import chinese_provisions, english_provisions
from ingest.antecedents import SELF_ZH, Antecedents
from ingest.citation_grammar import Numbers, in_order
from ingest.draft import Passage
from ingest.english_provisions import S
from ingest.numerals import NUMBER, fold
from ingest.quotations import Layout, inline_quote, with_quotes
from ingest.statute_kinds import KIND_EN
from ingest.statute_names import Mention, mentions, running_name
from kb.model import Citation

# What may stand between a statute's name and the provision: "'s", ", in", (试行)的, 第二章.
_BETWEEN = re.compile(
    rf"(?:'s)?[*\"_]{{0,3}}(?:{S}\((?:以下|下称|简称|hereinafter|hereafter|the )[^()\n]{{0,50}}\))?"
    rf"{S}[,:;-]{{0,2}}{S}"
    rf"(?:第{NUMBER}[编章节](?:第{NUMBER}节)?|(?:Part|Chapter|Section) [0-9IVX]{{1,6}},?)?"
    rf"{S}(?:的规定|规定的|之中|中的?|里的?|的|之|its\b|in\b|at\b|see\b|under\b)?{S}[(\[]?",
    re.IGNORECASE,
)
_NEXT_PARAGRAPH = re.compile(r"[ *_\":,;-]{0,6}\n\n[ *_\"]{0,4}")
MAX_BETWEEN = 80

_OF = re.compile(
    rf"(?:{S},)?{S}(?:of|in|under|from)\b{S}(?:(?:the|our|China's)\b{S})?[\"'*_《]{{0,3}}",
    re.IGNORECASE,
)
_THIS_LAW = re.compile(
    rf"(?:{S},)?{S}(?:(?:of|in|under)\b{S}(?:the{S})?"
    rf"(?P<which>(?:this|that|these|those|same|said|such|above|aforementioned){S})?"
    rf"(?P<kind>{KIND_EN}|it)\b|thereof\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(rf"{S}(?:No\b|on\b|for\b|of\b|concerning\b|governing\b)", re.IGNORECASE)
# "Article 10 of the social insurance law": a name in lower case that the register does not know.
_LOWER_NAME = re.compile(
    rf"(?!(?:this|that|these|those|which|any|your|a|an|all|relevant|other|new|old)\b)"
    rf"[a-z][a-z'-]{{1,30}}(?: (?!is\b|are\b|by\b|under\b)[a-z][a-z'-]{{1,30}}){{0,6}}?"
    rf" (?:{KIND_EN})\b"
)
_OTHER_TEXT = re.compile(
    rf"{S}(?:of|in){S}(?:[A-Za-z'-]{{1,20}}{S}){{0,4}}"
    r"(?:contract|agreement|policy|charter|by-?laws|association|magazine|journal|website|series)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(rf"(?:{S}\([^()\n]{{1,6}}\)){{0,3}}{S}of\b(?!{S}which\b)", re.IGNORECASE)
_OTHER_TEXT_ZH = re.compile(r"(?:合同|协议书?|章程|保单|公约|条约|守则|手册|条款)》?的?中?\Z")


def find(passages: Sequence[Passage], names: Collection[str] = ()) -> tuple[Citation, ...]:
    """Every citation in the passages, in order. ``names`` are those of the register.

    ``text == passage.text[start:end]`` holds for each. A statute's name that ends
    the paragraph before is its ``statute``, and not in the span.
    """
    antecedents = Antecedents()
    found: list[Citation] = []
    for passage in passages:
        found += _Reading(passage, names, antecedents).citations()
    return tuple(found)


class _Reading:
    """One passage while it is read, from its first word to its last."""

    def __init__(self, passage: Passage, names: Collection[str], antecedents: Antecedents) -> None:
        self._passage = passage
        self._text = passage.text
        self._folded = fold(passage.text)
        self._layout = Layout(passage)
        self._antecedents = antecedents
        self._mentions = mentions(passage.text, self._folded, names)
        self._ends = [mention.end for mention in self._mentions]
        self._starts = {mention.start: mention for mention in self._mentions}
        self._passed = 0  # mentions that have become antecedents
        self._english = english_provisions.Reader(self._folded)

    def citations(self) -> tuple[Citation, ...]:
        found: list[Citation] = []
        done = 0  # what was read is not read again, a citation or not
        for at, head in self._heads():
            if at < done or self._inside_a_name(at):
                continue
            made, read_to = self._chinese(at) if head is None else self._in_english(head)
            found += made
            done = max([read_to, *(citation.end for citation in made)])
        self._pass(len(self._text))
        return with_quotes(found, self._layout)

    def _heads(self) -> list[tuple[int, re.Match[str] | None]]:
        """Where provisions may start, in order; with the match where it is English."""
        heads: dict[int, re.Match[str] | None] = {
            head.start(): None for head in chinese_provisions.HEAD.finditer(self._folded)
        }
        heads |= {head.start(): head for head in self._english.heads()}
        for end in self._ends:  # 社保法60条
            if chinese_provisions.BARE_HEAD.match(self._folded, end):
                heads.setdefault(end, None)
        return sorted(heads.items())

    def _inside_a_name(self, at: int) -> bool:
        n = bisect_right(self._ends, at)
        return n < len(self._mentions) and self._mentions[n].start < at

    def _chinese(self, at: int) -> tuple[list[Citation], int]:
        """The citation whose provisions start here, and how far it was read."""
        named = self._named_before(at)
        numbers = chinese_provisions.read(self._folded, at, after_name=named is not None)
        if numbers is None:
            return [], at
        own = SELF_ZH.search(self._folded, max(0, at - 12), at) if named is None else None
        if named is None and own is None:
            running = running_name(self._folded, at)
            named = Mention(*running, self._text[slice(*running)]) if running else None
        if own is not None:
            numbers = replace(numbers, start=own.start())
            made = [self._cite(numbers, kind=own["kind"], own=own["which"] == "本")]
        elif named is not None:
            made = [self._cite(numbers, named)]
        elif numbers.sure and not _OTHER_TEXT_ZH.search(self._folded, max(0, at - 12), at):
            made = [self._cite(numbers)]
        else:
            made = []
        return made, numbers.end

    def _in_english(self, head: re.Match[str]) -> tuple[list[Citation], int]:
        """The citations at "Article 10, Article 11 ...", and how far they were read."""
        groups = self._english.read(head)
        if not groups:
            return [], head.end()
        read_to = groups[-1].end
        named = self._named_before(groups[0].start)
        after, kind, end = self._named_after(read_to)
        if after is None and _OTHER_TEXT.match(self._folded, read_to):
            return [], read_to
        made: list[Citation] = []
        if (after is not None or kind) and named is not None and len(groups) > 1:
            # "Labour Law, Article 3 and Article 10 of the Social Insurance Law"
            made.append(self._cite(_joined(groups[:-1]), named))
            groups, named = groups[-1:], None
        numbers = _joined(groups)
        if after is not None:
            made.append(self._cite(replace(numbers, end=end), after))
        elif named is not None:
            made.append(self._cite(numbers, named))
        elif kind and (numbers.sure or self._is_known(head, numbers)):
            made.append(self._cite(replace(numbers, end=end), kind=kind))
        elif numbers.sure or self._is_known(head, numbers):
            citation = self._cite(numbers)
            if _OF_ANOTHER.match(self._folded, read_to):  # "of the 1968 Convention"
                citation = replace(citation, antecedent="")
            made.append(citation)
        return made, read_to

    def _is_known(self, head: re.Match[str], numbers: Numbers) -> bool:
        """Whether "article 10" in running text has a statute that it can be of."""
        self._pass(numbers.start)
        word = (head["word"] or "").casefold()
        return word not in ("art", "arts") and bool(self._antecedents.last())

    def _named_before(self, at: int) -> Mention | None:
        """The statute whose name ends where the provision starts."""
        last = bisect_right(self._ends, at)
        # The one before the last too: 《中华人民共和国社会保险法》（以下简称《社会保险法》）第十条
        for mention in reversed(self._mentions[max(0, last - 2) : last]):
            if at - mention.end <= MAX_BETWEEN and any(
                pattern.fullmatch(self._folded, mention.end, at)
                for pattern in (_BETWEEN, _NEXT_PARAGRAPH)
            ):
                return mention
        return None

    def _named_after(self, at: int) -> tuple[Mention | None, str, int]:
        """The statute in "of the Social Insurance Law", or the kind in "of this Law"."""
        of = _OF.match(self._folded, at)
        if of is not None:
            for start in range(of.end(), at, -1):
                if start in self._starts:
                    mention = self._starts[start]
                    return mention, "", mention.end
        this = _THIS_LAW.match(self._folded, at)
        if this is not None:
            kind = this["kind"] or "it"
            if not this["which"] and _GOES_ON.match(self._folded, this.end()):
                # "the Regulations on ...", in lower case and unknown: no antecedent is meant
                return Mention(*this.span("kind"), kind), "", this.end()
            return None, kind.casefold(), this.end()
        lower = _LOWER_NAME.match(self._folded, of.end()) if of and "of" in of[0].split() else None
        if lower is not None:
            return Mention(*lower.span(), self._text[slice(*lower.span())]), "", lower.end()
        return None, "", at

    def _cite(
        self, numbers: Numbers, named: Mention | None = None, *, kind: str = "", own: bool = True
    ) -> Citation:
        """Make the citation. Without a name its antecedent is the statute named last."""
        start, end = numbers.start, numbers.end
        self._pass(start)
        quoted = self._layout.is_quoted(start)
        antecedent = ""
        if named is None:
            antecedent = self._antecedents.last(kind, inside=quoted and not own)
        else:
            self._antecedents.add(named.name, quoted=quoted)
            between = self._folded[named.end : start]
            if named.start < start and "\n\n" not in between:
                start = named.start
                opened = between[-1:]
                if opened in ("(", "[") and self._folded[end : end + 1] in (")", "]"):
                    end += 1
        citation = Citation(
            text=self._text[start:end],
            anchor=self._passage.anchor,
            start=start,
            end=end,
            statute=named.name if named else "",
            antecedent=antecedent,
            numbers=numbers.numbers,
        )
        quote = inline_quote(self._text, self._folded, self._layout.paragraph_end(end), end)
        if quote is None:
            return citation
        self._skip_names(quote[1])
        return replace(citation, quote=(self._text[quote[0] : quote[1]],))

    def _pass(self, at: int) -> None:
        """Statutes named before ``at`` become antecedents."""
        while self._passed < len(self._mentions) and self._ends[self._passed] <= at:
            mention = self._mentions[self._passed]
            if not mention.weak:
                quoted = self._layout.is_quoted(mention.start)
                self._antecedents.add(mention.name, quoted=quoted)
            self._passed += 1

    def _skip_names(self, at: int) -> None:
        """Statutes named inside a provision's words are not what the article speaks of."""
        while self._passed < len(self._mentions) and self._ends[self._passed] <= at:
            self._passed += 1


def _joined(groups: Sequence[Numbers]) -> Numbers:
    return Numbers(
        start=groups[0].start,
        end=groups[-1].end,
        numbers=in_order(number for group in groups for number in group.numbers),
        sure=any(group.sure for group in groups),
    )
