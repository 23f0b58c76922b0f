"""A server that follows its corpus while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ingest.live import LiveCorpus
from kb.engine import SearchEngine
from kb.office import Office

watch_option = click.option(
    "--watch/--no-watch",
    "watches",
    default=True,
    envvar="KB_WATCH",
    show_default=True,
    help="Whether files that change in the corpus are shown at once [env: KB_WATCH].",
)


@contextmanager
def following(
    live: LiveCorpus, engine: SearchEngine, office: Office | None, *, watches: bool
) -> Iterator[None]:
    """While a server runs: whatever changes in the corpus folder is taken in and indexed."""
    if not watches:
        yield
        return
    from kb.editorial.watching import Watcher

    def follow() -> None:
        if office is not None:
            office.desk.catch_up()
        else:
            live.refresh()
            live.bring_up(engine)

    watcher = Watcher(live.folder, follow)
    watcher.start()
    try:
        yield
    finally:
        watcher.stop()
