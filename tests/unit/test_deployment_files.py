"""The files of docs/deployment agree with one another, and with the settings."""

import re
import shutil
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from entrypoints.settings import PREFIX, Settings
from tests.api.test_routes import NEED_NOBODY

ROOT = Path(__file__).parents[2]
DEPLOYMENT = ROOT / "docs" / "deployment"
UNITS = sorted((DEPLOYMENT / "systemd").glob("*.service"))
SETTINGS = {PREFIX + each.name.upper() for each in fields(Settings)}
IN_FILES = {PREFIX + each.name.upper() + "_FILE" for each in fields(Settings) if not each.repr}
PLACES = [ROOT / "compose.yaml", ROOT / "Containerfile", *UNITS, *DEPLOYMENT.rglob("*.tpl")]
PLACES += [*DEPLOYMENT.rglob("*.md"), *DEPLOYMENT.rglob("server.yaml")]
ANALYZE = shutil.which("systemd-analyze")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return content


def test_only_settings_are_set() -> None:
    """No file names a variable that Quoth does not know, which would keep it from starting."""
    for place in PLACES:
        named = set(re.findall(r"\bQUOTH_[A-Z_]+\b", place.read_text()))
        assert named <= SETTINGS | IN_FILES, place


def test_nginx_and_the_servers_of_compose_know_one_another(compose: dict[str, Any]) -> None:
    """The upstream has the address of each server, and servers trust that of nginx alone."""
    services = compose["services"]
    addresses = {
        name: service["networks"]["inside"]["ipv4_address"]
        for name, service in services.items()
        if isinstance(service["networks"], dict)
    }
    upstream = (DEPLOYMENT / "compose" / "upstream.conf").read_text()
    servers = {name: address for name, address in addresses.items() if name.startswith("server-")}
    named = re.findall(r"server ([0-9.]+):8000 .*; # (.*)", upstream)
    assert {name: address for address, name in named} == servers
    assert len(servers) == 3
    environment = services["server-1"]["environment"]
    assert environment["QUOTH_TRUSTED_PROXIES"] == addresses["nginx"]
    assert f"@{addresses['database']}:5432/" in environment["QUOTH_DATABASE_URL"]


def test_the_embedder_has_a_model_whatever_the_servers_run_from(compose: dict[str, Any]) -> None:
    """Servers beside an embedder may run from an image without a model: the embedder may not."""
    services = compose["services"]
    assert services["server-1"]["image"] == services["worker"]["image"] == "${SERVER_IMAGE:-quoth}"
    assert "SERVER_IMAGE" not in services["embedder"]["image"]


def test_an_image_is_built_under_its_own_name(compose: dict[str, Any]) -> None:
    """The name of the servers' image comes with its target; the embedder's is the whole one."""
    stages = re.findall(r"^FROM .* AS (\S+)$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    assert stages[-1] == "whole"  # what `docker build` makes without a target
    built = {name: each for name, each in compose["services"].items() if "build" in each}
    assert {name: each["image"] for name, each in built.items()} == {
        "setup": "${SERVER_IMAGE:-quoth}",
        "embedder": "${EMBEDDER_IMAGE:-quoth}",
    }
    assert built["setup"]["build"]["target"] == "${SERVER_TARGET:-whole}"
    assert built["embedder"]["build"]["target"] == "whole"
    page = (DEPLOYMENT / "compose.md").read_text()
    [(image, target)] = re.findall(r"SERVER_IMAGE=(\S+)\n *SERVER_TARGET=(\S+)\n", page)
    assert (image, target in stages) == ("quoth-server", True)


def test_containers_have_no_more_rights_than_they_need(compose: dict[str, Any]) -> None:
    """Quoth's write nothing into their image, and ports are those of this machine alone."""
    for name, service in compose["services"].items():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
        if name.startswith(("server-", "setup", "worker")):
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
    assert [each for each in compose["services"].values() if "ports" in each] == [
        compose["services"]["nginx"]
    ]


def test_probes_ask_what_needs_no_key() -> None:
    """Nobody gives a supervisor a key: what it asks is free."""
    for place in (ROOT / "Containerfile", *DEPLOYMENT.rglob("server.yaml")):
        asked = re.findall(r"/api/[a-z/]+", place.read_text())
        assert asked
        assert {path.removesuffix("/") for path in asked} <= NEED_NOBODY, place


def test_the_image_runs_as_nobody_in_particular() -> None:
    """The image and the chart name the same user, who is not root."""
    [user] = re.findall(r"^USER (\d+):\1$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    helpers = next(DEPLOYMENT.rglob("_helpers.tpl")).read_text()
    assert int(user) > 0
    assert f"runAsUser: {user}" in helpers


def test_the_chart_is_of_this_version() -> None:
    """The chart takes the image of the version beside which it stands."""
    chart = yaml.safe_load(next(DEPLOYMENT.rglob("Chart.yaml")).read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert chart["appVersion"] == chart["version"] == project["version"]


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze")
def test_units_are_valid_and_confined(tmp_path: Path) -> None:
    """The units of a server and a worker are what systemd takes, and confined."""
    names = []
    for unit in UNITS:
        name = unit.name.replace("@", "@8001")
        (tmp_path / name).write_text(unit.read_text().replace("/opt/quoth/bin/quoth", "/bin/true"))
        names.append(str(tmp_path / name))
    assert len(names) == 2
    assert ANALYZE is not None
    verify = [ANALYZE, "verify", "--man=no", *names]
    checked = subprocess.run(verify, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert (checked.returncode, checked.stderr) == (0, "")
    for name in names:
        told = subprocess.run(  # noqa: S603 - our own command
            [ANALYZE, "security", "--offline=yes", "--threshold=25", name],
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stdout
