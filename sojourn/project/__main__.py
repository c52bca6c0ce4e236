"""`python -m sojourn.project` is the `sojourn` command."""

import sys

from sojourn.project.command_line import main

sys.exit(main())
