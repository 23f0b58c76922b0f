"""Identifiers of legislation in the manner of ELI: addresses that tell what they name.

``/eli/cn/law/2010/10/28/prc-sil-2010/art-16/2018-12-29`` is Article 16 of a law adopted on 28
October 2010, as amended on 29 December 2018. The European Legislation Identifier is a template
of such components, in an order that each jurisdiction sets; China has set none, so it is ours:
jurisdiction, kind, day of adoption, id, provision, version. Each leads to the page.
"""

import re
from dataclasses import dataclass
from datetime import date

from kb.provision import Provision
from kb.statutes import Statute

PREFIX = "/eli/"
JURISDICTION = "cn"
_FORM = re.compile(
    r"(?P<start>cn/[a-z-]{1,60}/\d{4}/\d\d/\d\d/(?P<statute>[a-z0-9-]{1,200}))"
    r"(?:/(?P<article>art-[0-9-]{1,7}))?(?:/(?P<version>\d{4}-\d\d-\d\d))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an identifier names; ``start`` is its part that tells the statute."""

    start: str
    statute: str
    provision: Provision | None = None
    version: date | None = None


def eli(statute: Statute, provision: Provision | None = None, version: date | None = None) -> str:
    """The identifier, as an address of the site."""
    parts = [_start(statute)]
    if provision is not None:
        parts.append(provision.article_anchor)
    if version is not None:
        parts.append(version.isoformat())
    return PREFIX + "/".join(parts)


def named_by(identifier: str) -> Named | None:
    """What is named by the part after ``/eli/``; None where it is no identifier."""
    found = _FORM.fullmatch(identifier)
    if found is None:
        return None
    try:
        provision = (
            Provision.parse(f"{found['statute']}/{found['article']}") if found["article"] else None
        )
        version = date.fromisoformat(found["version"]) if found["version"] else None
    except ValueError:
        return None
    return Named(
        start=found["start"], statute=found["statute"], provision=provision, version=version
    )


def is_of(named: Named, statute: Statute) -> bool:
    """Whether kind and day are the statute's: an identifier that says other things is wrong."""
    return named.start == _start(statute)


def _start(statute: Statute) -> str:
    kind = re.sub(r"[^a-z]+", "-", statute.kind.lower()).strip("-") or "act"
    day = statute.adopted.isoformat().replace("-", "/")
    return f"{JURISDICTION}/{kind}/{day}/{statute.id}"
