from django.urls import path

from payvand.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:file_id>", views.download, name="download"),
    path("<uuid:file_id>/remove", views.remove, name="remove"),
    path("of/<str:subject_type>/<uuid:subject_id>/add", views.add, name="add"),
]
