from django.urls import path

from payvand.portal import views

urlpatterns = [
    path("", views.choose_language, name="portal"),
    path("health", views.health, name="portal_health"),
    path("<slug:language>/", views.tracing_service, name="portal_tracing_service"),
]
