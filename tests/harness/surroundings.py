"""What tests run in: a var folder of their own, no database but ours. Loaded before Django's settings.

The controller of a run makes it; its workers inherit it through the environment.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FROM_OUTSIDE = ("DATABASE_URL", "DATABASE_OWNER_URL", "SOJOURN_PORT", "SOJOURN_PUBLIC_BASE", "SOJOURN_PACK")


def _make() -> Path:
    var = Path(tempfile.mkdtemp(prefix="sojourn-tests-"))
    (var / "static").mkdir()
    var.chmod(0o711)  # the database server's own user passes through it
    atexit.register(_remove, var, os.getpid())
    return var


def _remove(var: Path, maker: int) -> None:
    if os.getpid() == maker:
        shutil.rmtree(var, ignore_errors=True)


if "PYTEST_XDIST_WORKER" not in os.environ:
    for _name in _FROM_OUTSIDE:
        os.environ.pop(_name, None)
    os.environ["SOJOURN_VAR"] = str(_make())
    os.environ["SOJOURN_DEMONSTRATION"] = "1"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # the browser driver keeps a loop in the thread of the tests
    )
    from sojourn.lib import keys

    keys.make_missing()

VAR = Path(os.environ["SOJOURN_VAR"])
