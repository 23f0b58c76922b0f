"""The real server with its desk: ``python -m tests.browser.desk_server FOLDER``."""

import sys
from pathlib import Path

from kb.web.serve import serve
from tests.desk_site import desk_site

if __name__ == "__main__":
    with desk_site(Path(sys.argv[1]), advised=True) as site:
        serve(site.app, "127.0.0.1", 0, ready=lambda url: print(url, flush=True))
