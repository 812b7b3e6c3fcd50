"""What is remembered of a sought person, beside names, birth, relatives and papers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FactKind(TextChoices):
    """What a remembered fact is about."""

    NATIONALITY = "nationality", _("Citizenship")
    LANGUAGES = "languages", _("Languages")
    MARITAL_STATUS = "marital_status", _("Marital status")
    HOUSEHOLD = "household", _("Household")
    EDUCATION = "education", _("Education")
    OCCUPATION = "occupation", _("Occupation")
    EMPLOYER = "employer", _("Employer or unit")
    MILITARY = "military", _("Military service")
    DESCRIPTION = "description", _("Physical description")
    MARKS = "marks", _("Distinguishing marks")
    CLOTHING = "clothing", _("Clothing and belongings when last seen")
    SOCIAL_ACCOUNT = "social_account", _("Messenger or social account")
    ETHNICITY = "ethnicity", _("Ethnicity")
    RELIGION = "religion", _("Religion")
    CLAN = "clan", _("Tribe, clan or ru")
    LIVED = "lived", _("Lived in")
    WORKED = "worked", _("Worked in")
    TRAVELLED = "travelled", _("Travelled through")
    LAST_SEEN = "last_seen", _("Last seen in")
    PRESUMED = "presumed", _("Presumed to be in")
    DETAINED = "detained", _("Detained in")
    SEARCHED = "searched", _("Place searched already")
    AGENCY = "agency", _("Agency asked already")


# Asked only if useful, shown only to who holds the right, never on a list and in no export.
LIMITED_FACTS = frozenset({FactKind.ETHNICITY, FactKind.RELIGION, FactKind.CLAN})
# The places of a life, in the order of their dates: the chain that an address abroad is found by.
PLACE_FACTS = frozenset(
    {
        FactKind.LIVED,
        FactKind.WORKED,
        FactKind.TRAVELLED,
        FactKind.LAST_SEEN,
        FactKind.PRESUMED,
        FactKind.DETAINED,
    }
)
SEARCH_FACTS = frozenset({FactKind.SEARCHED, FactKind.AGENCY})


class RelativeRole(TextChoices):
    """What a relative or acquaintance was when contact was lost, beside the relation."""

    HOUSEHOLD = "household", _("Same household")
    COMPANION = "companion", _("Was with them")
    WITNESS = "witness", _("Saw what happened")
    CONTACT = "contact", _("May be asked")
