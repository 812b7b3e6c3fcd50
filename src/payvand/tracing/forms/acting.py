"""What people write while they carry a file: actions, enquiries, links, the found person's choice, who carries it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.access.models import User
from payvand.access.queries import colleagues
from payvand.core.scope import Scope
from payvand.network.models import Country, Organisation, Unit
from payvand.network.queries import countries, units
from payvand.people.enums import ConsentState
from payvand.tracing import policies
from payvand.tracing.enums import ActionKind, ActionOutcome, LinkKind, OwnerAnswer
from payvand.tracing.forms.fields import LONGEST_STORY, offer
from payvand.tracing.forms.working import NoteForm
from payvand.tracing.queries import partners


def _long(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_STORY,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class ActionForm(forms.Form):
    """What is to be done, by whom, until when."""

    kind = forms.ChoiceField(label=_("What is to be done"), choices=ActionKind)
    task = _long(
        _("The task"),
        _("Everything that it needs: the address, whom to ask, what to say and what not. Nothing else is shown."),
    )
    given_to = forms.ModelChoiceField(
        label=_("Given to"), queryset=User.objects.none(), required=False, empty_label=_("nobody yet")
    )
    planned_for = forms.DateField(label=_("To be done by"), required=False)
    authority = forms.CharField(
        label=_("Which authority"),
        required=False,
        max_length=100,
        help_text=_("Only for “Ask an authority”: word for word as the enquirer agreed to it."),
    )
    country = forms.ModelChoiceField(
        label=_("Authority of"), queryset=Country.objects.none(), required=False, empty_label=_("not known")
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "given_to", colleagues(scope, right=policies.DO_TASKS))
        offer(self, "country", countries())


class ReportForm(forms.Form):
    """What came of a task."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(code, label) for code, label in ActionOutcome.choices if code != ActionOutcome.PENDING],
        widget=forms.RadioSelect,
    )
    done_on = forms.DateField(label=_("Done on"), initial=timezone.localdate)
    report = _long(_("Report"), _("Whom you met, what they said; what you saw and what you only heard."))
    task_version = forms.IntegerField(widget=forms.HiddenInput)


class EnquiryForm(forms.Form):
    """An enquiry to one partner."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Organisation.objects.none(), empty_label=_("choose"))
    question = _long(
        _("What they are asked"), _("Where to look, whom to ask, how the person may be told."), required=True
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "partner", partners())


class EnquiryStepForm(forms.Form):
    """One step of an enquiry."""

    on = forms.DateField(label=_("On"), initial=timezone.localdate)
    their_number = forms.CharField(
        label=_("Their number"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = _long(_("What they said, or why"))


class LinkForm(forms.Form):
    """A link restored."""

    kind = forms.ChoiceField(
        label=_("How"), choices=[(code, label) for code, label in LinkKind.choices if code != LinkKind.FATE]
    )
    restored_on = forms.DateField(label=_("On"), initial=timezone.localdate)
    note = _long(_("Note"), rows=3)


class RecordForm(NoteForm):
    """A day and a note: the enquirer contacted, the family told."""

    on = forms.DateField(label=_("On"), initial=timezone.localdate)
    field_order = ("on", "note")


class ChoiceForm(NoteForm):
    """What the found person allows."""

    _ANSWERS = ((ConsentState.GIVEN.value, _("yes")), (ConsentState.REFUSED.value, _("no")))

    fate = forms.ChoiceField(
        label=_("May the enquirer hear that you are alive?"), choices=_ANSWERS, widget=forms.RadioSelect
    )
    place = forms.ChoiceField(
        label=_("May the enquirer have your contact or place?"), choices=_ANSWERS, widget=forms.RadioSelect
    )
    field_order = ("fate", "place", "note")


class UnitForm(NoteForm):
    """Which unit carries a file."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    field_order = ("unit", "note")

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "unit", units(scope))


class OneSearchForm(NoteForm):
    """The other file that seeks the same person."""

    into = forms.CharField(
        label=_("Number of the other file"),
        max_length=24,
        help_text=_("Both enquirers keep their files; the search becomes one. It can be undone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("into", "note")


class OwnerAnswerForm(NoteForm):
    """The answer to a colleague who asks about a record that is kept closely."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=OwnerAnswer, widget=forms.RadioSelect)
    field_order = ("answer", "note")
