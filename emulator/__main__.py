"""An AWS on 127.0.0.1 until Ctrl-C: `python -m emulator [--port 4566]`.

Functions run from the current directory: `Handler` is looked up on the path of this process.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading


def main() -> int:
    """Starts the cloud, prints its variables, and waits for the end. Exit status: 1 if the port is
    in use."""
    parser = argparse.ArgumentParser(prog="python -m emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=4566, help="0 takes a free one")
    port = parser.parse_args().port
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    sys.path.insert(0, os.getcwd())

    from emulator.http.http_server import PortInUse
    from emulator.server import Cloud

    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        cloud = Cloud(port)
    except PortInUse as error:
        print(error, file=sys.stderr)
        return 1
    with cloud:
        for name, value in cloud.environment.items():
            print(f"export {name}={value}", flush=True)
        ended.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
