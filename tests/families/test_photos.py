"""Photos on the public pages: agreed to, approved by a second person, nothing beside the relation, gone at once."""

import io
import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.partial_date import PartialDate
from payvand.families.models import PhotoPublication
from payvand.families.published_photos import read_photos
from payvand.families.services import photos as services
from payvand.files.models import StoredFile
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.models import Consent, Person
from payvand.people.services import record_consent, withdraw_consent
from payvand.tracing import services as tracing

pytestmark = pytest.mark.django_db
SECRETS = ("Ҳайдаров", "Ҳайдарова", "Ваҳдат", "TJ-2026", "+992 900 11 22 33")


@pytest.fixture
def file(cast, caseworker):
    return tracing.take_request(
        scope=caseworker,
        unit=cast.khatlon,
        sought=tracing.ToldPerson(full_name="Ҳайдаров Сафар", sex="male", birth_place_text=SECRETS[2]),
        enquirer=tracing.ToldEnquirer(full_name="Ҳайдарова Ойша", relation="sister", contact=SECRETS[4]),
        account=tracing.Account(received_on=date(2026, 3, 1)),
    )


@pytest.fixture
def agreed(file, caseworker):
    return record_consent(
        scope=caseworker, person=file.enquirer, scope_code=ConsentScope.PUBLISH_PHOTO, state=ConsentState.GIVEN
    )


@pytest.fixture
def public(settings, tmp_path, monkeypatch):
    """The folder of the public pages; what the application writes goes there."""
    written = services.write_published_photos
    monkeypatch.setattr(services, "write_published_photos", lambda: written(tmp_path))
    return tmp_path


def picture(size=(1200, 900)):
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Kulob, Borbad street 12"
    Image.new("RGB", size, "white").save(target, "JPEG", exif=exif)
    return target.getvalue()


@pytest.fixture
def propose(caseworker, file):
    def proposed(**changes):
        told = {"upload": picture(), "expires_on": timezone.localdate() + timedelta(days=90), "age_checked": True}
        return services.propose_photo(scope=caseworker, request=file, **told | changes)

    return proposed


