"""The addresses of attestations and of published photos."""

from django.urls import path

from payvand.families.views import attestations, photos

_ONE = "attestations/<family_number:number>/"
_PHOTO = "photos/<uuid:photo_id>/"

urlpatterns = [
    path("attestations/", attestations.register, name="attestations"),
    path("attestations/for/<file_number:file_number>/", attestations.prepare, name="prepare_attestation"),
    path(_ONE, attestations.attestation, name="attestation"),
    path(f"{_ONE}issue/", attestations.issue, name="issue_attestation"),
    path(f"{_ONE}<str:end>/", attestations.end, name="end_attestation"),
    path("photos/", photos.photos, name="photos"),
    path("photos/for/<file_number:file_number>/", photos.propose, name="propose_photo"),
    path(_PHOTO, photos.photo, name="photo"),
    path(f"{_PHOTO}publish/", photos.publish, name="publish_photo"),
    path(f"{_PHOTO}<str:end>/", photos.end, name="end_photo"),
]
