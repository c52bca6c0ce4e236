"""The web server of `sojourn run`: what every visitor needs is read once, then its processes part.

Run as `python -m sojourn.project.web` with the words of Granian. A process that was killed is there again at
once: it parts from one that has read everything already.
"""

from __future__ import annotations

from granian.cli import entrypoint

from sojourn.project import wsgi

__all__ = ["wsgi"]

if __name__ == "__main__":
    entrypoint()  # type: ignore[no-untyped-call]
