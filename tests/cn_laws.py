"""The tree of Chinese statutes in the shared data, read plainly: a register and its texts.

For measuring the citation finder and the resolver without the importer. ``python -m
tests.cn_laws`` says how much was read.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ingest.numerals import number
from ingest.source import read as read_source
from ingest.statute_file import parse
from kb.official import Place, Version, in_force
from kb.provision import Provision
from kb.statutes import Paragraph, ProvisionText, Register, Statute, name_key

_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_IN_FILE_NAME = re.compile(r"\((\d{4})-(\d{2})-(\d{2})\)")
_ARTICLE = re.compile(
    r"\s*第([零一二三四五六七八九十百千〇○]+)条(?:之([一二三四五六七八九十]+))?[\s\u3000]*"
)
_ITEM = re.compile(r"\s*[（(]([零一二三四五六七八九十]+)[)）]")
_RUN_ON = re.compile(r"(?<=[。；]) (?=第[零一二三四五六七八九十百千]+条 )")
_CHAPTER = re.compile(r"#{2,}\s*(.+)")
TODAY = date(2026, 11, 26)


def shared_data() -> Path:
    """Where the shared data lies, if it does: as in ``conftest``."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("KB_SHARED_DATA", beside))


@dataclass(frozen=True)
class Law:
    """One file of the tree: one version of one statute."""

    title: str
    version: Version
    provisions: tuple[ProvisionText, ...]
    path: str


@dataclass
class TreeTexts:
    """``kb.official.OfficialTexts`` over the tree."""

    laws: dict[str, list[Law]] = field(default_factory=lambda: defaultdict(list))
    entries: tuple[Statute, ...] = ()

    def statutes(self) -> tuple[Statute, ...]:
        return self.entries

    def versions(self, statute: str) -> tuple[Version, ...]:
        return tuple(law.version for law in self.laws.get(statute, ()))

    def _version(self, statute: str, version: date | None) -> date | None:
        held = self.versions(statute)
        current = in_force(held, TODAY) or (held[-1] if held else None)
        return version or (current.adopted if current else None)

    def provisions(self, statute: str, version: date | None = None) -> tuple[ProvisionText, ...]:
        wanted = self._version(statute, version)
        laws = (law for law in self.laws.get(statute, ()) if law.version.adopted == wanted)
        return next((law.provisions for law in laws), ())

    def text(self, provision: Provision, version: date | None = None) -> ProvisionText | None:
        wanted = self._version(provision.statute, version)
        return self._by_provision.get((provision.whole, wanted))

    @cached_property
    def _by_provision(self) -> dict[tuple[Provision, date | None], ProvisionText]:
        return {
            (text.provision, law.version.adopted): text
            for laws in self.laws.values()
            for law in laws
            for text in law.provisions
        }

    def numbers(self, statute: str, version: date | None = None) -> tuple[Provision, ...]:
        return tuple(text.provision for text in self.provisions(statute, version))

    def containing(self, words: str, statute: str = "", most: int = 5) -> tuple[Place, ...]:
        return ()

    def citing(self, provision: Provision) -> tuple[Provision, ...]:
        return ()

    def fingerprint(self) -> str:
        return str(len(self.laws))


