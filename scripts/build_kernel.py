#!/usr/bin/env python3
"""Compiles the kernel of the matching engine: `python scripts/build_kernel.py [--sanitize]`.

The build of the package does the same (`hatch_build.py`). A C compiler of the machine is used where there is one; else
the one in the `ziglang` wheel. The standard library alone is imported here.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "src" / "payvand" / "matching" / "kernel"
LIBRARY = "_kernel" + {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
FLAGS = (
    "-std=c11",
    "-O3",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-shared",
    "-fvisibility=hidden",
    "-Wall",
    "-Wextra",
)
SANITIZE = ("-fsanitize=address,undefined", "-fno-omit-frame-pointer", "-g")


def system_compiler() -> list[str] | None:
    """The compiler that this machine has: what CC says, or `cc`; None where there is none that can be run."""
    named = os.environ.get("CC", "cc").split()
    return named if named and shutil.which(named[0]) else None


def _can_link(compiler: list[str]) -> bool:
    """Whether the compiler finds its own headers and libraries: a bare one, without libc's, does not."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "try.c"
        source.write_text("#include <math.h>\ndouble f(double x) { return log2(x); }\n", encoding="utf-8")
        out = str(source.with_suffix(".out"))
        done = subprocess.run([*compiler, "-shared", "-fPIC", str(source), "-o", out, "-lm"], capture_output=True)  # noqa: S603, PLW1510 — the compiler of the machine; its answer is read
        return done.returncode == 0


def works() -> bool:
    """Whether this machine has a compiler of its own that can build the kernel."""
    compiler = system_compiler()
    return compiler is not None and _can_link(compiler)


def build(*, sanitize: bool = False) -> pathlib.Path:
    """Compiles all C files of the kernel into one library beside them, replaced in one step.

    Raises:
        subprocess.CalledProcessError: the compiler found a mistake; it has printed it.
    """
    compiler = system_compiler() if works() else [sys.executable, "-m", "ziglang", "cc"]
    assert compiler is not None
    machine = ["-mpopcnt", "-msse4.2"] if sysconfig.get_platform().endswith(("x86_64", "amd64")) else []
    position = [] if sys.platform == "win32" else ["-fPIC"]
    sources = sorted(str(source) for source in FOLDER.glob("*.c"))
    draft = FOLDER / f"{LIBRARY}.{os.getpid()}"
    flags = [*FLAGS, *machine, *position, *(SANITIZE if sanitize else ())]
    subprocess.run([*compiler, *flags, *sources, "-o", str(draft), "-lm"], check=True)  # noqa: S603 — our own sources
    draft.replace(FOLDER / LIBRARY)
    return FOLDER / LIBRARY


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sanitize", action="store_true", help="watch every access to memory: for tests only")
    sys.stdout.write(f"{build(sanitize=parser.parse_args().sanitize)}\n")
