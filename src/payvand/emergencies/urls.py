"""The addresses of events."""

from django.urls import path

from payvand.emergencies import views

app_name = "emergencies"

urlpatterns = [
    path("", views.event_list, name="events"),
    path("new/", views.new_event, name="new"),
    path("<slug:code>/", views.event_page, name="event"),
]
