"""The log of who did what: for admins."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kb.accounts import Audit, AuditEntry, Right
from kb.office import Office
from kb.web.desk.access import needs
from kb.web.desk.page import show
from kb.web.parameters import Parameters
from kb.web.site import Site

LOG = "/desk/log"
_PER_PAGE = 100
_LONGEST = 200  # characters of a filter


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRequest:
    """Of whom, about what, and before which moment (UTC; None: up to now)."""

    actor: str = ""
    subject: str = ""
    before: datetime | None = None

    @classmethod
    def read(cls, parameters: Parameters) -> "LogRequest":
        """The parameters of an address; raises ``BadParametersError`` that names each bad one."""
        parameters.only(("actor", "subject", "before", "ui"))
        texts = [(parameters.once(name) or "").strip() for name in ("actor", "subject")]
        for name, text in zip(("actor", "subject"), texts, strict=True):
            if len(text) > _LONGEST:
                parameters.refuse(name, "bad_long", length=len(text), most=_LONGEST)
        given = (parameters.once("before") or "").strip()
        before = _moment(given)
        if given and before is None:
            parameters.refuse("before", "bad_moment", value=given[:60])
        parameters.check()
        return cls(actor=texts[0], subject=texts[1], before=before)

    def url(self, before: datetime | None = None) -> str:
        """The address of these entries before a moment."""
        told = (("actor", self.actor), ("subject", self.subject))
        pairs = [(name, value) for name, value in told if value]
        if before is not None:
            pairs.append(("before", before.isoformat()))
        return f"{LOG}?{urlencode(pairs)}" if pairs else LOG


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Entries, the newest first, and the moment before which the next page has its own."""

    entries: tuple[AuditEntry, ...]
    next: datetime | None

    @classmethod
    def of(cls, audit: Audit, asked: LogRequest, most: int = _PER_PAGE) -> "LogPage":
        """A page of at most as many entries; those of one moment are never on two."""
        found = audit.entries(
            limit=most + 1, before=asked.before, actor=asked.actor, subject=asked.subject
        )
        if len(found) <= most:
            return cls(entries=found, next=None)
        whole = tuple(entry for entry in found[:most] if entry.at > found[most].at)
        shown = whole or found[:most]  # more in one moment than a page holds: no clock is so slow
        return cls(entries=shown, next=shown[-1].at)


def log_room(site: Site, office: Office) -> Blueprint:
    """The routes."""
    routes = Blueprint("desk_log", __name__)

    @routes.get(LOG)
    @needs(Right.ADMINISTER)
    def log() -> Response:
        asked = LogRequest.read(Parameters(request.args))
        page = LogPage.of(office.audit, asked)
        return show(
            site,
            "desk/log.html",
            asked=asked,
            entries=page.entries,
            older=asked.url(page.next) if page.next else "",
            newest=asked.url() if asked.before else "",
            of_actor=lambda name: LogRequest(actor=name).url(),
            of_subject=lambda name: LogRequest(subject=name).url(),
        )

    return routes


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
