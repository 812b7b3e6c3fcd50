"""The URL map of the casework application: each room brings its own."""

from django.urls import include, path

from payvand.config.health import health
from payvand.pages.urls import handler400 as handler400
from payvand.pages.urls import handler403 as handler403
from payvand.pages.urls import handler404 as handler404
from payvand.pages.urls import handler500 as handler500

urlpatterns = [
    path("health", health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("", include("payvand.pages.urls")),
]
