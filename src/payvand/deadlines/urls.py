from django.urls import path

from payvand.deadlines import views

app_name = "deadlines"
urlpatterns = [
    path("times/", views.times, name="times"),
    path("times/weekend/", views.weekend, name="weekend"),
    path("times/holidays/", views.holidays, name="holidays"),
    path("times/holidays/<uuid:holiday_id>/remove/", views.remove_holiday, name="remove_holiday"),
    path("times/<str:kind>/", views.kind_times, name="kind_times"),
    path("times/<str:kind>/reset/", views.reset_times, name="reset_times"),
    path("calendar/feed/", views.feed, name="feed"),
    path("calendar/feed/end/", views.end_feed, name="end_feed"),
    path("calendar/<str:secret>.ics", views.calendar_file, name="calendar_file"),
]
