"""Builds the compiled kernel of the matching engine into the package; see `scripts/build_kernel.py`."""

import pathlib
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(pathlib.Path(__file__).parent / "scripts"))

import build_kernel


class KernelBuildHook(BuildHookInterface):
    """Compiles before the files of the wheel are gathered; a machine without a compiler gets one as a wheel."""

    def dependencies(self) -> list[str]:
        """What must be installed for the build."""
        return [] if build_kernel.works() else ["ziglang>=0.16"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 — the hook's signature
        """Compiles the kernel and makes the wheel one of this platform."""
        library = build_kernel.build()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["artifacts"].append(str(library.relative_to(self.root)))