@pytest.fixture
def published(propose, agreed, officer, public, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = propose()
        services.publish_photo(scope=officer, photo=photo)
    return photo


def test_what_is_published_is_a_small_picture_and_the_relation_and_nothing_else(published, public):
    (shown,) = read_photos(public)
    assert shown.relation == {"en": "Brother", "ru": "Брат"}
    image = Image.open(io.BytesIO((public / "photos" / shown.file).read_bytes()))
    assert max(image.size) == 640
    assert dict(image.getexif()) == {}
    everything = b"".join(path.read_bytes() for path in public.rglob("*") if path.is_file())
    assert [secret for secret in (*SECRETS, "Borbad") if secret.encode() in everything] == []
    stored = json.loads((public / "photos.json").read_text())
    assert set(stored) == {"format", "photos"}
    assert set(stored["photos"][0]) == {"id", "file", "relation"}
    assert str(published.pk) not in str(stored)


def test_without_consent_nothing_is_proposed(propose, file, caseworker):
    with pytest.raises(Refused, match="not agreed"):
        propose()
    record_consent(
        scope=caseworker, person=file.enquirer, scope_code=ConsentScope.PUBLISH_PHOTO, state=ConsentState.REFUSED
    )
    with pytest.raises(Refused, match="not agreed"):
        propose()
    assert not PhotoPublication.objects.exists()


def test_nobody_publishes_what_they_proposed(agreed, file, officer, propose, caseworker):
    mine = services.propose_photo(
        scope=officer, request=file, upload=picture(), expires_on=timezone.localdate() + timedelta(days=9),
        age_checked=True,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.publish_photo(scope=officer, photo=mine)
    with pytest.raises(NotAllowed):
        services.publish_photo(scope=caseworker, photo=propose())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age_checked": False}, "age_checked"),
        ({"expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"expires_on": date(2999, 1, 1)}, "expires_on"),
        ({"upload": b"%PDF-1.7\n%%EOF\n"}, "upload"),
        ({"upload": b"MZ"}, "upload"),
    ],
)
def test_what_cannot_be_shown_is_said_at_its_field(propose, agreed, changes, field):
    with pytest.raises(InvalidInput) as error:
        propose(**changes)
    assert list(error.value.problems) == [field]
    assert not PhotoPublication.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_child_under_15_is_not_shown_whatever_was_ticked(propose, agreed, file):
    Person.objects.filter(pk=file.enquirer_id).update(birth=PartialDate.parse(str(timezone.localdate().year - 12)))
    file.enquirer.refresh_from_db()
    with pytest.raises(InvalidInput) as error:
        propose()
    assert list(error.value.problems) == ["age_checked"]


def test_a_photo_is_gone_at_once_from_the_public_pages_and_from_the_disk(
    published, public, caseworker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_photo(scope=caseworker, photo=published, reason="she asked")
    assert read_photos(public) == []
    assert list((public / "photos").iterdir()) == []
    assert not StoredFile.objects.exists()
    with pytest.raises(NotAllowed):
        services.remove_photo(scope=caseworker, photo=published, reason="again")


def test_a_withdrawn_consent_takes_the_photo_away(
    published, public, caseworker, agreed, django_capture_on_commit_callbacks
):
    assert len(read_photos(public)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(scope=caseworker, consent=Consent.objects.get(pk=agreed.pk))
    assert read_photos(public) == []


def test_a_photo_is_not_shown_after_its_last_day(published, public):
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert services.write_published_photos() == 0
    assert read_photos(public) == []


@pytest.mark.parametrize("whose", ["enquirer", "sought"])
def test_nobody_protected_is_shown(published, public, file, whose):
    person = file.enquirer if whose == "enquirer" else file.sought.person
    Person.objects.filter(pk=person.pk).update(confidentiality=3)
    assert services.write_published_photos() == 0
    assert read_photos(public) == []


def test_a_damaged_list_of_photos_shows_none(tmp_path):
    assert read_photos(tmp_path) == []
    for text in ("", "{", "[]", '{"format": 9, "photos": []}', '{"format": 1}'):
        (tmp_path / "photos.json").write_text(text)
        assert read_photos(tmp_path) == []


def test_the_way_of_a_photo_in_the_browser(cast, file, agreed, public, django_capture_on_commit_callbacks):
    client, officer = cast.client_of(cast.caseworker), cast.client_of(cast.tracing_officer)
    address = reverse("families:propose_photo", args=[file.number])
    page = client.get(address).content.decode()
    assert "Seeks: Brother" in page
    told = {
        "form_token": re.search(r'name="form_token" value="([^"]+)"', page)[1],
        "expires_on": (timezone.localdate() + timedelta(days=30)).isoformat(), "age_checked": "on",
    }  # fmt: skip
    answer = client.post(address, told | {"upload": SimpleUploadedFile("me.jpg", picture())})
    assert answer.status_code == 302
    assert client.post(address, told).status_code == 422
    photo = PhotoPublication.objects.get()
    assert "another person approves it" in client.get(answer.headers["Location"]).content.decode()
    assert "Approve and publish" in officer.get(answer.headers["Location"]).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert officer.post(reverse("families:publish_photo", args=[photo.pk])).status_code == 302
    assert len(read_photos(public)) == 1
    remove = reverse("families:end_photo", args=[photo.pk, "remove"])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(remove, {"reason": "asked"}).status_code == 302
    assert read_photos(public) == []
    assert cast.client_of(cast.other_caseworker).get(answer.headers["Location"]).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_questions_however_long_it_is(
    propose, agreed, cast, count, django_assert_max_num_queries
):
    for _number in range(count):
        propose()
    client = cast.client_of(cast.tracing_officer)
    client.get(reverse("families:photos"))
    with django_assert_max_num_queries(14):
        client.get(reverse("families:photos"))


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_leaves_no_photo(published, public, file):
    from payvand.families.services.attestation_holding import erase

    assert erase(file.enquirer_id) == {"families.PhotoPublication": 1, "files.StoredFile": 1}
    assert erase(file.enquirer_id) == {}
    assert read_photos(public) == []