def read(root: Path, corpus: Register) -> tuple[Register, TreeTexts]:
    """All statutes of the tree beside those of the corpus, and their texts in every version."""
    files: dict[str, list[tuple[str, date, date, str]]] = defaultdict(list)
    for path in sorted(root.rglob("*.md")):
        content = path.read_text("utf-8")
        if "INFO END" not in content or path.parts[len(root.parts)] in ("案例", "其他"):
            continue
        head, _, body = content.partition("<!-- INFO END -->")
        title = re.sub(r"\s+", "", head.split("\n")[0].strip("# \ufeff"))
        known = corpus.named(title)
        key = known[0].id if len(known) == 1 else name_key(title)
        days = [day for found in _DATE.finditer(head) if (day := _day(found))]
        in_name = _IN_FILE_NAME.search(path.name)
        adopted = _day(in_name) if in_name else (max(days) if days else date(1980, 1, 1))
        since = re.search(r"自?\s*(\d{4}年\d{1,2}月\d{1,2}日)\s*(?:起\s*)?[施实]行", head)
        force = (_day(m) if since and (m := _DATE.search(since[1])) else None) or adopted
        assert adopted
        files[key].append((title, adopted, max(force, adopted), body))
    texts, made = TreeTexts(), []
    code = next((statute.id for statute in corpus.named("民法典")), name_key("民法典"))
    for n, (key, versions) in enumerate(sorted(files.items())):
        statute_id = key if corpus.get(key) else f"cn-{n}"
        by_day: dict[date, list[ProvisionText]] = {}
        force_of = {}
        for _, adopted, force, body in sorted(versions, key=lambda v: (v[1], len(v[3]))):
            read_in = list(_provisions(statute_id, body))
            if key == code:  # one statute in several files
                adopted = versions[0][1]
                by_day.setdefault(adopted, []).extend(read_in)
            else:
                by_day[adopted] = read_in
            force_of[adopted] = force
        for adopted, provisions in by_day.items():
            numbers = [p.provision for p in provisions]
            last = max((p.article for p in numbers), default=0)
            version = Version(
                adopted=adopted, in_force=force_of[adopted], last_article=last, imported=TODAY
            )
            ordered = tuple(sorted(provisions, key=lambda text: text.provision))
            texts.laws[statute_id].append(Law(versions[0][0], version, ordered, ""))
        if corpus.get(statute_id) is None:
            current = texts.laws[statute_id][-1].version
            made.append(
                Statute(
                    id=statute_id,
                    title_en="",
                    title_zh=versions[-1][0],
                    adopted=texts.laws[statute_id][0].version.adopted,
                    in_force=texts.laws[statute_id][0].version.in_force,
                    last_article=current.last_article,
                    lang="zh",
                )
            )
    texts.entries = tuple(made)
    return Register.of([*corpus, *made]), texts


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _provisions(statute: str, body: str) -> Iterator[ProvisionText]:
    chapter: tuple[str, ...] = ()
    current: Provision | None = None
    paragraphs: list[tuple[str, list[str]]] = []
    seen: set[Provision] = set()
    body = _RUN_ON.sub("\n", body)
    for line in [*body.split("\n"), "第终条"]:
        heading = _CHAPTER.match(line)
        article = _ARTICLE.match(line)
        if (heading or article or line == "第终条") and current is not None:
            if current not in seen:
                seen.add(current)
                made = tuple(Paragraph(text=t, items=tuple(i)) for t, i in paragraphs)
                yield ProvisionText(provision=current, chapter=chapter, paragraphs=made)
            current = None
        if heading:
            chapter = (heading[1],)
        elif article:
            value = number(article[1].replace("〇", "零").replace("○", "零"))
            inserted = number(article[2]) if article[2] else 0
            if value:
                current = Provision(statute, value, inserted or 0)
                paragraphs = [(line[article.end() :].strip(), [])]
        elif line.strip() and current is not None:
            item = _ITEM.match(line)
            if item and paragraphs:
                paragraphs[-1][1].append(line[item.end() :].strip())
            else:
                paragraphs.append((line.strip(), []))


def project_register() -> Register:
    """The statutes of the project's own corpus."""
    folder = Path(__file__).resolve().parents[1] / "corpus"
    parsed = (parse(read_source(path, folder)) for path in sorted(folder.glob("statutes/*.md")))
    return Register.of(statute for statute, _ in parsed if statute is not None)


def tree(data: Path | None = None) -> tuple[Register, TreeTexts]:
    """The tree in the shared data beside the project's own register."""
    return read((data or shared_data()) / "cn-laws", project_register())


if __name__ == "__main__":
    register, texts = tree()
    versions = [law for laws in texts.laws.values() for law in laws]
    provisions = sum(len(law.provisions) for law in versions)
    print(f"{len(register)} statutes, {len(versions)} versions, {provisions} provisions")
