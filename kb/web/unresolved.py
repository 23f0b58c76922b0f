"""Why a citation leads to no provision, in the reader's language."""

from collections.abc import Iterator
from dataclasses import replace

from kb.cite_check import is_error
from kb.model import Citation
from kb.provision import Provision
from kb.unresolved import Unresolved, WhyUnresolved
from kb.web.messages import Phrases
from kb.web.site import provision_name


def why_unresolved(citation: Citation, phrases: Phrases) -> Iterator[str]:
    """Sentences: what is missing, and which version of the statute has it."""
    unresolved = citation.unresolved
    if unresolved is None:
        wrong = is_error(citation)
        yield phrases("standing_wrong_what" if wrong else "standing_unknown_what")
        return
    yield _missing(unresolved, phrases)
    if unresolved.provision is not None and unresolved.elsewhere is not None:
        yield phrases(
            "unresolved_later" if unresolved.later else "unresolved_earlier",
            date=phrases.date(unresolved.elsewhere),
            provision=provision_name(unresolved.provision, phrases),
        )


def _missing(unresolved: Unresolved, phrases: Phrases) -> str:
    key = f"unresolved_{unresolved.why.replace('-', '_')}"
    since = unresolved.since
    if unresolved.why is WhyUnresolved.BEYOND_LAST and since is not None:
        key = f"{key}_since"
    elif unresolved.why is WhyUnresolved.NO_ITEM and not unresolved.count:
        key = "unresolved_no_items"
    provision = unresolved.provision
    titles = {"zh": unresolved.title_zh, "en": unresolved.title_en or unresolved.title_zh}
    return phrases(
        key,
        name=unresolved.name,
        statute=titles[phrases.lang],
        provision=provision_name(provision, phrases) if provision else "",
        place=provision_name(_place(unresolved.why, provision), phrases) if provision else "",
        count=unresolved.count,
        date=phrases.date(since) if since else "",
    )


def _place(why: WhyUnresolved, provision: Provision) -> Provision:
    """What has too few parts: the paragraph, or the whole article."""
    return replace(provision, item=0) if why is WhyUnresolved.NO_ITEM else provision.whole
