"""What the applicant's flow takes in a browser: `make bench ONLY=flow`.

Seconds to the first heading on a slow phone, screens, clicks and bytes of the whole way, and the
main thread's work while the camera looks. The instruments are in web/e2e/measure; without a
Chromium nothing is measured, and that is said.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "web"


def main() -> int:
    """0 when the goals are met."""
    command = ["npm", "run", "--silent", "measure"]
    return subprocess.run(command, cwd=WEB, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
