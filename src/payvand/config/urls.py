"""The URL map of the casework application: each room brings its own."""

from django.urls import include, path

from payvand.config.health import health
from payvand.pages.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("health", health, name="health"),
    path("accounts/", include("payvand.access.sign_in_urls")),
    path("", include("payvand.access.urls")),
    path("", include("payvand.network.urls")),
    path("", include("payvand.deadlines.urls")),
    path("files/", include("payvand.files.urls")),
    path("people/", include("payvand.people.urls")),
    path("protection/", include("payvand.protection.urls")),
    path("tables/", include("payvand.intake.urls")),
    path("referrals/", include("payvand.referrals.urls")),
    path("tracing/", include("payvand.tracing.urls")),
    path("families/", include("payvand.families.urls")),
    path("events/", include("payvand.emergencies.urls")),
    path("", include("payvand.web.urls")),
    path("", include("payvand.pages.urls")),
]
