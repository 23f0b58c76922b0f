"""The pages of the site as files: all that can be reached from its front page by links."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from wsgiref.types import WSGIApplication

from kb.export.asking import ask
from kb.export.errors import ExportError
from kb.export.places import SEARCH, Target, asset_file, from_file, page_file, target_of
from kb.export.rewriting import addresses_in, rewritten

Progress = Callable[[int, int], None]  # done, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPages:
    """The site's addresses of what only a copy has: its search page, and where dead ends lead."""

    search: str
    not_here: str


@dataclass(slots=True)
class Pages:
    """Writes the pages of a site into a folder, each as it is rendered in each language.

    They are written twice: as the site gives them, to learn which pages there are, then with
    links to those. So a page that links to many needs no room for all of them in memory.
    """

    site: WSGIApplication
    folder: Path
    languages: Sequence[str]
    own: OwnPages
    assets: dict[str, None] = field(default_factory=dict)
    paths: dict[str, None] = field(default_factory=dict)  # of the pages that there are

    def write(self, progress: Progress) -> int:
        """Write all pages and what they load; answers how many pages there are."""
        self._render(progress)
        for path in self.assets:
            self._keep(asset_file(path), self._asked(path, "", "loaded by its pages"))
        files = list(self._files())
        for done, (file, lang) in enumerate(files, 1):
            self._link(file, file, lang)
            progress(done, len(files))
        home = page_file("/", self.languages[0])
        self._keep("index.html", self._asked("/", self.languages[0], "its front page"))
        self._link("index.html", "index.html", self.languages[0])
        if not (self.folder / home).is_file():
            raise ExportError("the site has no front page")
        return len(files)

    def _render(self, progress: Progress) -> None:
        """Follow links from the front page, level by level."""
        level = ["/", self.own.search, self.own.not_here]
        seen = set(level)
        while level:
            found: dict[str, None] = {}
            for done, path in enumerate(level, 1):
                for lang in self.languages:
                    found.update(self._rendered(path, lang))
                progress(done, len(level))
            level = [path for path in found if path not in seen]
            seen.update(level)

    def _rendered(self, path: str, lang: str) -> Iterator[tuple[str, None]]:
        """Write a page as it is; the paths of pages that it links to."""
        answer = ask(self.site, path, lang)
        if not answer.is_page:
            return
        self.paths[path] = None
        self._keep(page_file(path, lang), answer.body)
        found = addresses_in(answer.body.decode())
        for url in found.loaded:
            target = target_of(url, lang)
            if target and target.is_asset:
                self.assets[target.path] = None
        for url in found.links:
            target = target_of(url, lang)
            if target and target.may_be_page:
                yield target.path, None

    def _files(self) -> Iterator[tuple[str, str]]:
        for path in self.paths:
            for lang in self.languages:
                yield page_file(path, lang), lang

    def _link(self, file: str, as_file: str, lang: str) -> None:
        """Lead a page's links to files."""
        path = self.folder / file
        page = path.read_text("utf-8")

        def place(tag: str, url: str) -> str | None:
            target = target_of(url, lang)
            return url if target is None else self._place(tag, target, as_file)

        path.write_text(rewritten(page, place), "utf-8", newline="")

    def _place(self, tag: str, target: Target, file: str) -> str | None:
        if target.is_asset:
            return from_file(file, asset_file(target.path), (), target.fragment)
        if target.path == SEARCH:
            search = page_file(self.own.search, target.lang)
            return from_file(file, search, target.parameters, target.fragment)
        there = target.path in self.paths and not target.parameters
        if there and target.lang in self.languages:
            return from_file(file, page_file(target.path, target.lang), (), target.fragment)
        if tag == "link":
            return None
        lang = target.lang if target.lang in self.languages else self.languages[0]
        return from_file(file, page_file(self.own.not_here, lang), (), "")

    def _asked(self, path: str, lang: str, what: str) -> bytes:
        answer = ask(self.site, path, lang)
        if not answer.is_there:
            raise ExportError(f"the site answers {answer.status} for {path}, {what}")
        return answer.body

    def _keep(self, file: str, content: bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
