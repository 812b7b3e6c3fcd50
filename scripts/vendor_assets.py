# ruff: noqa: INP001 — a script beside the package
"""Fetch the assets that the pages and the papers ship, at pinned versions, and write down what they are.

Run at development time only (`python scripts/vendor_assets.py`, needs `npm`); its output is committed, so that neither
an installation nor a running node fetches anything. `--check` compares the committed files with the manifest, offline.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/payvand/pages/static/pages/vendor"
PAPER = ROOT / "src/payvand/pages/fonts"
MANIFEST = "manifest.json"

ICON_LIST = ROOT / "src/payvand/pages/icons.txt"


@dataclass(frozen=True)
class Package:
    """One pinned npm package: `files` maps a path in it to a path in the vendor folder."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


PACKAGES = (
    Package("htmx.org", "2.0.11", "0BSD", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE"}),
    Package(
        "@fontsource-variable/noto-sans",
        "5.3.0",
        "OFL-1.1",
        {
            **{
                f"files/noto-sans-{subset}-wght-normal.woff2": f"noto-sans-{subset}.woff2"
                for subset in ("cyrillic", "cyrillic-ext", "latin", "latin-ext")
            },
            "LICENSE": "noto-sans.LICENSE",
        },
    ),
    Package(
        "@fontsource-variable/vazirmatn",
        "5.3.0",
        "OFL-1.1",
        {"files/vazirmatn-arabic-wght-normal.woff2": "vazirmatn-arabic.woff2", "LICENSE": "vazirmatn.LICENSE"},
    ),
    Package("lucide-static", "1.62.0", "ISC", {"LICENSE": "lucide.LICENSE"}),
)
# Whole fonts that papers are set in (pages.pdf); a browser never fetches them.
PAPER_FONTS = (
    Package(
        "@expo-google-fonts/noto-sans",
        "0.4.2",
        "OFL-1.1",
        {
            "400Regular/NotoSans_400Regular.ttf": "NotoSans-Regular.ttf",
            "700Bold/NotoSans_700Bold.ttf": "NotoSans-Bold.ttf",
            "LICENSE_FONT": "NotoSans.LICENSE",
        },
    ),
    Package(
        "@expo-google-fonts/vazirmatn",
        "0.4.1",
        "OFL-1.1",
        {
            "400Regular/Vazirmatn_400Regular.ttf": "Vazirmatn-Regular.ttf",
            "700Bold/Vazirmatn_700Bold.ttf": "Vazirmatn-Bold.ttf",
            "LICENSE_FONT": "Vazirmatn.LICENSE",
        },
    ),
)
FAMILIES = {"@fontsource-variable/noto-sans": "Noto Sans", "@fontsource-variable/vazirmatn": "Vazirmatn"}


def unpack(package: Package, folder: Path) -> Path:
    """Fetch one package with `npm pack` into `folder`; returns the folder of its contents."""
    target = folder / re.sub(r"\W", "_", package.name)
    target.mkdir()
    subprocess.run(  # noqa: S603 — the names and versions are written above
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],  # noqa: S607 — npm is on the developer's PATH
        cwd=target,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with tarfile.open(next(target.glob("*.tgz"))) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def sprite(icons: Path) -> str:
    """One SVG file with a symbol for each icon, coloured by the text that it stands in."""
    symbols = []
    for name in ICON_LIST.read_text(encoding="utf-8").splitlines():
        if name.startswith("#"):
            continue
        svg = (icons / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        if inner is None:
            sys.exit(f"{name}.svg: no <svg> element")
        shape = " ".join(inner[1].split())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{shape}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def font_faces(package: Package, source: Path) -> list[str]:
    """The @font-face rules of one family, each with the range of letters that its file holds."""
    ranges = json.loads((source / "unicode.json").read_text(encoding="utf-8"))
    family = FAMILIES[package.name]
    faces = []
    for path in package.files.values():
        subset = path.removesuffix(".woff2").split("-", 2 if family == "Noto Sans" else 1)[-1]
        if path.endswith(".woff2"):
            faces.append(
                f'@font-face {{ font-family: "{family}"; font-style: normal; font-weight: 100 900; '
                f'font-display: swap;\n  src: url("{path}") format("woff2"); unicode-range: {ranges[subset]}; }}'
            )
    return faces


def fetch() -> None:
    """Write both folders anew."""
    with tempfile.TemporaryDirectory() as folder:
        for target, packages in ((VENDOR, PACKAGES), (PAPER, PAPER_FONTS)):
            fill(target, packages, Path(folder))


def fill(target: Path, packages: tuple[Package, ...], folder: Path) -> None:
    """Write one folder anew from its packages, with its manifest; `folder` is for what is fetched."""
    target.mkdir(parents=True, exist_ok=True)
    origin: dict[str, Package] = {}
    faces: list[str] = []
    for package in packages:
        source = unpack(package, folder)
        for inside, outside in package.files.items():
            (target / outside).write_bytes((source / inside).read_bytes())
            origin[outside] = package
        if package.name in FAMILIES:
            faces += font_faces(package, source)
        if package.name == "lucide-static":
            (target / "icons.svg").write_text(sprite(source / "icons"), encoding="utf-8")
            origin["icons.svg"] = package
    if faces:
        (target / "fonts.css").write_text("\n".join(faces) + "\n", encoding="utf-8")
    for stray in {path.name for path in target.iterdir()} - {*origin, "fonts.css", MANIFEST}:
        (target / stray).unlink()
    rows = [
        {
            "file": name,
            "package": package.name,
            "version": package.version,
            "licence": package.licence,
            "sha256": hashlib.sha256((target / name).read_bytes()).hexdigest(),
        }
        for name, package in sorted(origin.items())
    ]
    (target / MANIFEST).write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def differences() -> list[str]:
    """What in the two folders is not as their manifests say; empty when all is well."""
    return [*_differences(VENDOR), *_differences(PAPER)]


def _differences(folder: Path) -> list[str]:
    rows = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    expected = {row["file"]: row["sha256"] for row in rows}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name not in {MANIFEST, "fonts.css"}
    }
    return sorted(
        f"{name}: {'missing' if name not in found else 'not in the manifest' if name not in expected else 'altered'}"
        for name in expected.keys() | found.keys()
        if expected.get(name) != found.get(name)
    )


def main() -> int:
    """Fetch, or with `--check` compare; 0 when all is well, 1 when a file differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare the committed files with the manifest, offline")
    if not parser.parse_args().check:
        fetch()
    problems = differences()
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
