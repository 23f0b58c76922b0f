"""What a browser does at the door of the desk, over the desk in memory."""

from dataclasses import dataclass

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.engine import SearchEngine
from kb.office import Office
from tests.desk_memory import PASSWORD, MemoryAudit, MemoryDesk, memory_office
from tests.small_site import site, soup

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
OTHER_SITE = {"Sec-Fetch-Site": "cross-site"}


@dataclass
class Place:
    """A site with a desk, and what its office holds."""

    app: Flask
    office: Office
    desk: MemoryDesk

    @classmethod
    def over(
        cls, engine: SearchEngine, desk: MemoryDesk | None = None, site_url: str = ""
    ) -> "Place":
        found = desk or MemoryDesk()
        office = memory_office(found)
        return cls(site(engine, office=office, site_url=site_url), office, found)

    def visitor(self, name: str = "") -> "Visitor":
        """A browser, signed in under the name if there is one."""
        visitor = Visitor(self.app.test_client())
        if name:
            answer = visitor.sign_in(name)
            assert answer.status_code == 303, answer.text
        return visitor

    def state(self) -> object:
        """All that a form can change."""
        audit = self.office.audit
        assert isinstance(audit, MemoryAudit)
        return (
            self.office.accounts.all(),
            tuple(audit.kept),
            self.desk.entries(),
            tuple(sorted(self.desk.texts.items())),
            tuple(self.desk.steps),
        )


@dataclass
class Visitor:
    """A browser without JavaScript: it sends what the form on a page has."""

    client: FlaskClient

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.client.get(address, headers=headers)

    def page(self, address: str) -> BeautifulSoup:
        answer = self.client.get(address)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return soup(answer)

    def token(self, page: str = "/desk/sign-in") -> str:
        """The token of a form on the page; of any page, since a session has one secret."""
        return str(self.page(page).select_one("input[name=csrf_token]")["value"])

    def post(
        self, address: str, fields: dict[str, object], headers: dict[str, str] | None = None
    ) -> TestResponse:
        return self.client.post(address, data=fields, headers=headers or SAME_ORIGIN)

    def send(self, address: str, page: str = "/desk/account", **fields: object) -> TestResponse:
        """Fill in a form of the page, which is sent to the address."""
        return self.post(address, {"csrf_token": self.token(page), **fields})

    def sign_in(self, name: str, password: str = PASSWORD, **fields: object) -> TestResponse:
        return self.send("/desk/sign-in", "/desk/sign-in", name=name, password=password, **fields)


def form_fields(page: BeautifulSoup, form: str = "main form") -> dict[str, object]:
    """What a form would send as it stands."""
    found = page.select_one(form)
    assert found is not None, page
    fields: dict[str, object] = {}
    for field in found.select("input[name], textarea[name]"):
        if field.get("type") not in ("checkbox", "radio"):
            name = str(field["name"])
            value = str(field.get("value", "")) if field.name == "input" else field.text
            before = fields.get(name)
            fields[name] = value if before is None else [*_list(before), value]
    return fields


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
