from django.urls import path

from payvand.pages import views

urlpatterns = [
    path("style/", views.style_page, name="style"),
    path("shortcuts/", views.shortcuts, name="shortcuts"),
    path("drafts/<str:key>", views.draft, name="draft"),
    path("language/", views.choose_language, name="set_language"),
]

# The project's root URLs hand these on to Django.
handler400 = "payvand.pages.views.bad_request"
handler403 = "payvand.pages.views.permission_denied"
handler404 = "payvand.pages.views.not_found"
handler500 = "payvand.pages.views.server_error"
