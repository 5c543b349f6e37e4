"""The list of packages is made of what is installed and locked."""

import importlib.util
import json
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_packages_and_licences_are_listed(tmp_path: Path) -> None:
    """Packages of the server and the pages are named once, with versions and licences."""
    spec = importlib.util.spec_from_file_location("sbom", ROOT / ".ci" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    sbom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sbom)
    sbom.main(tmp_path)
    bill = json.loads((tmp_path / "quoth.cdx.json").read_text())
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "quoth")
    names = [each["purl"] for each in bill["components"]]
    assert len(names) == len(set(names))
    found = {each.rpartition("@")[0] for each in names}
    assert {"pkg:pypi/litestar", "pkg:pypi/asyncpg", "pkg:npm/react"} <= found
    # what only tests and checks need is no part of it
    assert found.isdisjoint({"pkg:pypi/pytest", "pkg:pypi/ruff", "pkg:npm/vitest"})
    licences = (tmp_path / "licences.md").read_text()
    assert all(f"| {each} | " in licences for each in names)
