"""What can go wrong in matching that the caller must know of."""

import pathlib


class DamagedIndexError(Exception):
    """An index on disk that cannot be read; says how to rebuild."""

    def __init__(self, path: pathlib.Path, what: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: {what}; the index is damaged: delete this folder and build it again from its records"
        )


class DamagedModelError(Exception):
    """A file of the learned model, or of the tables beside it, that cannot be read; says how to have it back."""

    def __init__(self, path: pathlib.Path, what: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: cannot be read ({what}); the model is damaged: install the package again "
            "(in a source tree: make model)"
        )


class DuplicateIdError(ValueError):
    """Two records with the same id."""

    def __init__(self, record_id: str) -> None:
        self.record_id = record_id
        super().__init__(f"the id {record_id!r} occurs more than once")


class KernelMissingError(ImportError):
    """The compiled kernel is not there, or not for this machine; says how to build it."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__(
            f"{path.name} is missing or does not fit this machine: install the package again "
            "(in a source tree: make kernel)"
        )


class DamagedWeightsError(ValueError):
    """A file of weights or of a calibration that cannot be read; says what is wrong with it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"the weights cannot be read ({what}): write them again with `payvand calibrate`, or delete them"
        )
