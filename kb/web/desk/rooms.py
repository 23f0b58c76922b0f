"""The rooms of the desk: each a blueprint of its own, bound to the site and the office."""

from collections.abc import Callable

from flask import Blueprint, Flask

from kb.office import Office
from kb.web.desk.door import open_door
from kb.web.desk.sign_in import sign_in_room
from kb.web.site import Site

# One line a room; each answers the blueprint with its routes below ``/desk``.
ROOMS: tuple[Callable[[Site, Office], Blueprint], ...] = (sign_in_room,)


def open_desk(app: Flask, site: Site, office: Office) -> None:
    """Add the desk to the site."""
    open_door(app, site, office)
    for room in ROOMS:
        app.register_blueprint(room(site, office))
