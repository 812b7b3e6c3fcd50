from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Uploads: cleaned, encrypted, and read by those who may read what they belong to."""

    name = "payvand.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Have the rotation of keys seal the contents anew too."""
        from payvand.core.encryption.rotation import register_store
        from payvand.files.sealing import SealedContents

        register_store(SealedContents())
