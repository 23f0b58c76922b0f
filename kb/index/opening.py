"""Opening the newest generation of the index."""

from kb.engine import IndexUnusableError
from kb.index.folder import IndexFolder
from kb.index.snapshot import Snapshot


def open_newest(folder: IndexFolder, before: Snapshot | None = None) -> Snapshot:
    """Open the newest generation; raises ``IndexUnusableError``."""
    while True:
        generation, _ = folder.newest()
        try:
            return Snapshot(folder, folder.contents(), before)
        except IndexUnusableError:
            raise
        except FileNotFoundError as error:
            if folder.newest()[0] == generation:  # else a newer commit swept it away
                raise folder.damaged(error) from error
        except Exception as error:  # a damaged file can raise anything
            raise folder.damaged(error) from error
