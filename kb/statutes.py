"""Statutes, their provisions, and the register that finds them by name."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from kb.provision import Provision
from kb.short_names import short_names, whole_code, without_issuer


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One amendment: when it was adopted, since when it is in force, what it did."""

    adopted: date
    in_force: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph (款) of a provision and the numbered items (项) under it.

    Items are counted from 1 and stand here without their number.
    """

    text: str
    items: tuple[str, ...] = ()

    @property
    def numbered(self) -> str:
        """Its text and its items, a line each, the items with their number."""
        return "\n".join((self.text, *(f"({n}) {item}" for n, item in enumerate(self.items, 1))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionText:
    """One provision's words in one language.

    ``chapter`` is the path of headings above it, outermost first.
    """

    provision: Provision
    chapter: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """All paragraphs and items, a line each, the items with their number."""
        return "\n".join(paragraph.numbered for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """A statute's register entry and the provisions whose text the corpus holds.

    ``last_article`` is the number of its last provision: a citation beyond it is
    an error. ``provisions`` may hold fewer (only those cited) or none.
    ``lang`` is the language of the provisions' text; ``translation`` says whose
    words they are (``unofficial`` for ours, empty for an official text). A statute that was
    only imported has no English title and no provisions here: ``kb.official`` has its text.
    """

    id: str
    title_en: str
    title_zh: str
    aliases: tuple[str, ...] = ()
    kind: str = "law"
    issuer: str = ""
    adopted: date
    in_force: date
    amendments: tuple[Amendment, ...] = ()
    status: str = "in force"
    last_article: int
    source: str = ""
    lang: str = "en"
    translation: str = ""
    provisions: tuple[ProvisionText, ...] = ()

    def title(self, lang: str = "en") -> str:
        """The official title; the Chinese one where there is no other."""
        return self.title_zh if lang == "zh" else self.title_en or self.title_zh

    def short_title(self, lang: str = "en") -> str:
        """The name without the country: ``Social Insurance Law``, ``社会保险法``."""
        if lang == "zh" or not self.title_en:
            return self.title_zh.removeprefix("中华人民共和国")
        return self.title_en.replace(" of the People's Republic of China", "")

    def provision(self, provision: Provision) -> ProvisionText | None:
        """The text of the provision's article, or None where the corpus has no text."""
        article = provision.whole
        return next((text for text in self.provisions if text.provision == article), None)


