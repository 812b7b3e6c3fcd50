"""The casework application that gunicorn runs."""

import os

from django.core.wsgi import get_wsgi_application

from payvand.config.node import NODE_VARIABLE, SettingsError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payvand.config.settings")
if not os.environ.get(NODE_VARIABLE):
    raise SettingsError(f"{NODE_VARIABLE} names no node: start the node with `payvand serve DIR`")
application = get_wsgi_application()
