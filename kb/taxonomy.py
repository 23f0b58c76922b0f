"""Topics and regions: what an article can be about and where it holds."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic with its names and one sentence that says what it covers."""

    id: str
    name_en: str
    name_zh: str
    about_en: str = ""
    about_zh: str = ""

    def name(self, lang: str = "en") -> str:
        return self.name_zh if lang == "zh" else self.name_en

    def about(self, lang: str = "en") -> str:
        return self.about_zh if lang == "zh" else self.about_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region; ``parent`` is the id of the region it lies in (empty at the top)."""

    id: str
    name_en: str
    name_zh: str
    parent: str = ""

    def name(self, lang: str = "en") -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All topics in the order in which readers see them, and all regions."""

    topics: tuple[Topic, ...] = ()
    regions: tuple[Region, ...] = ()

    def topic(self, topic_id: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def region(self, region_id: str) -> Region | None:
        return next((region for region in self.regions if region.id == region_id), None)

    def regions_above(self, region_id: str) -> Iterator[Region]:
        """The region itself, then the one it lies in, up to the top."""
        seen: set[str] = set()
        region = self.region(region_id)
        while region is not None and region.id not in seen:
            seen.add(region.id)
            yield region
            region = self.region(region.parent)
