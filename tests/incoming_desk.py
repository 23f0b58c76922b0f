"""A site with the desk over a real corpus, index and database: what comes in, from end to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.cli.folders import Folders
from kb.cli.incoming import demand_desk_of, importer_of, library_of
from kb.demand_desk import DemandDesk
from kb.desk.database import FILE
from kb.desk.feedback import StoredFeedback
from kb.office import Office
from tests.desk_memory import PASSWORD, memory_office
from tests.desk_room import Room, opened
from tests.small_site import site, soup

HERE = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True, slots=True)
class IncomingDesk:
    """The app, what it is made of, and where its files are."""

    app: Flask
    room: Room
    office: Office
    demand: DemandDesk
    corpus: Path
    database: Path

    def reader(self, address: str = "127.0.0.1") -> FlaskClient:
        client = self.app.test_client(use_cookies=False)
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def editor(self, name: str = "ada") -> FlaskClient:
        """Somebody who is signed in."""
        client = self.app.test_client()
        page = soup(client.get("/desk/sign-in"))
        token = page.select_one("input[name=csrf_token]")["value"]
        fields = {"csrf_token": token, "name": name, "password": PASSWORD, "next": "/desk"}
        assert client.post("/desk/sign-in", data=fields, headers=HERE).status_code == 303
        return client


def post(client: FlaskClient, page: str, to: str = "", **fields: object) -> TestResponse:
    """Send the form of a page with its token."""
    token = soup(client.get(page)).select_one("main input[name=csrf_token]")["value"]
    data = {"csrf_token": token, **fields}
    return client.post(to or page, data=data, headers=HERE)


@contextmanager
def incoming_desk(folder: Path) -> Iterator[IncomingDesk]:
    with opened(folder) as room:
        folders = Folders(room.folder, folder / "data")
        demand = demand_desk_of(folders, library_of(folders, room.engine))
        office = replace(
            memory_office(),
            desk=room.desk,
            feedback=StoredFeedback(folders.database()),
            importer=importer_of(folders, room.engine),
            demand=demand,
        )
        app = site(room.engine, taxonomy=folders.taxonomy(), demand=demand.queue, office=office)
        yield IncomingDesk(app, room, office, demand, room.folder, folder / "data" / FILE)
