"""Writes what Quoth consists of: a list of its packages (CycloneDX), and a table of their licences.

Usage: python .ci/sbom.py FOLDER. The Python packages are those that the installed quoth needs with
all of its extras, as far as they are installed. Those of the web client are the ones of its pages.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import quote

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT_PACKAGE = "quoth"
UNKNOWN = "unknown"
LOCK = Path(__file__).parents[1] / "entrypoints" / "web" / "package-lock.json"


@dataclass(frozen=True)
class Component:
    """A package. `purl` names it everywhere."""

    name: str
    version: str
    purl: str
    licence: str


def needed_by(root: Distribution) -> dict[str, Distribution]:
    """Return the distributions that a distribution needs with its extras, itself left out."""
    found: dict[str, Distribution] = {}
    extras = root.metadata.get_all("Provides-Extra") or []
    waiting = [(root, ("", *extras))]
    while waiting:
        parent, wanted = waiting.pop()
        for text in parent.requires or []:
            requirement = Requirement(text)
            marker = requirement.marker
            if marker and not any(marker.evaluate({"extra": extra}) for extra in wanted):
                continue
            name = canonicalize_name(requirement.name)
            if name in found or name == canonicalize_name(root.name):
                continue
            try:
                found[name] = distribution(name)
            except PackageNotFoundError:
                continue  # of an extra that is not installed
            waiting.append((found[name], ("", *requirement.extras)))
    return dict(sorted(found.items()))


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence, in one line."""
    fields = package.metadata
    if expression := fields.get("License-Expression"):
        return str(expression)
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in fields.get_all("Classifier") or []
        if each.startswith("License :: ") and each != "License :: OSI Approved"
    ]
    if classifiers:
        return " OR ".join(classifiers)
    return (fields.get("License") or UNKNOWN).strip().partition("\n")[0] or UNKNOWN


def python_packages(root: Distribution) -> Iterator[Component]:
    """Yield the Python packages."""
    for name, package in needed_by(root).items():
        purl = f"pkg:pypi/{name}@{package.version}"
        yield Component(name, package.version, purl, licence_of(package))


def web_packages(lock: Path) -> Iterator[Component]:
    """Yield the packages that the built pages are made of, from their lock file."""
    for place, entry in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        name = place.rpartition("node_modules/")[2]
        if not place.startswith("node_modules/") or entry.get("dev") or "version" not in entry:
            continue
        purl = f"pkg:npm/{quote(name, safe='/')}@{entry['version']}"
        yield Component(name, entry["version"], purl, entry.get("license", UNKNOWN))


def bill_of(root: Distribution, components: Sequence[Component]) -> dict[str, object]:
    """Return the list as CycloneDX has it."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": root.name,
                "version": root.version,
                "purl": f"pkg:pypi/{root.name}@{root.version}",
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": each.purl,
                "name": each.name,
                "version": each.version,
                "purl": each.purl,
                "licenses": [{"license": {"name": each.licence}}],
            }
            for each in components
        ],
    }


def main(folder: Path) -> None:
    """Write both files."""
    root = distribution(ROOT_PACKAGE)
    components = [*python_packages(root), *web_packages(LOCK)]
    folder.mkdir(parents=True, exist_ok=True)
    bill = json.dumps(bill_of(root, components), indent=2)
    (folder / "quoth.cdx.json").write_text(bill + "\n", encoding="utf-8")
    lines = [f"| {each.purl} | {each.licence} |" for each in components]
    table = "\n".join(["| package | licence |", "| --- | --- |", *lines])
    (folder / "licences.md").write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
