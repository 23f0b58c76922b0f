"""`/desk/best-bets`: an article first for a query, or not at all, tried before it is done."""

from flask import Blueprint, Response, current_app, flash, request

from kb.accounts import DeskUnusableError, Right
from kb.editors_desk import RefusedError
from kb.engine import IndexUnusableError
from kb.office import Office
from kb.request import MAX_QUERY_CHARS
from kb.search_tuning import MAX_REASON_CHARS, Placing, Tried
from kb.web.desk.access import actor, needs
from kb.web.desk.kept_form import kept, written
from kb.web.desk.page import redirect_to, show
from kb.web.desk.refusals import told
from kb.web.site import Site

BEST_BETS = "/desk/best-bets"


def best_bets_room(site: Site, office: Office) -> Blueprint:
    """The list of bets, the results of a query, and what a bet would do to them."""
    routes = Blueprint("desk_best_bets", __name__)
    tuning = office.tuning
    if tuning is None:
        return routes

    def page(
        query: str, slug: str, placing: str, status: int = 200, sentence: str = ""
    ) -> Response:
        phrases = site.phrases()
        tried: Tried | None = None
        try:
            if query and slug and placing in set(Placing):
                tried = tuning.try_bet(query, slug, Placing(placing))
        except RefusedError as error:
            status, sentence = 422, sentence or told(error, phrases)
        except (IndexUnusableError, OSError) as error:
            status, sentence = 503, phrases("step_failed", reason=str(error))
        return show(
            site,
            "desk/best_bets.html",
            phrases=phrases,
            status=status,
            address=BEST_BETS,
            query=query,
            slug=slug,
            placing=placing,
            reason=request.form.get("reason", "") or written(kept(), "reason"),
            bets=tuning.bets(),
            results=tuning.results(query) if query and tried is None else (),
            tried=tried,
            most_query=MAX_QUERY_CHARS,
            most_reason=MAX_REASON_CHARS,
            sentences=(sentence,) if sentence else (),
        )

    @routes.get(BEST_BETS)
    @needs(Right.PUBLISH)
    def bets() -> Response:
        typed = kept() or request.args
        query, slug, placing = (_field(typed.get(n, "")) for n in ("query", "slug", "placing"))
        return page(query, slug, placing)

    @routes.post(BEST_BETS)
    @needs(Right.PUBLISH)
    def place() -> Response:
        phrases = site.phrases()
        query, slug, placing, reason = (
            _field(request.form.get(name, "")) for name in ("query", "slug", "placing", "reason")
        )
        try:
            wanted = Placing(placing)
        except ValueError:
            return page(query, slug, "", 422, phrases("bets_bad_placing"))
        try:
            tuning.set_bet(query, slug, wanted, actor(), reason)
        except RefusedError as error:
            return page(query, slug, placing, 422, told(error, phrases))
        except (DeskUnusableError, OSError) as error:
            current_app.logger.error("%s could not be placed for %r: %s", slug, query, error)
            return page(query, slug, placing, 503, phrases("step_failed", reason=str(error)))
        flash(phrases(f"bets_did_{wanted}", query=query, slug=slug))
        return redirect_to(BEST_BETS, query=query)

    return routes


def _field(text: str) -> str:
    """On one line, no longer than a query may be."""
    return " ".join(text.split())[:MAX_QUERY_CHARS]
