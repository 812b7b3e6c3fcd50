from django.urls import path

from payvand.network import views

app_name = "network"

urlpatterns = [
    path("organisation/", views.organisation_page, name="organisation"),
    path("organisation/units/new/", views.new_unit, name="new_unit"),
    path("organisation/units/<uuid:unit_id>/", views.unit_page, name="unit"),
    path("contacts/", views.contact_list, name="contacts"),
    path("contacts/new/", views.new_contact, name="new_contact"),
    path("contacts/<uuid:contact_id>/", views.contact_page, name="contact"),
    path("places/find/", views.find_places, name="find_places"),
]
