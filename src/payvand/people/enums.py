"""The closed lists of the room; codes are those of the field (PFIF's for sex, the network's for all others)."""

from collections.abc import Mapping

from django.db.models import IntegerChoices, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What a person record was made for; a record belongs to exactly one purpose."""

    TRACING = "tracing", _("Restoring family links")
    CENTRE = "centre", _("Information and education centre")
    RELIEF = "relief", _("Relief")
    MINE_VICTIM = "mine_victim", _("Mine and explosive accident")
    ACTIVITY = "activity", _("Activity")


class Sex(TextChoices):
    """Sex as told; empty where it is not known."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")


class Confidentiality(IntegerChoices):
    """How closely a record is kept.

    `RESTRICTED` is for the staff assigned to it, who are named, and the head of tracing. Of a `PROTECTED` record only
    the named know; others hear of it as "possible match, ask the owner". A `SEALED` one nobody sees unless they open it
    by exception: its named people, the head of tracing and the data-protection officer may.
    """

    PUBLIC = 0, _("Public, by consent")
    INTERNAL = 1, _("Internal to the Society")
    RESTRICTED = 2, _("Restricted: assigned staff only")
    PROTECTED = 3, _("Protected: named people only")
    SEALED = 4, _("Sealed: opened by exception only")


class NameType(TextChoices):
    """When or where a name is, or was, used."""

    CURRENT = "current", _("Current")
    AT_BIRTH = "at_birth", _("At birth")
    ON_DOCUMENT = "on_document", _("On a document")
    AT_LOSS = "at_loss", _("When contact was lost")
    MARRIED = "married", _("Married")
    NICKNAME = "nickname", _("Nickname")
    ALIAS = "alias", _("Also known as")
    RELIGIOUS = "religious", _("Religious")
    TRANSLITERATION = "transliteration", _("Transliteration")


class Certainty(TextChoices):
    """How sure the one who told a fact was of it."""

    CERTAIN = "certain", _("Certain")
    APPROXIMATE = "approximate", _("Approximate")
    HEARSAY = "hearsay", _("Heard from others")
    UNKNOWN = "unknown", _("Not known how sure")


