"""The URL map of the public pages."""

from payvand.pages.urls import handler400, handler403, handler404, handler500
from payvand.portal.urls import urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
