"""Put this checkout and its `sojourn` command into the environment; nothing is built or fetched for it."""

import sys
import sysconfig
from pathlib import Path

checkout = Path(__file__).resolve().parents[1]
Path(sysconfig.get_path("purelib"), "sojourn.pth").write_text(f"{checkout}\n")
command = Path(sys.prefix, "bin", "sojourn")
command.write_text(
    "#!/bin/sh\n"
    "# The sojourn command of this checkout.\n"
    'exec "$(dirname "$(readlink -f "$0")")/python" -m sojourn.project "$@"\n'
)
command.chmod(0o755)
