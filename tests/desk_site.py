"""The site with its desk over a real corpus folder, the real index, the real rules."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ingest.taxonomy_file import taxonomy_of
from kb import bundle
from kb.cli.advising import advisor_of
from kb.cli.folders import Folders
from kb.office import Office
from kb.web.app import create_app
from tests.desk_memory import PASSWORD, SECRET, USERS, MemoryAccounts, MemoryFeedback
from tests.desk_room import TODAY, Room, opened

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class DeskSite:
    """A room, the app before it, and browsers of the users ada, ben and cai."""

    room: Room
    app: Flask
    office: Office

    def signed_in(self, name: str) -> "Editor":
        return Editor(self.app.test_client(), name)

    def reader(self) -> FlaskClient:
        return self.app.test_client(use_cookies=False)


class Editor:
    """Somebody who works at the desk without JavaScript."""

    def __init__(self, client: FlaskClient, name: str) -> None:
        self.client = client
        fields = {"name": name, "password": PASSWORD, "csrf_token": self.token("/desk/sign-in")}
        answer = client.post("/desk/sign-in", data=fields)
        assert answer.status_code == 303, answer.text

    def token(self, page: str) -> str:
        found = _TOKEN.search(self.client.get(page).text)
        assert found is not None, f"{page} has no form"
        return found[1]

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, page: str = "", **fields: object) -> TestResponse:
        """Send a form, with the token of the page that it stands on."""
        token = self.token(page or "/desk/account")
        return self.client.post(address, data={"csrf_token": token, **fields})


def office_of(room: Room, *, advised: bool = False) -> Office:
    """The office over a room, with a user of each role; advised, with all that the desk knows."""
    folders = Folders(room.folder, room.work.data)
    accounts = MemoryAccounts()
    for name, role in USERS.items():
        accounts.add(name, PASSWORD, role)
    return Office(
        desk=room.desk,
        accounts=accounts,
        audit=room.audit,
        revisions=room.revisions,
        removals=room.removals,
        schedule=room.schedule,
        feedback=MemoryFeedback(),
        secret=SECRET,
        advice=advisor_of(folders, room.engine, room.desk) if advised else None,
    )


@contextmanager
def desk_site(root: Path, *, advised: bool = False) -> Iterator[DeskSite]:
    """The site, opened on a day when nothing is overdue."""
    with opened(root) as room:
        office = office_of(room, advised=advised)
        app = create_app(
            room.engine,
            taxonomy_of(room.folder),
            templates=bundle.templates(),
            today=lambda: TODAY,
            office=office,
        )
        yield DeskSite(room, app, office)
