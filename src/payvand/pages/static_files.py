from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # it ships no types


class ManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # its base has no types
    """Static files under names that carry their hash, so that a browser may keep them for ever.

    Where nothing has been collected yet (tests, type checks) a file keeps its plain name; once it has been, a file
    that is missing from the manifest is an error.
    """

    def stored_name(self, name: str) -> str:
        """Return the name under which `name` is served."""
        return str(super().stored_name(name)) if self.hashed_files else name
