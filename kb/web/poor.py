"""Searches that were not answered, and who may be counted for them."""

from flask import current_app, request

from kb.request import Filters
from kb.results import ResultPage
from kb.searches import Searches


def is_poor(results: ResultPage) -> bool:
    """Whether the answer to a question is poor: an article may be missing.

    Nothing is found; or no article clearly answers and some of the words stand in no hit. Of the
    dev queries (``corpus/judgements.tsv``) that name no provision, 281, the first hit of 238
    answers well (grade 2 or 3): 16 % of those are poor by this rule, and 44 % of the other 43.
    Without the words that are left out it would be 42 % and 93 %: the queue would be a list of
    the usual questions. What filters kept from being found, what asks for a provision, and
    further pages say nothing.
    """
    understood = results.understood
    asks_for_law = results.looked_up or results.offered or results.missing or results.named
    if not results.query or results.page > 1 or understood.filters != Filters() or asks_for_law:
        return False
    return not results.total or (results.answer is None and bool(results.left_out))


def note(searches: Searches | None, results: ResultPage) -> None:
    """Count the search of this request if it was not answered; never fails."""
    if searches is None or not is_poor(results):
        return
    try:
        searches.note(results.query, request.remote_addr or "")
    except Exception:  # a reader gets the hits whatever becomes of the count
        current_app.logger.exception("a search could not be counted")
