from django import forms
from django.utils import translation

from payvand.pages.samples import SampleForm


class OtherForm(forms.Form):
    email = forms.EmailField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput)
    notes = forms.CharField(widget=forms.Textarea(attrs={"rows": 12}), required=False)
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)

    def clean(self) -> None:
        raise forms.ValidationError("These two do not agree.")


def rendered(form: forms.Form) -> str:
    with translation.override("en"):
        return " ".join(str(form).split())


def test_what_was_written_is_not_lost() -> None:
    page = rendered(SampleForm({"full_name": "", "birth_year": "18", "story": "گم شد", "country": "UZ"}))
    assert 'value="18"' in page
    assert "گم شد</textarea>" in page
    assert '<option value="UZ" selected>' in page


def test_an_error_stands_at_its_field_and_the_field_knows_it() -> None:
    page = rendered(SampleForm({"full_name": ""}))
    assert '<ul class="errorlist" id="id_full_name_error"><li>This field is required.</li></ul>' in page
    assert 'aria-describedby="id_full_name_helptext id_full_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_full_name_helptext"' in page


def test_the_summary_leads_to_each_field_in_error() -> None:
    page = rendered(SampleForm({"full_name": "", "birth_year": "18"}))
    assert '<a href="#id_full_name">' in page
    assert '<a href="#id_birth_year">' in page
    assert '<a href="#id_sex_0">' in page
    assert '<a href="#id_country">' not in page


def test_a_form_without_errors_has_no_summary() -> None:
    assert "form-errors" not in rendered(SampleForm())


def test_errors_of_the_whole_form_and_of_hidden_fields_are_said() -> None:
    page = rendered(OtherForm({"email": ""}))
    assert "These two do not agree." in page
    assert "<p>This field is required.</p>" in page
    assert 'name="secret"' in page


def test_text_turns_with_what_is_written() -> None:
    page = rendered(SampleForm())
    assert 'name="full_name" maxlength="200" dir="auto"' in page
    assert 'dir="auto"' not in rendered(OtherForm()).split('name="notes"', maxsplit=1)[0]


def test_a_height_that_was_asked_for_is_kept() -> None:
    assert 'rows="12"' in rendered(OtherForm())
    assert 'rows="4"' in rendered(SampleForm())


def test_a_required_field_is_marked() -> None:
    page = rendered(SampleForm())
    assert page.count('class="required"') == 3


def test_several_controls_have_one_question() -> None:
    page = rendered(OtherForm())
    assert "<legend>Kinds" in page


def test_a_field_renders_alone_with_the_same_markup() -> None:
    form = SampleForm()
    with translation.override("en"):
        alone = " ".join(str(form["country"].as_field_group()).split())
    assert alone.startswith('<div class="field ">')
    assert alone in rendered(form)
