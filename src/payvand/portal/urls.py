from django.urls import path

from payvand.portal.views import answers, service

urlpatterns = [
    path("", service.choose_language, name="portal"),
    path("health", service.health, name="portal_health"),
    path("<slug:language>/", service.tracing_service, name="portal_tracing_service"),
    path("<slug:language>/my-request/", answers.my_request, name="portal_my_request"),
    path("<slug:language>/my-request/letter/", answers.letter, name="portal_letter"),
    path("<slug:language>/my-request/sent/", answers.letter_sent, name="portal_letter_sent"),
]
