"""What a person types about data protection, read and told back at its field."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.access.models import User
from payvand.network.models import Country
from payvand.people.consent import OTHER_BASES
from payvand.people.enums import ConsentBasis, ExceptionReview, Flag
from payvand.people.policies import RESTRICTED_FLAGS
from payvand.protection.enums import (
    BreachKind,
    CannotAsk,
    Channel,
    ErasureGround,
    Extent,
    IdentityCheck,
    RequestDecision,
    RequestKind,
    RetentionChoice,
    Risk,
    Told,
)

_BASES = [choice for choice in ConsentBasis.choices if choice[0] in OTHER_BASES]


def _words(label: Any, *, required: bool = True, help_text: Any = "", longest: int = 2000) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=longest, widget=area)


def _moment(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    control = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
    return forms.DateTimeField(
        label=label, required=required, help_text=help_text, widget=control, input_formats=formats
    )


class FlagForm(forms.Form):
    """A protection concern."""

    code = forms.ChoiceField(label=_("Concern"), choices=Flag.choices)
    country = forms.ChoiceField(
        label=_("Authorities of (country)"), required=False, help_text=_("Leave empty for every country.")
    )
    reason = _words(_("Why"), help_text=_("Kept encrypted. Those who may see the concern may read it."))
    readers = forms.TypedMultipleChoiceField(
        label=_("Who may know of it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, countries: list[Country], colleagues: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        country, readers = self.fields["country"], self.fields["readers"]
        assert isinstance(country, forms.ChoiceField)
        assert isinstance(readers, forms.TypedMultipleChoiceField)
        country.choices = [("", _("Every country")), *((one.iso2, one.name) for one in countries)]
        readers.choices = [(str(user.pk), user.full_name) for user in colleagues]
        names = ", ".join(str(Flag(code).label) for code in sorted(RESTRICTED_FLAGS))
        readers.help_text = _(
            "Asked only for these: %(flags)s. Every other concern is seen by everyone who works with the record."
        ) % {"flags": names}


class ReasonForm(forms.Form):
    """A reason in words, and nothing else."""

    reason = _words(_("Why"))


class CannotAskForm(forms.Form):
    """Why a sought person cannot be asked."""

    reason = forms.ChoiceField(label=_("Why the person cannot be asked"), choices=CannotAsk.choices)
    basis = forms.ChoiceField(label=_("Lawful basis"), choices=_BASES)
    review_on = forms.DateField(label=_("Look at it again on"), help_text=_("Within two years; then it ends."))
    words = _words(_("What is known of it"), required=False)
    advice = _words(
        _("Legal advice or agreement"),
        required=False,
        help_text=_("Needed where the law of this country has no such basis for a Society."),
    )


class GlassForm(forms.Form):
    """The reason for opening a record by exception."""

    reason = _words(
        _("Why you must see it now"), help_text=_("Say whom you tried to ask. Another person reads this and judges it.")
    )


class ReviewForm(forms.Form):
    """What the reviewer found."""

    finding = forms.ChoiceField(label=_("Finding"), choices=ExceptionReview.choices, widget=forms.RadioSelect)
    note = _words(_("What follows from it"), required=False)


class ErasureForm(forms.Form):
    """What is to be erased, and why."""

    extent = forms.ChoiceField(label=_("What is erased"), choices=Extent.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("Why"), choices=ErasureGround.choices)
    note = _words(_("In words"), required=False, help_text=_("It is erased with the rest."))


class RefusalForm(forms.Form):
    """Why an erasure is refused."""

    reason = forms.CharField(label=_("Why it is refused"), max_length=300)


class RetentionForm(forms.Form):
    """What is decided on a record whose time is over."""

    choice = forms.ChoiceField(label=_("Decision"), choices=RetentionChoice.choices, widget=forms.RadioSelect)
    until = forms.DateField(label=_("Keep until"), required=False)
    reason = forms.CharField(label=_("Why, without names"), max_length=300)


class PeriodForm(forms.Form):
    """For how long a kind is kept."""

    months = forms.IntegerField(
        label=_("Months"), required=False, min_value=1, max_value=1200, help_text=_("Leave empty for always.")
    )


class AdviceForm(forms.Form):
    """The legal advice that this Society obtained for one country."""

    advice = forms.CharField(
        label=_("Legal advice or agreement"),
        required=False,
        max_length=300,
        help_text=_("Its reference, not its text; leave empty to take it back."),
    )
    advice_on = forms.DateField(label=_("Date"), required=False)
    advised_bases = forms.MultipleChoiceField(
        label=_("Bases on which the Society may rely under it"),
        choices=_BASES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class RequestForm(forms.Form):
    """A request about own data."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=RequestKind.choices)
    received_on = forms.DateField(label=_("Received on"), initial=timezone.localdate)
    asked_by = forms.CharField(label=_("Who asks"), max_length=500, strip=False)
    contact = _words(_("How to answer safely"), required=False)
    words = _words(_("What they said"), required=False, longest=4000)
    person = forms.UUIDField(
        label=_("Record"),
        required=False,
        help_text=_("The code at the end of the address of the person's page; it can be added later."),
    )


class SubjectForm(forms.Form):
    """A record that a request is about."""

    person = forms.UUIDField(label=_("Record"), help_text=_("The code at the end of the address of the person's page."))


class CheckForm(forms.Form):
    """How identity was checked."""

    check_kind = forms.ChoiceField(label=_("How identity was checked"), choices=IdentityCheck.choices)


class DecisionForm(forms.Form):
    """The answer to a request."""

    decision = forms.ChoiceField(label=_("Decision"), choices=RequestDecision.choices, widget=forms.RadioSelect)
    answer = _words(_("Reason, as the person is told it"), longest=4000)


class BreachForm(forms.Form):
    """A breach as it is reported."""

    kind = forms.ChoiceField(label=_("What happened"), choices=BreachKind.choices)
    what = _words(_("In words"), longest=4000, help_text=_("Which data, of whom, how it came to it. Kept encrypted."))
    found_at = _moment(_("Found"), required=False, help_text=_("Now, if left empty. The 72 hours run from here."))
    happened_at = _moment(_("Happened, as far as known"), required=False)
    people = forms.IntegerField(label=_("People concerned, about"), required=False, min_value=0, max_value=10**9 - 1)


class AssessmentForm(forms.Form):
    """How much a breach may harm."""

    risk = forms.ChoiceField(label=_("Risk for the people"), choices=Risk.choices)
    people = forms.IntegerField(label=_("People concerned, about"), required=False, min_value=0, max_value=10**9 - 1)
    measures = _words(_("What was done"), required=False, longest=4000)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ToldForm(forms.Form):
    """Who was told of a breach."""

    told = forms.ChoiceField(label=_("Who was told"), choices=Told.choices)
    told_at = _moment(_("When"))
    words = _words(_("What they were told, and how"), required=False, longest=4000)


class LogForm(forms.Form):
    """A filter of the disclosure log."""

    channel = forms.ChoiceField(label=_("Way"), choices=[("", _("All")), *Channel.choices], required=False)
    person = forms.UUIDField(label=_("Record"), required=False)


class ReadsForm(forms.Form):
    """Whose record is meant."""

    person = forms.UUIDField(label=_("Record"), required=False)
