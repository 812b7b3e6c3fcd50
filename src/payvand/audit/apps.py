from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The record of acts and of reads, to which one can only add."""

    name = "payvand.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        """Have the database itself refuse changes to acts, after every migration."""
        from payvand.audit.guards import install_guards

        post_migrate.connect(install_guards, sender=self, dispatch_uid="payvand.audit.guards")
