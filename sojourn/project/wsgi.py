"""The door for web servers. It stays shut where what answers could be forged or is open to everyone."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sojourn.project import doorway, warming

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.project.settings")
application = get_wsgi_application()
doorway.check()
warming.warm()
