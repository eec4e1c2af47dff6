"""An operator's commands, each in a process of its own that costs no imports: a fork."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import traceback
from collections.abc import Callable
from urllib.parse import urlsplit


def operated(cloud: str, command: str, *words: str) -> tuple[int, str]:
    """Exit code and words of `python -m operations.<command> <words>` on the system there."""
    main = importlib.import_module(f"operations.{command}").main
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        os.close(read)
        os.environ["VESTIBULE_PORT_CLOUD"] = str(urlsplit(cloud).port)
        _run(main, list(words), write)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    code, said = json.loads(text)
    return int(code), str(said).strip()


def _run(main: Callable[[list[str]], int | None], words: list[str], write: int) -> None:
    """Never returns: whatever happens, this process ends here."""
    said = io.StringIO()
    code = 1
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main(words) or 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
        said.write(str(ended.code or ""))
    except BaseException:
        said.write(traceback.format_exc())
    finally:
        with os.fdopen(write, "w") as answer:
            json.dump((code, said.getvalue()), answer)
        os._exit(0)
