"""The project as an application: its commands and its checks."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "sojourn.project"
    label = "project"

    def ready(self) -> None:
        from django.core import checks

        from sojourn.project.deployment import CHECKS

        for check in CHECKS:
            checks.register(check, "sojourn", deploy=True)
