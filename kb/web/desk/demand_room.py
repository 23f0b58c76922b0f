"""`/desk/demand`: what readers miss, and what is decided about it."""

from flask import Blueprint, Response, abort, flash, request

from kb.accounts import Right
from kb.demand import DemandUnusableError, Origin, State
from kb.demand_desk import MAX_REASON_CHARS, DemandDesk
from kb.office import Office
from kb.web.desk.access import actor, needs
from kb.web.desk.demand_list import DEMAND, PER_PAGE, Listing, Row, counted
from kb.web.desk.kept_form import kept, written
from kb.web.desk.page import redirect_to, show
from kb.web.messages import LANGUAGES
from kb.web.parameters import Parameters
from kb.web.site import Site
from kb.wishes import Order, Wish

DISMISS, REOPEN, DRAFTED = "dismiss", "reopen", "drafted"
_DOINGS = (DISMISS, REOPEN, DRAFTED)
_COMMENTS = 20  # of an article that does not help


def demand_room(site: Site, office: Office) -> Blueprint:
    """The routes; nothing is there where no questions are taken."""
    routes = Blueprint("desk_demand", __name__)
    if office.demand is None:
        return routes
    demand = office.demand

    @routes.errorhandler(DemandUnusableError)
    def unusable(error: DemandUnusableError) -> Response:
        return show(site, "desk/refused.html", status=503, sentence=str(error))

    @routes.get(DEMAND)
    @needs(Right.WRITE)
    def listing() -> Response:
        asked = Listing.read(request.args)
        everything = demand.wishes()
        found = asked.of(everything)
        pages = max(1, -(-len(found) // PER_PAGE))
        first = (min(asked.page, pages) - 1) * PER_PAGE
        phrases = site.phrases()
        return show(
            site,
            "desk/demand.html",
            phrases=phrases,
            asked=asked,
            rows=[Row.of(wish) for wish in found[first : first + PER_PAGE]],
            found=len(found),
            counts=counted(everything),
            everything=len(everything),
            states=tuple(State),
            origins=tuple(Origin),
            orders=tuple(Order),
            languages=LANGUAGES,
            previous=asked.url(asked.page - 1) if asked.page > 1 else "",
            following=asked.url(asked.page + 1) if asked.page < pages else "",
        )

    @routes.get(f"{DEMAND}/<key>")
    @needs(Right.WRITE)
    def one(key: str) -> Response:
        return _one(site, office, _known(demand, key))

    @routes.post(f"{DEMAND}/<key>")
    @needs(Right.WRITE)
    def decide(key: str) -> Response:
        wish = _known(demand, key)
        parameters = Parameters(request.form)
        chosen = parameters.chosen("do", _DOINGS, blank=True)
        if len(chosen) != 1:
            parameters.refuse("do", "bad_one_of", _DOINGS)
        reason = (parameters.once("reason") or "").strip()
        if len(reason) > MAX_REASON_CHARS:
            parameters.refuse("reason", "bad_length", length=len(reason), most=MAX_REASON_CHARS)
        parameters.check()
        phrases = site.phrases()
        slug = request.form.get("slug", "").strip()
        if chosen == (DISMISS,):
            if not reason:
                return _one(site, office, wish, phrases("demand_reason_needed"), 422)
            demand.dismiss(wish, by=actor().name, reason=reason)
        elif chosen == (DRAFTED,):
            found = office.desk.manuscript(slug) if slug else None
            if found is None:
                return _one(site, office, wish, phrases("demand_no_article", slug=slug), 422)
            demand.drafted(wish, by=actor().name, slug=found.slug)
        else:
            demand.reopen(wish, by=actor().name)
        flash(phrases(f"demand_did_{chosen[0]}", question=wish.question))
        return redirect_to(DEMAND)

    return routes


def _known(demand: DemandDesk, key: str) -> Wish:
    return demand.wish(key) or abort(404)


def _one(site: Site, office: Office, wish: Wish, sentence: str = "", status: int = 200) -> Response:
    phrases = site.phrases()
    about = wish.slug if Origin.FEEDBACK in wish.counts else ""
    fields = kept() or (request.form if sentence else None)
    return show(
        site,
        "desk/wish.html",
        phrases=phrases,
        status=status,
        row=Row.of(wish),
        wish=wish,
        # What speaks for an article that does not help is no wording of a reader's.
        wordings=() if about else wish.alike,
        comments=office.feedback.comments(about, limit=_COMMENTS) if about else (),
        sentence=sentence,
        reason=written(fields, "reason"),
        slug=written(fields, "slug"),
        most=MAX_REASON_CHARS,
    )
