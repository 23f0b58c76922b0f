"""What pages of statutes and provisions say of themselves: schema.org's ``Legislation``."""

from collections.abc import Iterator

from kb.statutes import ProvisionText, Statute
from kb.web import addresses
from kb.web.eli import JURISDICTION, eli
from kb.web.json_ld import breadcrumb, node, reference
from kb.web.messages import LANGUAGES, Phrases, language_tag
from kb.web.page_head import PageHead
from kb.web.provision_page import ProvisionView
from kb.web.site import Site, provision_name
from kb.web.statute_book import is_ours
from kb.web.statute_page import StatuteView, opening
from kb.web.versions_view import Chosen

# What is shown here is a copy that nobody is bound by, whoever's words it has.
_COPY = "https://schema.org/UnofficialLegalValue"
_FORCES = {"in force": "InForce", "repealed": "NotInForce"}


def statute_head(view: StatuteView, site: Site, phrases: Phrases) -> PageHead:
    """A statute's page."""
    statute, absolute = view.statute, site.absolute
    version = view.chosen.shown.adopted if view.chosen and not view.chosen.is_usual else None
    law = node(
        "Legislation",
        absolute(eli(statute, None, version)),
        **_facts(statute, view.chosen, phrases),
        legislationIdentifier=absolute(eli(statute, None, version)),
        name=statute.title(phrases.lang),
        alternateName=_other_names(statute, phrases.lang),
        url=absolute(view.canonical),
        isPartOf=reference(absolute("/#website")),
    )
    crumbs = (*_above(site, phrases), (statute.title(phrases.lang), absolute(view.url)))
    return site.head(
        view.canonical,
        languages=is_ours(statute),
        description=phrases("statute_described", statute=statute.title(phrases.lang)),
        data=(law, breadcrumb(crumbs)),
    )


def provision_head(view: ProvisionView, site: Site, phrases: Phrases) -> PageHead:
    """A provision's page, with its words in each language in which they are held."""
    statute, absolute = view.statute, site.absolute
    version = view.chosen.shown.adopted if view.chosen and not view.chosen.is_usual else None
    id = absolute(eli(statute, view.provision, version))
    name = phrases(
        "provision_of",
        statute=statute.title(phrases.lang),
        provision=provision_name(view.provision, phrases),
    )
    texts = _texts(view, site)
    law = node(
        "Legislation",
        id,
        **_facts(statute, view.chosen, phrases),
        legislationIdentifier=id,
        name=name,
        alternateName=_cited(view),
        url=absolute(view.canonical),
        isPartOf=node(
            "Legislation",
            absolute(eli(statute, None, version)),
            name=statute.title(phrases.lang),
            legislationIdentifier=absolute(eli(statute, None, version)),
        ),
        encoding=tuple(
            node(
                "LegislationObject",
                inLanguage=language_tag(lang),
                text=text.text,
                legislationLegalValue=_COPY,
            )
            for lang, text in texts
        ),
    )
    own = next((text for lang, text in texts if lang == phrases.lang), None)
    words = own or next((text for _, text in texts), None)
    statute_crumb = (statute.title(phrases.lang), absolute(addresses.statute_url(statute.id)))
    crumb = (provision_name(view.provision, phrases), absolute(view.url))
    return site.head(
        view.canonical,
        languages=is_ours(statute),
        description=opening(words) if words else "",
        data=(law, breadcrumb((*_above(site, phrases), statute_crumb, crumb))),
    )


def _facts(statute: Statute, chosen: Chosen | None, phrases: Phrases) -> dict[str, object]:
    """What holds of the statute and of each of its provisions."""
    in_force = chosen.shown.in_force if chosen else statute.in_force
    until = chosen.successor.in_force.isoformat() if chosen and chosen.successor else ".."
    issuer = node("Organization", name=statute.issuer) if statute.issuer else ""
    force = _force(statute, chosen)
    return {
        "legislationType": phrases.term("statute_kind", statute.kind),
        "legislationJurisdiction": JURISDICTION.upper(),
        "legislationDate": statute.adopted.isoformat(),
        "legislationDateVersion": chosen.shown.adopted.isoformat() if chosen else "",
        "legislationPassedBy": issuer,
        "legislationLegalForce": f"https://schema.org/{force}" if force else "",
        "temporalCoverage": f"{in_force.isoformat()}/{until}",
        "inLanguage": tuple(
            language_tag(lang) for lang in LANGUAGES if _held(lang, statute, chosen)
        ),
    }


def _force(statute: Statute, chosen: Chosen | None) -> str:
    if chosen is not None and (chosen.not_yet or chosen.successor):
        return "NotInForce"
    return _FORCES.get(statute.status, "")


def _held(lang: str, statute: Statute, chosen: Chosen | None) -> bool:
    return (lang == "zh" and chosen is not None) or (
        lang == statute.lang and bool(statute.provisions)
    )


def _texts(view: ProvisionView, site: Site) -> tuple[tuple[str, ProvisionText], ...]:
    """The words that the page shows, by language."""
    return tuple(_words(view, site))


def _words(view: ProvisionView, site: Site) -> Iterator[tuple[str, ProvisionText]]:
    official = site.book.text(view.provision, view.chosen.shown) if view.chosen else None
    if official is not None:
        yield "zh", official
    ours = view.statute.provision(view.provision)
    if ours is not None and not (official is not None and view.statute.lang == "zh"):
        yield view.statute.lang, ours


def _cited(view: ProvisionView) -> tuple[str, ...]:
    """The usual citations of the whole provision."""
    whole = next((form for form in view.forms if not form.anchor), None)
    return tuple(text for text in (whole.chinese, whole.english) if text) if whole else ()


def _other_names(statute: Statute, lang: str) -> tuple[str, ...]:
    title = statute.title(lang)
    names = (statute.title_zh, statute.title_en, *statute.aliases)
    return tuple(dict.fromkeys(name for name in names if name and name != title))


def _above(site: Site, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    return (
        (phrases("home"), site.absolute("/")),
        (phrases("statutes"), site.absolute("/statutes")),
    )