class RelationKind(TextChoices):
    """What the relative is to the person."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    WIFE = "wife", _("Wife")
    HUSBAND = "husband", _("Husband")
    SON = "son", _("Son")
    DAUGHTER = "daughter", _("Daughter")
    BROTHER = "brother", _("Brother")
    SISTER = "sister", _("Sister")
    HALF_SIBLING = "half_sibling", _("Half sibling")
    GRANDFATHER = "grandfather", _("Grandfather")
    GRANDMOTHER = "grandmother", _("Grandmother")
    GRANDCHILD = "grandchild", _("Grandchild")
    PATERNAL_UNCLE = "uncle_p", _("Paternal uncle")
    MATERNAL_UNCLE = "uncle_m", _("Maternal uncle")
    PATERNAL_AUNT = "aunt_p", _("Paternal aunt")
    MATERNAL_AUNT = "aunt_m", _("Maternal aunt")
    NEPHEW_NIECE = "nephew_niece", _("Nephew or niece")
    COUSIN = "cousin", _("Cousin")
    IN_LAW = "in_law", _("In-law")
    FIANCE = "fiance", _("Fiancé or fiancée")
    FOSTER = "foster", _("Foster relation")
    OTHER_FAMILY = "other_family", _("Other family")
    NON_FAMILY = "non_family", _("Not family")


_CHILD = {Sex.FEMALE: _("Daughter"), Sex.MALE: _("Son"), "": _("Child")}
_SIBLING = {Sex.FEMALE: _("Sister"), Sex.MALE: _("Brother"), "": _("Brother or sister")}
_PARENT = {Sex.FEMALE: _("Mother"), Sex.MALE: _("Father"), "": _("Parent")}
_SPOUSE = {Sex.FEMALE: _("Wife"), Sex.MALE: _("Husband"), "": _("Spouse")}
_GRANDPARENT = {Sex.FEMALE: _("Grandmother"), Sex.MALE: _("Grandfather"), "": _("Grandparent")}
_UNCLE = {Sex.FEMALE: _("Aunt"), Sex.MALE: _("Uncle"), "": _("Uncle or aunt")}

# What the person is to the relative, by the person's sex; kinds that are their own inverse are not listed.
INVERSE_LABELS: Mapping[str, Mapping[str, str | Promise]] = {
    RelationKind.MOTHER: _CHILD,
    RelationKind.FATHER: _CHILD,
    RelationKind.WIFE: _SPOUSE,
    RelationKind.HUSBAND: _SPOUSE,
    RelationKind.SON: _PARENT,
    RelationKind.DAUGHTER: _PARENT,
    RelationKind.BROTHER: _SIBLING,
    RelationKind.SISTER: _SIBLING,
    RelationKind.GRANDFATHER: {"": _("Grandchild")},
    RelationKind.GRANDMOTHER: {"": _("Grandchild")},
    RelationKind.GRANDCHILD: _GRANDPARENT,
    RelationKind.PATERNAL_UNCLE: {"": _("Nephew or niece")},
    RelationKind.MATERNAL_UNCLE: {"": _("Nephew or niece")},
    RelationKind.PATERNAL_AUNT: {"": _("Nephew or niece")},
    RelationKind.MATERNAL_AUNT: {"": _("Nephew or niece")},
    RelationKind.NEPHEW_NIECE: _UNCLE,
}


def inverse_label(kind: str, sex: str) -> str:
    """Return what the person is to a relative of this kind: the child of a father is, by sex, a son or a daughter."""
    labels = INVERSE_LABELS.get(kind)
    if labels is None:
        return str(RelationKind(kind).label)
    return str(labels.get(sex, labels[""]))


class IdentifierKind(TextChoices):
    """Papers and numbers that tell one person from another."""

    PASSPORT = "passport", _("Passport")
    NATIONAL_ID = "national_id", _("National identification number")
    IDENTITY_CARD = "identity_card", _("Identity card")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    TAZKIRA = "tazkira", _("Tazkira")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")
    MILITARY = "military", _("Military service number")
    PHONE = "phone", _("Telephone number")
    OTHER = "other", _("Other")


class ConsentScope(TextChoices):
    """What a person may agree to, each asked by itself."""

    SEARCH_INTERNAL = "search_internal", _("Search by this Society")
    SHARE_MOVEMENT = "share_movement", _("Share with other Societies and the ICRC")
    SHARE_AUTHORITY = "share_authority", _("Ask named authorities")
    SHARE_ORG = "share_org", _("Share with a named other organisation")
    PUBLISH_NAME = "publish_name", _("Publish the name in a list")
    PUBLISH_PHOTO = "publish_photo", _("Publish a photo with the relation only")
    INFORM_ENQUIRER_FATE = "inform_enquirer_fate", _("Tell the enquirer whether alive")
    INFORM_ENQUIRER_LOCATION = "inform_enquirer_location", _("Give the enquirer my contact or place")
    USE_STATS = "use_stats", _("Use non-identifying facts for reports")
    KEEP_ARCHIVE = "keep_archive", _("Keep in the archive")
    AM_DATA = "am_data", _("Collect ante-mortem data")
    DNA = "dna", _("Biological reference sample")


class ConsentState(TextChoices):
    """What the person answered; `EXPIRED` is what a given consent becomes after its last day, never recorded."""

    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    NOT_ASKED = "not_asked", _("Not asked")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class ConsentBasis(TextChoices):
    """The lawful ground on which the record is handled for this scope."""

    CONSENT = "consent", _("Consent, informed and documented")
    VITAL = "vital", _("Vital interest")
    PUBLIC = "public", _("Important public interest")
    LEGITIMATE = "legitimate", _("Legitimate interest")
    LEGAL = "legal", _("Legal obligation")
    CONTRACT = "contract", _("Contract")


class ConsentRecording(TextChoices):
    """How the answer was kept."""

    SIGNED_FORM = "signed_form", _("Signed form")
    MARK = "mark", _("Mark or thumbprint before a witness")
    ORAL = "oral", _("Spoken before a witness")
    PHONE = "phone", _("By telephone")
    MESSAGE = "message", _("In a written message")
    BY_STAFF = "by_staff", _("Noted by staff")


class RemovalReason(TextChoices):
    """Why a record was taken out of use."""

    MISTAKE = "mistake", _("Registered by mistake")
    DUPLICATE = "duplicate", _("Registered twice")
    OBJECTION = "objection", _("The person objected")
    ERASED = "erased", _("Erased")


class Flag(TextChoices):
    """A danger to the person; codes of the network's list `protection_flag`."""

    NO_CONTACT_AUTHORITIES = "no_contact_authorities", _("Never contact the authorities of a country")
    ASYLUM = "asylum", _("Asylum seeker or refugee")
    DETENTION = "detention", _("Detained")
    TRAFFICKING = "trafficking", _("Sign of trafficking")
    GBV = "gbv", _("Gender-based violence")
    FORCED_MARRIAGE = "forced_marriage", _("Forced marriage or danger for “honour”")
    ARMED_GROUP = "armed_group", _("Associated with an armed group")
    RETURNEE_CONFLICT = "returnee_conflict", _("Returned from a conflict zone")
    CHILD = "child", _("Child")
    UASC = "uasc", _("Unaccompanied or separated child")
    MEDICAL = "medical", _("Serious illness or disability")
    HIV_TB = "hiv_tb", _("HIV or tuberculosis")
    LGBT = "lgbt", _("Danger for sexual orientation or gender identity")
    POLITICAL = "political", _("Political or religious persecution")
    ANONYMOUS = "anonymous", _("Anonymous client")


class ExceptionReview(TextChoices):
    """What the reviewer of an access by exception found."""

    JUSTIFIED = "justified", _("Justified")
    NOT_JUSTIFIED = "not_justified", _("Not justified")
