"""The addresses of Red Cross messages."""

from django.urls import path

from payvand.families.views import deliveries, messages, papers, pouches, taking_messages

_ONE = "messages/<family_number:number>/"
_POUCH = "pouches/<family_number:number>/"

urlpatterns = [
    path("messages/", messages.desk, name="desk"),
    path("messages/new/", taking_messages.collect, name="collect"),
    path("messages/for/<file_number:file_number>/", taking_messages.collect_for_file, name="collect_for_file"),
    path("messages/received/", taking_messages.receive, name="receive"),
    path("messages/form/", papers.blank_form, name="blank_form"),
    path("messages/check/", messages.check_chosen, name="check_chosen"),
    path(_ONE, messages.message, name="message"),
    path(f"{_ONE}steps/<slug:step>/", messages.step, name="message_step"),
    path(f"{_ONE}reply/", taking_messages.reply, name="reply"),
    path(f"{_ONE}print/", papers.print_message, name="print_message"),
    path("pouches/", pouches.pouch_list, name="pouches"),
    path("pouches/new/", pouches.new_pouch, name="new_pouch"),
    path(_POUCH, pouches.pouch, name="pouch"),
    path(f"{_POUCH}print/", papers.print_pouch, name="print_pouch"),
    path(f"{_POUCH}received/", pouches.receive_pouch, name="receive_pouch"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<family_number:number>/<slug:step>/", deliveries.report, name="report_delivery"),
]
