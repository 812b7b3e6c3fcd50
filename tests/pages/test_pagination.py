"""Long lists, and the widgets that stand on them."""

import pytest
from django import forms

from payvand.network.models import Country
from payvand.pages import pagination
from payvand.pages.pagination import LongListPaginator, bounded_count

pytestmark = pytest.mark.django_db


def test_a_long_list_is_counted_so_far_and_says_so(cast, monkeypatch):
    everything = Country.objects.order_by("iso2")
    whole = LongListPaginator(everything, 3)
    assert (whole.count, whole.is_cut) == (everything.count(), False)
    monkeypatch.setattr(pagination, "MOST", 5)
    cut = LongListPaginator(everything, 3)
    assert (cut.count, cut.num_pages, cut.is_cut) == (5, 2, True)
    assert bounded_count(everything, 4) == 4
    assert LongListPaginator(["a", "b"], 1).count == 2


def test_a_choice_is_written_as_django_writes_it():
    class Form(forms.Form):
        one = forms.ChoiceField(choices=[("", "–"), ("Group <1>", [("a&b", 'A "quoted"'), ("c", "C")])], initial="c")

    html = str(Form()["one"])
    assert '<option value="c" selected>C</option>' in html
    assert '<optgroup label="Group &lt;1&gt;">' in html
    assert '<option value="a&amp;b">A &quot;quoted&quot;</option>' in html
