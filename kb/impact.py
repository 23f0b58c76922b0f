"""What a change of the law does to the articles: who cites what changed, which quotes are lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from kb.changes import ChangeKind, ProvisionChange, compare
from kb.library import Library
from kb.model import Article, Citation
from kb.official import OfficialTexts, Version
from kb.provision import Provision
from kb.quoted import share_in, stands_in, translation_is_behind
from kb.review import Clearing, Standing, is_news, standing
from kb.statutes import ProvisionText, Statute
from kb.verdict import VerdictKind


class QuoteState(StrEnum):
    """What became of the words that a citation quotes."""

    NONE = "none"  # it quotes nothing, or what it quotes was not changed
    HOLDS = "holds"
    LOST = "no longer holds"
    NEVER = "in neither version"
    BEHIND = "translation behind"  # it quotes our translation, which knows nothing of the change
    UNCHECKED = "not checked"  # no text is held in its language


_OFFICIAL_LANG = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A citation of a provision that changed.

    ``touched`` is whether the change reaches what is cited: one of paragraph 1 is not touched
    by a change of paragraph 3. ``anchor`` names the article's section.
    """

    citation: str
    anchor: str
    cited: Provision
    change: ProvisionChange
    touched: bool
    quote: QuoteState = QuoteState.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleImpact:
    """An article that cites what changed; ``clearing`` is there where an editor cleared it."""

    slug: str
    title: str
    lang: str
    reviewed: date | None
    standing: Standing
    clearing: Clearing | None
    touches: tuple[Touch, ...]

    @property
    def is_touched(self) -> bool:
        return any(touch.touched for touch in self.touches)

    @property
    def under_review(self) -> bool:
        """Whether readers are told."""
        return self.is_touched and self.standing is Standing.UNDER_REVIEW

    @property
    def lost_quotes(self) -> tuple[Touch, ...]:
        """The citations whose quotation no longer holds."""
        return tuple(touch for touch in self.touches if touch.quote is QuoteState.LOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """One version of a statute after another, and what that does to the articles.

    ``news`` is whether the newer one came by a later import, or is unknown to our translation;
    ``translation_behind`` whether the corpus's translation of the statute knows nothing of the
    newer one, ``translation_knows`` whether it does: then articles may have been written for it.
    """

    statute: str
    title_en: str
    title_zh: str
    before: Version
    after: Version
    news: bool
    translation_behind: bool
    translation_knows: bool
    changes: tuple[ProvisionChange, ...]
    articles: tuple[ArticleImpact, ...]

    @property
    def under_review(self) -> tuple[ArticleImpact, ...]:
        return tuple(article for article in self.articles if article.under_review)

    def title(self, lang: str) -> str:
        """The statute's title; the Chinese one where there is no other."""
        return self.title_zh if lang == "zh" else self.title_en or self.title_zh


@dataclass(frozen=True, slots=True)
class _Citing:
    """One article's citation of one provision."""

    article: Article
    citation: Citation
    target: Provision


def impacts(
    library: Library,
    texts: OfficialTexts,
    cleared: Iterable[Clearing] = (),
    *,
    statute: str = "",
    everything: bool = False,
) -> Iterator[Impact]:
    """What each newer version changed and does to published articles, by statute, oldest first.

    Of all statutes that articles cite, or of the one that is named. Without ``everything`` only
    of versions that are news (``kb.review``), or that put an article under review by their date.
    """
    citing = _citing(library)
    clearings = {(each.article, each.statute, each.version): each for each in cleared}
    for id in [statute] if statute else sorted(citing):
        versions = texts.versions(id)
        cites = citing.get(id, ())
        for before, after in pairwise(versions):
            entry = _entry(id, library, texts)
            news = is_news(after, versions) or translation_is_behind(entry, after.adopted)
            if not (everything or news or _by_date(after, cites)):
                continue
            step = _Step(id, entry, before, after, news, texts, clearings)
            yield step.impact(cites)


def under_review(found: Iterable[Impact]) -> dict[str, tuple[Impact, ...]]:
    """The slugs of the articles that are under review, each with what it is reviewed for."""
    by_slug: dict[str, tuple[Impact, ...]] = {}
    for impact in found:
        for article in impact.under_review:
            by_slug[article.slug] = (*by_slug.get(article.slug, ()), impact)
    return by_slug


def _citing(library: Library) -> Mapping[str, Sequence[_Citing]]:
    """Statute -> every citation of it in published articles, in their order.

    A provision that only the older version had is no target of a citation any more: then what
    the citation means counts, or the article that needs a review most would have none.
    """
    found: dict[str, list[_Citing]] = {}
    for article in library.articles:
        for citation in article.citations:
            for target in citation.meant:
                found.setdefault(target.statute, []).append(_Citing(article, citation, target))
    return found


def _by_date(version: Version, cites: Iterable[_Citing]) -> bool:
    """Whether the version's own dates put an article under review, changed provision or not."""
    return any(
        standing(cite.article.reviewed, version, False, False) is Standing.UNDER_REVIEW
        for cite in cites
    )


def _entry(id: str, library: Library, texts: OfficialTexts) -> Statute | None:
    """The register's entry: the corpus's, else that of the import."""
    known = library.register.get(id)
    return known or next((other for other in texts.statutes() if other.id == id), None)


# By the older version's provisions.
_Changes = Mapping[Provision, ProvisionChange]


def _followed(target: Provision, changes: _Changes) -> Provision:
    """Where the provision is in the newer version."""
    change = changes.get(target.whole)
    moved = change.after if change and change.kind is ChangeKind.RENUMBERED else None
    return moved or target


@dataclass(frozen=True, slots=True)
class _Step:
    """From one version of a statute to the next, and what is needed to judge it."""

    statute: str
    entry: Statute | None
    before: Version
    after: Version
    news: bool
    texts: OfficialTexts
    clearings: Mapping[tuple[str, str, date], Clearing]

    def impact(self, cites: Sequence[_Citing]) -> Impact:
        changes = compare(
            self.texts.provisions(self.statute, self.before.adopted),
            self.texts.provisions(self.statute, self.after.adopted),
        )
        behind = translation_is_behind(self.entry, self.after.adopted)
        return Impact(
            statute=self.statute,
            title_en=self.entry.title_en if self.entry else "",
            title_zh=self.entry.title_zh if self.entry else self.statute,
            before=self.before,
            after=self.after,
            news=self.news,
            translation_behind=behind,
            translation_knows=bool(self.entry and self.entry.translation) and not behind,
            changes=changes,
            articles=tuple(self._articles(changes, cites)),
        )

    def _articles(
        self, changes: Iterable[ProvisionChange], cites: Iterable[_Citing]
    ) -> Iterator[ArticleImpact]:
        by_provision = {c.before: c for c in changes if c.before is not None and c.matters}
        touches: dict[str, list[Touch]] = {}
        articles: dict[str, Article] = {}
        for cite in cites:
            change = by_provision.get(cite.target.whole)
            if change is not None:
                articles[cite.article.slug] = cite.article
                touch = self._touch(cite, change, by_provision)
                touches.setdefault(cite.article.slug, []).append(touch)
        for slug, article in articles.items():
            clearing = self.clearings.get((slug, self.statute, self.after.adopted))
            yield ArticleImpact(
                slug=slug,
                title=article.title,
                lang=article.lang,
                reviewed=article.reviewed,
                standing=standing(article.reviewed, self.after, self.news, clearing is not None),
                clearing=clearing,
                touches=tuple(touches[slug]),
            )

    def _touch(self, cite: _Citing, change: ProvisionChange, changes: _Changes) -> Touch:
        return Touch(
            citation=" ".join(cite.citation.text.split()),
            anchor=cite.citation.anchor,
            cited=cite.target,
            change=change,
            touched=change.touches(cite.target),
            quote=self._quote(cite, changes),
        )

    def _quote(self, cite: _Citing, changes: _Changes) -> QuoteState:
        """The quotation held against the newer version, in the language it is in.

        Of a provision that was renumbered the words count, under whatever number they stand now.
        """
        citation, entry = cite.citation, self.entry
        if not citation.claims_words:
            return QuoteState.NONE
        targets = [target for target in citation.meant if target.statute == self.statute]
        if entry is not None and entry.translation and entry.lang == cite.article.lang:
            if translation_is_behind(entry, self.after.adopted):
                return QuoteState.BEHIND
            ours = [text for target in targets if (text := entry.provision(target))]
            verdict = citation.verdict  # by who compares more finely, with the same translation
            if verdict is not None and verdict.kind is not VerdictKind.UNCHECKED:
                return QuoteState.HOLDS if verdict.holds else QuoteState.LOST
            return QuoteState.HOLDS if stands_in(citation, ours) else QuoteState.LOST
        if cite.article.lang != _OFFICIAL_LANG:
            return QuoteState.UNCHECKED
        older = self._official(targets, self.before)
        newer = self._official((_followed(target, changes) for target in targets), self.after)
        if stands_in(citation, newer):
            return QuoteState.HOLDS
        if stands_in(citation, older):
            return QuoteState.LOST
        if citation.verdict is None or not citation.verdict.holds:
            return QuoteState.NEVER
        # In other words than the law's, but right when they were written: are they less so now?
        same = share_in(citation, newer) >= share_in(citation, older)
        return QuoteState.HOLDS if same else QuoteState.LOST

    def _official(self, targets: Iterable[Provision], version: Version) -> list[ProvisionText]:
        texts = (self.texts.text(target, version.adopted) for target in targets)
        return [text for text in texts if text is not None]