# What the spellings of one name differ in. The note in brackets is that of a revision; （试行）
# stays, since a trial version is a statute of its own.
_NOISE = re.compile(
    r"(?:\bof\s+)?(?:\bthe\s+)?"
    r"(?:people's\s+republic\s+of\s+china(?:'s)?|\bp\. ?r\. ?c\b\.?|\bprc\b)"
    r"|\bof china\b|\bchina's\b|中华人民共和国"
    r"|\((?=[^()]*(?:\d{4}|修[正订改]|revis|amend))[^()]{1,60}\)"
)
_ARTICLES = re.compile(r"\b(?:the|of|on)\b")
_BETWEEN = re.compile(r"[\s《》〈〉<>()\"'“”‘’*_.,、:;·\-–—]+")
_SPELLINGS = (
    (re.compile(r"\blabor\b"), "labour"),
    (re.compile(r"\b([a-z]{4,40})s\b"), r"\1"),  # Regulations, Injury Insurances
    (re.compile(r"-related\b| related\b"), ""),  # Work-Related Injury, Work Injury
    (re.compile(r"&"), "and"),
    # "Regulations on Unemployment Insurance" are the Unemployment Insurance Regulations.
    (re.compile(r"\A\W*(law|regulation|provision|measure|rule)[ ()]+on\s+(.{1,200})"), r"\2 \1"),
)
# How alike the keys of two names must be for one to be offered as what the other may mean:
# 劳动争议仲裁调解法 for 劳动争议调解仲裁法 has 0.78, 社会保险法 for 社会救助法 has 0.6.
ALIKE = 0.72
_LONGEST, _RAREST, _LIKELY = 120, 12, 30  # letters, pairs of letters, names that are compared


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """What two spellings of one statute's name have in common.

    Folds width, case and spelling (labor, labour), drops "People's Republic of
    China", "(PRC)", 中华人民共和国, a bracketed note of revision, articles, brackets,
    quotes, stars and spaces: ``People's Republic of China (PRC) social insurance law`` and
    ``"Social Insurance Law"`` have the same key.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    folded = " ".join(_NOISE.sub(" ", folded).split())
    for spelling, usual in _SPELLINGS:
        folded = spelling.sub(usual, folded)
    return _BETWEEN.sub("", _ARTICLES.sub(" ", folded))


@dataclass(frozen=True, slots=True)
class Register:
    """All known statutes, found by id or by any name (official, usual, alias)."""

    statutes: tuple[Statute, ...] = ()
    _by_id: dict[str, Statute] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, tuple[Statute, ...]] = field(init=False, repr=False, compare=False)
    _by_pair: dict[str, list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, tuple[Statute, ...]] = {}
        for statute in self.statutes:
            for key in {name_key(name) for name in names(statute)} - {""}:
                by_name[key] = (*by_name.get(key, ()), statute)
        by_pair: dict[str, list[str]] = {}
        for key in by_name:
            for pair in _pairs(key):
                by_pair.setdefault(pair, []).append(key)
        object.__setattr__(self, "_by_id", {statute.id: statute for statute in self.statutes})
        object.__setattr__(self, "_by_name", by_name)
        object.__setattr__(self, "_by_pair", by_pair)

    @classmethod
    def of(cls, statutes: Iterable[Statute]) -> "Register":
        return cls(tuple(sorted(statutes, key=lambda statute: statute.id)))

    def __iter__(self) -> Iterator[Statute]:
        return iter(self.statutes)

    def __len__(self) -> int:
        return len(self.statutes)

    def get(self, statute_id: str) -> Statute | None:
        return self._by_id.get(statute_id)

    def named(self, name: str) -> tuple[Statute, ...]:
        """The statutes that bear the name; none, one, or several where it is ambiguous."""
        found = self._by_name.get(whole_code(name_key(name)), ())
        if len(found) < 2:
            return found
        # A title in full wins: 宪法修正案（2018年） is told from others by its note.
        plain = _plain(name)
        entitled = tuple(s for s in found if plain in (_plain(s.title_zh), _plain(s.title_en)))
        return entitled if len(entitled) == 1 else found

    def alike(self, name: str, most: int = 5) -> tuple[Statute, ...]:
        """The statutes with a name that is nearly this one, the nearest first."""
        key = name_key(name[:_LONGEST])
        near: Counter[str] = Counter()
        # The rarest pairs of letters tell most; to compare with every name would take too long.
        for having in sorted((self._by_pair.get(p, []) for p in _pairs(key)), key=len)[:_RAREST]:
            near.update(having)
        likely = [other for other, _ in near.most_common(_LIKELY)]
        close = difflib.get_close_matches(key, likely, n=most, cutoff=ALIKE)
        return tuple(dict.fromkeys(statute for key in close for statute in self._by_name[key]))


def names(statute: Statute) -> tuple[str, ...]:
    """Every name a statute goes by, official ones first; the last ones may be empty."""
    usual = (*short_names(statute.title_zh), without_issuer(statute.title_zh))
    return (statute.title_en, statute.title_zh, *statute.aliases, *usual)


def _plain(name: str) -> str:
    """The name with its note of revision; width, case, brackets and the country aside."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("中华人民共和国", "")
    return _BETWEEN.sub("", folded)


def _pairs(key: str) -> set[str]:
    return {key[n : n + 2] for n in range(len(key) - 1)}
