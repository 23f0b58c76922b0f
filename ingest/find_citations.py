"""The citation finder: an article's text to unresolved citations, each with its span.

Names of statutes and numbers of provisions are found on their own; here they are
put together. A number that stands alone gets its antecedent: the statute that was
named last. Every pattern looks a bounded way ahead, so the time is linear.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.citing import chinese_provisions, english_provisions
from ingest.citing.antecedents import SELF_ZH, Antecedents
from ingest.citing.chinese_names import running_name
from ingest.citing.citation_grammar import Numbers, in_order
from ingest.citing.english_provisions import S
from ingest.citing.markup import Bare, bare
from ingest.citing.name_beside import Names
from ingest.citing.quotations import Layout, quoted_words, with_block_quotes
from ingest.citing.relative_citations import with_relatives
from ingest.citing.statute_names import Mention, mentions
from ingest.draft import Passage
from ingest.numerals import fold
from kb.model import Citation

MAX_CITATIONS = 20_000  # in one passage; what has more is no text that anybody wrote

_NO_STATUTE = (
    r"(?:contract|agreement|policy|policies|charter|by-?laws|handbook|manual|guidelines|association"
    r"|magazine|journal|newspaper|newsletter|website|blog|series)\b"
)
_OTHER_TEXT = re.compile(
    rf"{S}(?:of|in){S}(?:[A-Za-z'-]{{1,20}}{S}){{0,4}}{_NO_STATUTE}", re.IGNORECASE
)
# "our travel policy, Article 5"; but not "without a written contract, Article 82 …".
_OTHER_TEXT_BEFORE = re.compile(
    rf"\b(?:our|my|your|their|company|company's|staff|employee|internal){S}"
    rf"(?:[A-Za-z'-]{{1,20}}{S}){{0,2}}{_NO_STATUTE}(?:'s)?,?{S}\Z",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(rf"(?:{S}\([^()\n]{{1,6}}\)){{0,3}}{S}of\b(?!{S}which\b)", re.IGNORECASE)
_OTHER_TEXT_ZH = re.compile(r"(?:合同|协议书?|章程|保单|公约|条约|守则|手册|条款)》?的?中?\Z")

# 民间借贷解释（二）第三条: it is of a text that nothing else is known of, not of the one before.
_UNKNOWN_TEXT_ZH = re.compile(
    r"(?:解释|办法|细则|条例|纪要|通知|批复|规则)》?(?:\([一二三四五六七八九十0-9]{1,3}\))?》?\Z"
)


def find(
    passages: Sequence[Passage], names: Collection[str] = (), own: str = ""
) -> tuple[Citation, ...]:
    """Every citation in the passages, in order. ``names`` are those of the register.

    ``text == passage.text[start:end]`` holds for each. A statute's name that ends
    the paragraph before is its ``statute``, and not in the span. ``own`` is the statute whose
    provisions the passages are, if they are a statute's: 本法 is that one. Of a passage the first
    ``MAX_CITATIONS`` are found.
    """
    antecedents = Antecedents(own)
    found: list[Citation] = []
    for passage in passages:
        plain = bare(passage.text)
        read = passage if plain is None else _without_markup(passage, plain)
        citations = _Reading(read, names, antecedents).citations()
        found += citations if plain is None else _put_back(citations, plain, passage.text)
    return tuple(found)


def _without_markup(passage: Passage, plain: Bare) -> Passage:
    quoted = tuple((plain.at(start), plain.at(end)) for start, end in passage.quoted)
    return replace(passage, text=plain.text, quoted=quoted)


def _put_back(citations: Sequence[Citation], plain: Bare, text: str) -> list[Citation]:
    """The citations of the bare text in places of the text with its mark-up."""
    made: list[Citation] = []
    for citation in citations:
        start, end = plain.span(citation.start, citation.end)
        spans = tuple(plain.span(*span) for span in citation.quote_spans)
        made.append(
            replace(citation, start=start, end=end, text=text[start:end], quote_spans=spans)
        )
    return made


class _Reading:
    """One passage while it is read, from its first word to its last."""

    def __init__(self, passage: Passage, names: Collection[str], antecedents: Antecedents) -> None:
        self._passage = passage
        self._text = passage.text
        self._folded = fold(passage.text)
        self._layout = Layout(passage, self._folded)
        self._antecedents = antecedents
        self._names = Names(passage.text, self._folded, mentions(passage.text, self._folded, names))
        self._passed = 0  # mentions that have become antecedents
        self._quoted_to = 0  # where the words end that are given as a provision's
        self._english = english_provisions.Reader(self._folded)

    def citations(self) -> tuple[Citation, ...]:
        found: list[Citation] = []
        done = 0  # what was read is not read again, a citation or not
        for at, head in self._heads():
            if len(found) >= MAX_CITATIONS:
                break
            if at < done or self._names.around(at):
                continue
            made, read_to = self._chinese(at) if head is None else self._in_english(head)
            found += made
            done = max([read_to, *(citation.end for citation in made)])
        self._pass(len(self._text))
        quoting = with_block_quotes(found, self._layout)
        return with_relatives(quoting, self._passage, self._layout, self._antecedents.own)

    def _heads(self) -> list[tuple[int, re.Match[str] | None]]:
        """Where provisions may start, in order; with the match where it is English."""
        heads: dict[int, re.Match[str] | None] = {
            head.start(): None for head in chinese_provisions.HEAD.finditer(self._folded)
        }
        heads |= {head.start(): head for head in self._english.heads()}
        for end in self._names.ends:  # 社保法60条
            if chinese_provisions.BARE_HEAD.match(self._folded, end):
                heads.setdefault(end, None)
        return sorted(heads.items())

    def _chinese(self, at: int) -> tuple[list[Citation], int]:
        """The citation whose provisions start here, and how far it was read."""
        named = self._names.before(at)
        numbers = chinese_provisions.read(self._folded, at, after_name=named is not None)
        if numbers is None:
            return [], at
        own = SELF_ZH.search(self._folded, max(0, at - 12), at) if named is None else None
        if named is None and own is None:
            running = running_name(self._folded, at)
            named = Mention(*running, self._text[slice(*running)]) if running else None
        if own is not None:
            numbers = replace(numbers, start=own.start())
            made = [self._cite(numbers, kind=own["kind"], own=own["which"][0] == "本")]
        elif named is not None:
            made = [self._cite(numbers, named)]
        elif numbers.sure and not _OTHER_TEXT_ZH.search(self._folded, max(0, at - 12), at):
            citation = self._cite(numbers)
            if _UNKNOWN_TEXT_ZH.search(self._folded, max(0, at - 12), at):
                citation = replace(citation, antecedent="")
            made = [citation]
        else:
            made = []
        return made, numbers.end

    def _in_english(self, head: re.Match[str]) -> tuple[list[Citation], int]:
        """The citations at "Article 10, Article 11 ...", and how far they were read."""
        groups = self._english.read(head)
        if not groups:
            return [], head.end()
        read_to = groups[-1].end
        named = self._names.before(groups[0].start)
        after, kind, this, end = self._names.after(read_to)
        if after is None and self._is_of_no_statute(groups[0].start, read_to):
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
            own = this or not self._antecedents.own
            made.append(self._cite(replace(numbers, end=end), kind=kind, own=own))
        elif numbers.sure or self._is_known(head, numbers):
            citation = self._cite(numbers)
            if _OF_ANOTHER.match(self._folded, read_to):  # "of the 1968 Convention"
                citation = replace(citation, antecedent="")
            made.append(citation)
        return made, read_to

    def _is_of_no_statute(self, start: int, end: int) -> bool:
        """Whether the English provisions between these places are a contract's or the like."""
        before = _OTHER_TEXT_BEFORE.search(self._folded, max(0, start - 80), start)
        return bool(before or _OTHER_TEXT.match(self._folded, end))

    def _is_known(self, head: re.Match[str], numbers: Numbers) -> bool:
        """Whether "article 10" in running text has a statute that it can be of."""
        self._pass(numbers.start)
        word = (head["word"] or "").casefold()
        return word not in ("art", "arts") and bool(self._antecedents.last())

    def _cite(
        self, numbers: Numbers, named: Mention | None = None, *, kind: str = "", own: bool = True
    ) -> Citation:
        """Make the citation. Without a name its antecedent is the statute named last."""
        start, end = numbers.start, numbers.end
        self._pass(start)
        quoted = self._is_quoted(start)
        antecedent = ""
        if named is None:
            antecedent = self._antecedents.last(kind, inside=quoted and not own, own=own)
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
        spans = [] if quoted else quoted_words(self._layout, start, end)
        if not spans:
            return citation
        self._quoted_to = spans[-1][1]
        words = tuple(self._text[first:last] for first, last in spans)
        return replace(citation, quote=words, quote_spans=tuple(spans))

    def _is_quoted(self, at: int) -> bool:
        return at < self._quoted_to or self._layout.is_quoted(at)

    def _pass(self, at: int) -> None:
        """Statutes named before ``at`` become antecedents."""
        mentioned = self._names.mentions
        while self._passed < len(mentioned) and self._names.ends[self._passed] <= at:
            mention = mentioned[self._passed]
            if not mention.weak:
                self._antecedents.add(mention.name, quoted=self._is_quoted(mention.start))
            self._passed += 1


def _joined(groups: Sequence[Numbers]) -> Numbers:
    return Numbers(
        start=groups[0].start,
        end=groups[-1].end,
        numbers=in_order(number for group in groups for number in group.numbers),
        sure=any(group.sure for group in groups),
    )
