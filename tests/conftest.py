"""Every test runs against our own database server; see `tests/harness`."""

pytest_plugins = ["tests.harness.plugin", "tests.harness.browser"]
