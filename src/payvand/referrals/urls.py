from django.urls import path

from payvand.referrals.views import directory, referring

app_name = "referrals"
urlpatterns = [
    path("", referring.referrals, name="referrals"),
    path("for/<uuid:person_id>/", referring.refer, name="refer"),
    path("directory/", directory.providers, name="directory"),
    path("directory/new/", directory.new_provider, name="new_provider"),
    path("directory/<uuid:provider_id>/", directory.provider, name="provider"),
    path("directory/<uuid:provider_id>/change/", directory.change_provider, name="change_provider"),
    path("directory/<uuid:provider_id>/verify/", directory.verify_provider, name="verify_provider"),
    path("directory/<uuid:provider_id>/close/", directory.close_provider, name="close_provider"),
    path("<str:number>/", referring.referral, name="referral"),
    path("<str:number>/feedback/", referring.feedback, name="feedback"),
    path("<str:number>/<str:step>/", referring.step, name="step"),
]
