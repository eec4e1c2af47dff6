"""The browser tests' server: `python -m web.e2e.server`. Says where it listens, and ends with
whoever started it.

It runs the real application (`Application(settings, MemoryOutside(...))`) behind the real routes,
with the gateway's checks before them and the site's own policy; a new one for each test, and
origins of its own for each worker.
"""

from __future__ import annotations

import os
import threading

# AWS's managed policies take a second to load; nobody asks for them here.
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "false")


def main() -> None:
    """Until the input ends, or the process is told to end."""
    from chalicelib.entrypoints.runtime import log
    from emulator.account import HOST
    from emulator.http.http_server import HttpServer
    from web.e2e.server.control import Control
    from web.e2e.server.place import Place

    log.setLevel("ERROR")  # else a line for each call
    Place().stop()  # what is loaded late is loaded by now
    server = HttpServer(Control(), 0, "control of the web tests")
    server.start()
    print(f"listening on http://{HOST}:{server.port}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
