"""What ids are called in the interface's languages, looked up once for all requests."""

from collections.abc import Mapping

from kb.model import NATIONAL
from kb.request import KINDS
from kb.taxonomy import Taxonomy
from kb.web.messages import LANGUAGES, Phrases


class Names:
    """The names in one language of topics, regions, kinds and languages of hits.

    An id that is not known is its own name.
    """

    def __init__(self, taxonomy: Taxonomy, phrases: Phrases) -> None:
        lang = phrases.lang
        self.topics: Mapping[str, str] = {t.id: t.name(lang) for t in taxonomy.topics}
        self.regions: Mapping[str, str] = {
            region.id: _with_those_above(region.id, taxonomy, lang) for region in taxonomy.regions
        }
        self.kinds: Mapping[str, str] = {kind: phrases(f"kind_{kind}") for kind in KINDS}
        self.langs: Mapping[str, str] = {lang: phrases(f"lang_{lang}") for lang in LANGUAGES}
        self._fields = {
            "topic": self.topics,
            "region": self.regions,
            "kind": self.kinds,
            "lang": self.langs,
        }

    def of(self, field: str, value: str) -> str:
        """What a filter's value is called."""
        return self._fields.get(field, {}).get(value, value)


def _with_those_above(region_id: str, taxonomy: Taxonomy, lang: str) -> str:
    """A region with those it lies in: ``Liaoyang, Liaoning``, ``辽宁辽阳``."""
    names = [r.name(lang) for r in taxonomy.regions_above(region_id) if r.id != NATIONAL]
    if not names:
        region = taxonomy.region(region_id)
        return region.name(lang) if region else region_id
    return "".join(reversed(names)) if lang == "zh" else ", ".join(names)
