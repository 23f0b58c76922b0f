"""What people call the values of filters, in either language: 养老 is the topic ``pension``."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kb.taxonomy import Taxonomy

_KINDS = {
    "guide": ("guides", "指南", "办事指南"),
    "qa": ("q&a", "question", "question and answer", "问答"),
    "provision": ("provisions", "条文", "法条"),
}
_LANGUAGES = {
    "en": ("English", "英文", "英语"),
    "zh": ("Chinese", "中文", "汉语", "简体中文", "zh-cn", "zh-hans"),
}
# What is written between the words of a name, or left out.
_BETWEEN = re.compile(r"[\s_-]+")
_KIND_OF_REGION = re.compile(r"(?<=..)(?:省|市|自治区)\Z")


def name_key(name: str) -> str:
    """What the spellings of one name have in common: width, case, hyphens and spaces are folded."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _KIND_OF_REGION.sub("", _BETWEEN.sub(" ", folded).strip())


@dataclass(frozen=True, slots=True)
class FilterNames:
    """Finds the ids of filter values by their names; a field's ids are names too.

    ``named`` is, for each field, the ids and what each is called. It says nothing of
    statutes: their register knows their names.
    """

    named: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=lambda: {"kind": _KINDS, "lang": _LANGUAGES}
    )
    _ids: dict[tuple[str, str], tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ids: dict[tuple[str, str], tuple[str, ...]] = {}
        for of, values in self.named.items():
            for value, names in values.items():
                for key in {name_key(name) for name in (value, *names)} - {""}:
                    ids[of, key] = (*ids.get((of, key), ()), value)
        object.__setattr__(self, "_ids", ids)

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> "FilterNames":
        """The names of topics and regions beside those of kinds and languages."""
        return cls(
            {
                "topic": {t.id: (t.name_en, t.name_zh) for t in taxonomy.topics},
                "region": {r.id: (r.name_en, r.name_zh) for r in taxonomy.regions},
                "kind": _KINDS,
                "lang": _LANGUAGES,
            }
        )

    def ids(self, of: str, name: str, others: Iterable[str] = ()) -> tuple[str, ...]:
        """The ids of the values of a field that bear the name, or are among ``others``; or none."""
        key = name_key(name)
        found = self._ids.get((of, key), ()) if key else ()
        return found or tuple(other for other in others if key and name_key(other) == key)
