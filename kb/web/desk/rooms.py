"""The rooms of the desk: each a blueprint of its own, bound to the site and the office."""

from collections.abc import Callable

from flask import Blueprint, Flask

from kb.office import Office
from kb.web.desk.article_list import article_list_room
from kb.web.desk.best_bets_room import best_bets_room
from kb.web.desk.demand_room import demand_room
from kb.web.desk.door import open_door
from kb.web.desk.due import due_room
from kb.web.desk.examining import examine_room
from kb.web.desk.feedback_room import feedback_room
from kb.web.desk.glossary_room import glossary_room
from kb.web.desk.history import history_room
from kb.web.desk.import_room import import_room
from kb.web.desk.log import log_room
from kb.web.desk.previewing import preview_room
from kb.web.desk.removed import removed_room
from kb.web.desk.sign_in import sign_in_room
from kb.web.desk.taking_steps import steps_room
from kb.web.desk.users import users_room
from kb.web.desk.writing import writing_room
from kb.web.site import Site

# One line a room; each answers the blueprint with its routes below ``/desk``.
ROOMS: tuple[Callable[[Site, Office], Blueprint], ...] = (
    sign_in_room,
    writing_room,
    preview_room,
    examine_room,
    steps_room,
    history_room,
    removed_room,
    article_list_room,
    due_room,
    users_room,
    log_room,
    import_room,
    demand_room,
    feedback_room,
    best_bets_room,
    glossary_room,
)


def open_desk(app: Flask, site: Site, office: Office) -> None:
    """Add the desk to the site."""
    open_door(app, site, office)
    for room in ROOMS:
        app.register_blueprint(room(site, office))
