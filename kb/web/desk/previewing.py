"""An article's page as readers will see it, made from a text that is not published."""

from dataclasses import replace

from flask import Blueprint, Response, abort, request

from kb.accounts import Right
from kb.editors_desk import MAX_TEXT_CHARS
from kb.model import Article, Status
from kb.office import Office
from kb.web import security
from kb.web.article_data import article_head
from kb.web.article_page import article_view
from kb.web.desk.access import needs
from kb.web.desk.desk_addresses import NEW, edit_url
from kb.web.desk.editor_form import EditorForm
from kb.web.desk.page import show
from kb.web.desk.panel import findings_group
from kb.web.site import Site
from kb.workflow import published_days

# Our editor shows the page in a frame of its own; nobody else may.
_FRAMED = {
    "Content-Security-Policy": security.CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


def preview_room(site: Site, office: Office) -> Blueprint:
    """The routes: of what is kept (GET), and of what stands in a form (POST)."""
    routes = Blueprint("desk_preview", __name__)

    @routes.get("/desk/articles/<slug>/preview")
    @needs(Right.WRITE)
    def kept(slug: str) -> Response:
        manuscript = office.desk.manuscript(slug)
        if manuscript is None:
            abort(404)
        return _preview(site, office, manuscript.slug, manuscript.text)

    @routes.post("/desk/articles/<slug>/preview")
    @needs(Right.WRITE)
    def typed(slug: str) -> Response:
        return _preview(site, office, slug, EditorForm.read(request.form, office.desk).text)

    @routes.post(f"{NEW}/preview")
    @needs(Right.WRITE)
    def typed_new() -> Response:
        return _preview(site, office, "", EditorForm.read(request.form, office.desk).text)

    return routes


def _preview(site: Site, office: Office, slug: str, text: str) -> Response:
    examined = office.desk.examine(text[:MAX_TEXT_CHARS], slug)
    if examined.article is None:
        phrases = site.phrases()
        problems = findings_group(text, examined.findings, phrases)
        address = edit_url(slug)
        response = show(
            site, "desk/no_preview.html", status=422, problems=problems, address=address
        )
    else:
        response = article_page(site, examined.article)
    response.headers.extend(_FRAMED)
    return response


def article_page(site: Site, article: Article) -> Response:
    """The very page that the article has if it is published now: same view, head and template."""
    reviewed, due = published_days(site.today(), article.review_by)
    published = replace(article, status=Status.PUBLISHED, reviewed=reviewed, review_by=due)
    library = site.library()
    phrases = site.phrases(article.lang)
    view = article_view(published, site.engine, library, site, phrases)
    head = article_head(published, library, site)
    return site.show("article.html", phrases, head=head, view=view)
