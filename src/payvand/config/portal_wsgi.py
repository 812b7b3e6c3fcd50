"""The public application that gunicorn runs; ``PAYVAND_PORTAL`` names the folder of its `portal.json`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "payvand.config.portal_settings"
application = get_wsgi_application()
