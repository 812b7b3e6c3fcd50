from django.urls import path

from payvand.people import views

app_name = "people"

urlpatterns = [
    path("", views.people_list, name="list"),
    path("search/", views.find_people, name="search"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/facts/", views.change, name="change"),
    path("<uuid:person_id>/names/", views.add_name, name="add_name"),
    path("<uuid:person_id>/relatives/", views.add_relative, name="add_relative"),
    path("<uuid:person_id>/papers/", views.add_identifier, name="add_identifier"),
    path("<uuid:person_id>/consents/", views.record_consent, name="record_consent"),
    path("<uuid:person_id>/consents/<uuid:consent_id>/", views.withdraw_consent, name="withdraw_consent"),
    path("<uuid:person_id>/protection/", views.protect, name="protect"),
    path("<uuid:person_id>/links/", views.link, name="link"),
    path("<uuid:person_id>/links/<uuid:link_id>/", views.unlink, name="unlink"),
]
