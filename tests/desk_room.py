"""A small corpus in a folder, and a desk over it with the real index."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.live import LiveCorpus
from kb.accounts import Right
from kb.editorial.desk import Desk
from kb.editorial.workroom import NoPublications, Publications, Workroom
from kb.editors_desk import Actor
from kb.index.engine import WhooshEngine
from kb.index.question import gist
from kb.official import NoTexts
from tests.kept_in_memory import MemoryAudit, MemoryRemovals, MemoryRevisions, MemorySchedule

TODAY = date(2026, 12, 1)
WRITER = Actor(name="ada", rights=frozenset({Right.WRITE}))
PUBLISHER = Actor(name="ben", rights=frozenset({Right.WRITE, Right.PUBLISH}))
ADMIN = Actor(name="cai", rights=frozenset(Right))

_TAXONOMY = """\
[[topics]]
id = "pension"
name_en = "Pension"
name_zh = "养老"
about_en = "About pensions."
about_zh = "养老问题。"

[[topics]]
id = "contributions"
name_en = "Contributions"
name_zh = "缴费"
about_en = "About contributions."
about_zh = "缴费问题。"

[[topics]]
id = "other"
name_en = "Other"
name_zh = "其他"
about_en = "Other questions."
about_zh = "其他问题。"

[[regions]]
id = "national"
name_en = "All of China"
name_zh = "全国"
"""
_STATUTE = """\
---
id: prc-sil-2010
title_en: Social Insurance Law of the People's Republic of China
title_zh: 中华人民共和国社会保险法
aliases: [Social Insurance Law, 社会保险法]
kind: law
adopted: 2010-10-28
in_force: 2011-07-01
status: in force
last_article: 98
lang: en
translation: unofficial
---

### Article 16

Whoever has paid for fifteen years draws a pension every month.
"""


def text(
    title: str,
    *,
    topic: str = "pension",
    status: str = "draft",
    more: str = "",
    body: str = "You need fifteen years of contributions for a pension.",
    lang: str = "en",
) -> str:
    """An article's file."""
    return (
        f"---\ntitle: {title}\nkind: qa\ntopic: {topic}\nlang: {lang}\n"
        f"status: {status}\n{more}---\n\n{body}\n"
    )


YEARS = text(
    "How many years must I pay?",
    status="published",
    more="reviewed: 2026-01-05\nreview_by: 2027-01-05\naliases:\n  - minimum years\n",
)
GAPS = text(
    "What about a gap?",
    status="published",
    more="reviewed: 2026-01-05\nreview_by: 2027-01-05\nrelated: [pension-years]  # the rule\n",
    body="A gap does not matter: [the years](/articles/pension-years#top) count together.",
)
DRAFT = text("When can I retire?", body="At sixty, or earlier.")


@dataclass
class Room:
    """The desk, and what it works on."""

    desk: Desk
    work: Workroom
    folder: Path
    revisions: MemoryRevisions
    removals: MemoryRemovals
    schedule: MemorySchedule
    audit: MemoryAudit
    engine: WhooshEngine

    def file(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def files(self) -> set[str]:
        """Every file of an article, pending ones too."""
        return {
            path.relative_to(self.folder).as_posix()
            for below in ("articles", "pending")
            for path in (self.folder / below).rglob("*")
            if path.is_file()
        }

    def indexed(self) -> dict[str, str]:
        """Which articles the index holds, with their states."""
        return {a.slug: a.status.value for a in self.engine.contents().articles}


def write_corpus(folder: Path) -> None:
    """Two published articles that link to each other, a draft, a statute."""
    for path, content in {
        "taxonomy.toml": _TAXONOMY,
        "glossary.toml": "",
        "statutes/prc-sil-2010.md": _STATUTE,
        "articles/pension/pension-years.md": YEARS,
        "articles/pension/pension-gap.md": GAPS,
        "articles/pension/when-to-retire.md": DRAFT,
        "judgements.tsv": "query\tlang\ttarget\tgrade\tsplit\n"
        "how long\ten\tpension-years\t3\tdev\nhow long\ten\tpension-gap\t1\tdev\n",
        "related.tsv": "slug\trelated\tgrade\tsplit\n"
        "pension-gap\tpension-years\t3\tdev\npension-years\tpension-gap\t2\tdev\n",
    }.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")


@contextmanager
def opened(root: Path, publications: Publications | None = None) -> Iterator[Room]:
    """A desk over ``root``/corpus, which is written where it is not there."""
    folder, data = root / "corpus", root / "data"
    if not folder.exists():
        write_corpus(folder)
    engine = WhooshEngine.open(data / "index")
    revisions, removals = MemoryRevisions(), MemoryRemovals()
    schedule, audit = MemorySchedule(), MemoryAudit()
    work = Workroom(
        folder=folder,
        data=data,
        live=LiveCorpus(folder, texts=NoTexts(), alike=gist),
        engine=engine,
        revisions=revisions,
        removals=removals,
        schedule=schedule,
        audit=audit,
        publications=publications or NoPublications(),
        today=lambda: TODAY,
    )
    desk = Desk(work)
    try:
        desk.catch_up()
        yield Room(desk, work, folder, revisions, removals, schedule, audit, engine)
    finally:
        engine.close()
