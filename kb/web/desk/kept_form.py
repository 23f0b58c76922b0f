"""What was typed into a form survives the session that it was typed in.

Where the session has expired, or the form's token does not fit, nothing is done; but the fields
that were sent are carried along, through the sign-in page if need be, to the page that the
form stands on, and stand in the form there. They are never sent on to what the form does.

A room has nothing to do for it but this:

* the page with the form (GET) and what it does (POST) are two view functions at one address.
  Where a form is sent to another address than that of its page, a hidden field ``form_page``
  (the macro ``desk.token("/desk/the-page")`` writes it) names the page;
* the view of the page looks at ``kept()``::

      @routes.get("/desk/notes")
      @needs(Right.WRITE)
      def page() -> Response:
          text = written(kept(), "text", otherwise=stored_text)

Passwords are not kept, nor files that were chosen: a browser lets nobody fill them in. Nor is
what another site sent: its form would come without our cookie too, and must not get a text into
ours.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, current_app, flash, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from kb.web.desk.own_address import DESK, SIGN_IN, asked_address, own_address
from kb.web.desk.page import redirect_to, show
from kb.web.origin import is_from_here
from kb.web.parameters import BadParametersError
from kb.web.site import Site

FORM_PAGE = "form_page"
TOKEN = "csrf_token"  # noqa: S105 - the field's name
MARK = "kept_form"  # this POST shows a form and does nothing
_PREFIX = "kept."  # of what is carried: the sign-in form has fields of its own
_SECRETS = ("password", "new", "again")  # never written into a page
MOST_FIELDS = 500
MOST_CHARS = 900_000  # of all fields together; a manuscript has at most 400,000

Fields = MultiDict[str, str]


def kept() -> Fields | None:
    """What had been typed into the form that this page shows; None where nothing was kept."""
    fields = g.get("kept_form")
    return fields if isinstance(fields, MultiDict) else None


def written(fields: Fields | None, name: str, *, otherwise: str = "") -> str:
    """What had been typed into one field."""
    return fields.get(name, otherwise) if fields is not None else otherwise


def carried() -> Fields:
    """The fields of a form that this request carries along."""
    names = [name for name in request.form if name.startswith(_PREFIX)]
    return _limited(
        MultiDict((n.removeprefix(_PREFIX), v) for n in names for v in request.form.getlist(n))
    )


def hidden(fields: Fields) -> list[tuple[str, str]]:
    """Names and values of the hidden fields that carry these along."""
    return [(_PREFIX + name, value) for name, value in fields.items(multi=True)]


def sign_in_first(site: Site) -> Response:
    """Lead to the sign-in page, with what was sent, and from there back."""
    back = asked_address(request.path, request.query_string)
    if request.method in ("GET", "HEAD"):
        return redirect_to(SIGN_IN, next=back)
    fields, page = _sent(), _form_page()
    if not fields or not page:
        return redirect_to(SIGN_IN, next=page or DESK)
    return sign_in_page(site, site_next=page, fields=fields, status=403, expired=True)


def sign_in_page(
    site: Site,
    *,
    site_next: str,
    name: str = "",
    fields: Fields | None = None,
    status: int = 200,
    sentence: str = "",
    expired: bool = False,
) -> Response:
    """The sign-in form, carrying along where to go then and what had been typed there."""
    return show(
        site,
        "desk/sign_in.html",
        status=status,
        action=SIGN_IN,
        name=name,
        next=own_address(site_next),
        carried=hidden(fields or MultiDict()),
        sentence=sentence,
        expired=expired,
    )


def go_on(site: Site, page: str, fields: Fields, status: int = 200) -> Response:
    """A page with one button: to the form, with what had been typed."""
    return show(
        site,
        "desk/kept.html",
        status=status,
        action=own_address(page),
        carried=[(MARK, "1"), *hidden(fields)],
        signed_in_again=status == 200,
    )


def wrong_token(site: Site) -> Response:
    """The form again, with what was sent: the token was missing, or of another session."""
    phrases = site.phrases()
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return Response(phrases("desk_wrong_token"), 400, content_type="text/plain; charset=utf-8")
    fields, page = _sent(), _form_page()
    if fields and page == asked_address(request.path, request.query_string):
        flash(phrases("desk_wrong_token"), "warning")
        try:
            answer = _shown(request.path, fields)
        except (HTTPException, BadParametersError):  # there is no such page any longer
            answer = None
        if answer is not None:
            answer.status_code = 400
            return answer
    elif fields and page:
        flash(phrases("desk_wrong_token"), "warning")
        return go_on(site, page, fields, status=400)
    return show(site, "desk/refused.html", status=400, sentence=phrases("desk_wrong_token"))


def shown_again() -> Response | None:
    """The form page that a POST with carried fields asks for; None where it asks for none."""
    if request.method != "POST" or MARK not in request.form:
        return None
    return _shown(request.path, carried()) or redirect_to(DESK)


def _shown(path: str, fields: Fields) -> Response | None:
    """The page at this address, its form filled in; None where its view is not for GET alone."""
    found = _view(path)
    if found is None:
        return None
    g.kept_form = fields
    return current_app.make_response(found())


def _view(path: str) -> Callable[[], Any] | None:
    """What shows the page at this address, and does nothing."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # noqa: S101 - a request has one
    try:
        rule, arguments = adapter.match(path, method="GET", return_rule=True)
    except HTTPException:  # a redirect is one too
        return None
    if "POST" in (rule.methods or ()):
        return None  # the same function would do what the form does
    return partial(current_app.view_functions[rule.endpoint], **arguments)


def _form_page() -> str:
    """The page that this request's form stands on, "" where there is none of ours."""
    named = request.form.get(FORM_PAGE, "")
    if named:
        return own_address(named)
    here = asked_address(request.path, request.query_string)
    return here if _view(request.path) is not None else ""


def _sent() -> Fields:
    """The fields of this request that may be carried along: none of another site's."""
    if not is_from_here(request):
        return MultiDict()
    if MARK in request.form:
        return carried()
    ours = (TOKEN, FORM_PAGE, *_SECRETS)
    return _limited(MultiDict((n, v) for n, v in request.form.items(multi=True) if n not in ours))


def _limited(fields: Fields) -> Fields:
    """The fields, or none where they are more than any form of ours has."""
    pairs = list(fields.items(multi=True))
    chars = sum(len(name) + len(value) for name, value in pairs)
    return MultiDict() if len(pairs) > MOST_FIELDS or chars > MOST_CHARS else fields
