"""The real server with the desk, for uploads: ``python -m tests.incoming_server FOLDER``."""

import sys
from pathlib import Path

from kb.web.serve import serve
from tests.incoming_desk import incoming_desk

if __name__ == "__main__":
    with incoming_desk(Path(sys.argv[1])) as desk:
        serve(desk.app, "127.0.0.1", 0, ready=lambda url: print(url, flush=True))
