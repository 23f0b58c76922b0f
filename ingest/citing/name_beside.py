"""The statute whose name stands beside a provision's number, before or after it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from ingest.citing.english_provisions import S
from ingest.citing.statute_kinds import KIND_EN
from ingest.citing.statute_names import Mention
from ingest.numerals import NUMBER

MAX_BETWEEN = 80

# What may stand between a statute's name and the provision: "'s", ", in", (试行)的, 第二章,
# 婚姻家庭编, （国务院令第375号）.
_BETWEEN = re.compile(
    rf"(?:'s)?[*\"_】」』]{{0,3}}(?:{S}\((?:[^()\n]|\([^()\n]{{1,8}}\)){{1,60}}号\))?"
    rf"(?:{S}\((?:以下|下称|简称|hereinafter|hereafter|the )[^()\n]{{0,50}}\))?"
    rf"{S}[,:;-]{{0,2}}{S}"
    rf"(?:(?:[·之的]?(?:总则|分则|物权|合同|人格权|婚姻家庭|继承|侵权责任|附则)编?)?"
    rf"(?:第{NUMBER}[编章节]){{0,3}}(?:总则|附则)?|(?:Part|Chapter|Section) [0-9IVX]{{1,6}},?)?"
    rf"{S}(?:的规定|规定的|之中|中的?|里的?|的|之|its\b|in\b|at\b|see\b|under\b)?{S}[(\[]?",
    re.IGNORECASE,
)
_NEXT_PARAGRAPH = re.compile(r"[ *_\":,;-]{0,6}\n\n[ *_\"]{0,4}")

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

_COMMA = re.compile(rf"{S},?{S}(?:the{S})?", re.IGNORECASE)
_NUMBER_FOLLOWS = re.compile(
    rf"(?:'s)?[\"*]{{0,2}}{S}[,:(]?{S}(?:under{S}|in{S})?(?:articles?|arts?\.?|§|paragraph|the{S}[a-z]+{S}paragraph)\b",
    re.IGNORECASE,
)


class Names:
    """The statutes named in one text, by where their names begin and end."""

    def __init__(self, text: str, folded: str, mentions: Sequence[Mention]) -> None:
        self._text, self._folded, self.mentions = text, folded, mentions
        self.ends = [mention.end for mention in mentions]
        self._starts = {mention.start: mention for mention in mentions}

    def around(self, at: int) -> bool:
        """Whether the place lies inside a name."""
        n = bisect_right(self.ends, at)
        return n < len(self.mentions) and self.mentions[n].start < at

    def before(self, at: int) -> Mention | None:
        """The statute whose name ends where the provision starts."""
        last = bisect_right(self.ends, at)
        # The one before the last too: 《中华人民共和国社会保险法》（以下简称《社会保险法》）第十条
        for mention in reversed(self.mentions[max(0, last - 2) : last]):
            if at - mention.end <= MAX_BETWEEN and any(
                pattern.fullmatch(self._folded, mention.end, at)
                for pattern in (_BETWEEN, _NEXT_PARAGRAPH)
            ):
                return mention
        return None

    def after(self, at: int) -> tuple[Mention | None, str, bool, int]:
        """The statute in "of the Social Insurance Law", or the kind in "of this Law".

        Without "of" too, "Art. 60, SIL", where no other number follows the name.

        With whether it says "this", and where it ends.
        """
        of = _OF.match(self._folded, at)
        if of is not None:
            for start in range(of.end(), at, -1):
                if start in self._starts:
                    mention = self._starts[start]
                    return mention, "", False, mention.end
        this = _THIS_LAW.match(self._folded, at)
        if this is not None:
            kind = this["kind"] or "it"
            which = (this["which"] or "").casefold().strip()
            if not which and _GOES_ON.match(self._folded, this.end()):
                # "the Regulations on ...", in lower case and unknown: no antecedent is meant
                return Mention(*this.span("kind"), kind), "", False, this.end()
            return None, kind.casefold(), which in ("this", "these"), this.end()
        beside = self._beside(at) if of is None and this is None else None
        if beside is not None:
            return beside, "", False, beside.end
        lower = _LOWER_NAME.match(self._folded, of.end()) if of and "of" in of[0].split() else None
        if lower is not None:
            name = self._text[slice(*lower.span())]
            return Mention(*lower.span(), name), "", False, lower.end()
        return None, "", False, at

    def _beside(self, at: int) -> Mention | None:
        comma = _COMMA.match(self._folded, at)
        mention = self._starts.get(comma.end()) if comma else None
        if mention is None or not mention.name.isascii():
            return None
        return None if _NUMBER_FOLLOWS.match(self._folded, mention.end) else mention
