"""The addresses of the room, one file for each of its services; numbers may stand in them, names never."""

from django.urls import URLPattern, URLResolver

app_name = "families"

urlpatterns: list[URLPattern | URLResolver] = []
