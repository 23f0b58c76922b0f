"""Which statute "Article 60", "this Law" or 本条例第六十条 means: the last one named that fits."""

import re

from ingest.citing.statute_kinds import KIND_ZH, kind_of

# 本法, 同法, 前述条例, 《条例》 (not 合同法, 基本规定) right before the provision's number.
SELF_ZH = re.compile(
    rf"(?P<which>(?<![根基日样])本《?|(?<![应活])该|(?<![合共不相协])同|(?<!因)此|上述|前述|上列|《)"
    rf"(?:实施|暂行)?(?P<kind>{KIND_ZH})》?(?:的|中)? ?\Z"
)
MAX_BACK = 50  # names: further back no reader would look


class Antecedents:
    """The statutes named so far, the last one last.

    Those named inside a quotation hold inside that quotation only: a provision's
    words often name other statutes, and the article goes on about the first.
    """

    def __init__(self, own: str = "") -> None:
        self.own = own  # the statute whose provisions are read, if they are a statute's
        self._named: list[str] = []
        self._quoted: list[str] = []

    def add(self, name: str, *, quoted: bool) -> None:
        """A statute is named."""
        if quoted:
            self._quoted.append(name)
        else:
            self._named.append(name)
            self._quoted.clear()

    def last(self, kind: str = "", *, inside: bool = False, own: bool = True) -> str:
        """The statute named last, of this kind (条例, ``law``) if one is given, or nothing.

        ``inside``: those named in the quotation itself count too. They do for 该法;
        本法 and a number alone (``own``) speak of the statute that is quoted or read.
        """
        if self.own and own:
            return self.own
        names = [*self._named, *self._quoted] if inside else self._named
        wanted = kind_of(kind)
        for name in names[: -MAX_BACK - 1 : -1]:
            if not wanted or kind_of(name) in ("", wanted):
                return name
        return ""
