from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a user does here. No role exists for police or migration services, and none may be added."""

    NODE_ADMIN = "node_admin", _("Administrator of the node")
    FIELD_VOLUNTEER = "field_volunteer", _("Field volunteer")
    CASEWORKER = "caseworker", _("Caseworker")
    TRACING_OFFICER = "tracing_officer", _("Tracing officer")
    HEAD_OF_TRACING = "head_of_tracing", _("Head of tracing")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data-protection officer")
    PROGRAMME_COLLEAGUE = "programme_colleague", _("Colleague of another programme")
    PARTNER_VIEWER = "partner_viewer", _("Viewer from a partner")


ALL_UNIT_ROLES = frozenset({Role.TRACING_OFFICER, Role.HEAD_OF_TRACING, Role.DATA_PROTECTION_OFFICER, Role.NODE_ADMIN})
