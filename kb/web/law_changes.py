"""What is shown of changes of the law: a banner on an article, and the editors' list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response

from kb.changes import ChangeKind, ProvisionChange
from kb.impact import ArticleImpact, Impact, QuoteState, Touch
from kb.library import Library
from kb.model import unique
from kb.provision import Provision
from kb.web import addresses
from kb.web.messages import Phrases
from kb.web.site import Site, provision_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedProvision:
    """A provision that changed: its older name, the comparison, and its new name if it moved."""

    name: str
    url: str
    kind: ChangeKind
    now: str = ""
    now_url: str = ""
    cited_by: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """That the law an article cites changed, or will; one for each version of a statute."""

    statute: str
    day: date
    is_ahead: bool
    provisions: tuple[ChangedProvision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPlace:
    """A citation of what changed, with a link to its section; ``now`` is the new number."""

    citation: str
    url: str
    provision: str
    kind: ChangeKind
    now: str
    touched: bool
    quote: QuoteState


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedArticle:
    """An article of the list and its citations; touched ones come first."""

    impact: ArticleImpact
    url: str
    places: tuple[CitedPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteChange:
    """One version after another: ``cited`` changes concern articles, ``others`` do not."""

    impact: Impact
    title: str
    url: str
    counts: tuple[tuple[ChangeKind, int], ...]
    cited: tuple[ChangedProvision, ...]
    others: tuple[ChangedProvision, ...]
    articles: tuple[ConcernedArticle, ...]


def banners(slug: str, library: Library, site: Site, phrases: Phrases) -> tuple[Banner, ...]:
    """What readers of the article are told, the newest version first."""
    found = site.watch.of_article(slug, library)
    shown = (_banner(slug, impact, site.today(), phrases) for impact in found)
    return tuple(sorted(shown, key=lambda banner: banner.day, reverse=True))


def _banner(slug: str, impact: Impact, today: date, phrases: Phrases) -> Banner:
    article = next(each for each in impact.under_review if each.slug == slug)
    touched = unique(touch.change for touch in article.touches if touch.touched)
    changes = sorted(touched, key=lambda change: change.provision)
    return Banner(
        statute=impact.title(phrases.lang),
        day=impact.after.in_force,
        is_ahead=impact.after.in_force > today,
        provisions=tuple(_changed(change, impact, phrases) for change in changes),
    )


def changes(site: Site) -> Blueprint:
    """The route of the editors' list."""
    routes = Blueprint("changes", __name__)

    @routes.get("/changes")
    def law_changes() -> Response:
        phrases = site.phrases()
        found = site.watch.impacts(site.library())
        return site.show("changes.html", phrases, steps=statute_changes(found, phrases))

    return routes


def statute_changes(found: Iterable[Impact], phrases: Phrases) -> tuple[StatuteChange, ...]:
    """The list, the newest version first."""
    newest = sorted(found, key=lambda impact: (impact.after.adopted, impact.statute), reverse=True)
    return tuple(_statute_change(impact, phrases) for impact in newest)


def _statute_change(impact: Impact, phrases: Phrases) -> StatuteChange:
    citing: dict[Provision | None, set[str]] = {}
    for article in impact.articles:
        for touch in article.touches:
            citing.setdefault(touch.change.before, set()).add(article.slug)
    lines = [
        (change, _changed(change, impact, phrases, len(citing.get(change.before, ()))))
        for change in impact.changes
    ]
    kinds = [change.kind for change in impact.changes]
    return StatuteChange(
        impact=impact,
        title=impact.title(phrases.lang),
        url=addresses.statute_url(impact.statute),
        counts=tuple((kind, kinds.count(kind)) for kind in ChangeKind if kind in kinds),
        cited=tuple(line for change, line in lines if change.before in citing),
        others=tuple(line for change, line in lines if change.before not in citing),
        articles=tuple(
            _concerned(article, phrases) for article in sorted(impact.articles, key=_urgency)
        ),
    )


def _urgency(article: ArticleImpact) -> tuple[bool, bool, str]:
    """What is to be done stands first."""
    return (not article.under_review, not article.lost_quotes, article.title.casefold())


def _concerned(article: ArticleImpact, phrases: Phrases) -> ConcernedArticle:
    touches = sorted(article.touches, key=lambda touch: not touch.touched)
    return ConcernedArticle(
        impact=article,
        url=addresses.article_url(article.slug),
        places=unique(_place(article.slug, touch, phrases) for touch in touches),
    )


def _place(slug: str, touch: Touch, phrases: Phrases) -> CitedPlace:
    return CitedPlace(
        citation=touch.citation,
        url=addresses.article_url(slug, touch.anchor),
        provision=provision_name(touch.cited if touch.touched else touch.cited.whole, phrases),
        kind=touch.change.kind,
        now=_new_name(touch.change, phrases),
        touched=touch.touched,
        quote=touch.quote,
    )


def _changed(
    change: ProvisionChange, impact: Impact, phrases: Phrases, cited_by: int = 0
) -> ChangedProvision:
    older, newer = impact.before.adopted, impact.after.adopted
    moved = _moved_to(change)
    if change.after is None:  # the newer version has nothing to show
        url = addresses.comparison_url(change.provision, older, newer)
    else:
        url = addresses.comparison_url(change.after, newer, older)
    return ChangedProvision(
        name=provision_name(change.provision, phrases),
        url=url,
        kind=change.kind,
        now=_new_name(change, phrases),
        now_url=addresses.provision_url(moved) if moved else "",
        cited_by=cited_by,
    )


def _moved_to(change: ProvisionChange) -> Provision | None:
    return change.after if change.kind is ChangeKind.RENUMBERED else None


def _new_name(change: ProvisionChange, phrases: Phrases) -> str:
    """The number that a provision bears now, if that is another; else ""."""
    moved = _moved_to(change)
    return provision_name(moved, phrases) if moved else ""
