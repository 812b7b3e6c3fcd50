"""The URL map of the casework application: each room brings its own."""

from django.urls import include, path

from payvand.config.health import health
from payvand.pages.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("health", health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("people/", include("payvand.people.urls")),
    path("", include("payvand.pages.urls")),
]
