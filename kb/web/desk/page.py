"""Pages of the desk: like those of the site, with the desk's navigation and notices."""

from functools import partial
from urllib.parse import urlencode

from flask import Response, get_flashed_messages

from kb.web.desk import moments
from kb.web.desk.navigation import offered
from kb.web.desk.visitor import is_signed_in, user
from kb.web.messages import Phrases
from kb.web.site import Site


def show(
    site: Site,
    template: str,
    *,
    phrases: Phrases | None = None,
    status: int = 200,
    **views: object,
) -> Response:
    """Render a template that extends ``desk/base.html``; ``moment`` shows times in it.

    ``phrases`` are the interface's words in the reader's language, unless given.
    """
    words = phrases or site.phrases()
    me = user() if is_signed_in() else None
    return site.show(
        template,
        words,
        status=status,
        head=None,
        me=me,
        desk_navigation=offered(me.role) if me else (),
        moment=partial(moments.shown, phrases=words),
        notices=get_flashed_messages(with_categories=True),
        **views,
    )


def redirect_to(address: str, **parameters: str) -> Response:
    """303: look there next, whatever was asked here."""
    place = f"{address}?{urlencode(parameters)}" if parameters else address
    return Response(status=303, headers={"Location": place})
