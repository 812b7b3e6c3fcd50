from django.urls import include, path

from payvand.access import views

app_name = "access"

one_user = [
    path("", views.user_page, name="user"),
    path("roles/", views.add_role, name="add_role"),
    path("roles/<uuid:membership_id>/end/", views.end_role, name="end_role"),
    path("deactivate/", views.deactivate, name="deactivate"),
    path("reactivate/", views.reactivate, name="reactivate"),
    path("password/", views.reset_password, name="reset_password"),
    path("second-factor/", views.reset_second_factor, name="reset_second_factor"),
]

urlpatterns = [
    path("users/", views.user_list, name="users"),
    path("users/new/", views.new_user, name="new_user"),
    path("users/<uuid:user_id>/", include(one_user)),
    path("profile/", views.profile, name="profile"),
    path("profile/sessions/", views.end_other_sessions, name="end_sessions"),
    path("acts/", views.act_list, name="acts"),
]
