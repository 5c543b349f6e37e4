"""The Helm chart: linted, rendered and checked against the schemas of Kubernetes.

It needs a virtual environment with helm-python-sdk and kubernetes-validate, named by TEST_HELM.
"""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

CHART = Path(__file__).parents[2] / "docs" / "deployment" / "helm" / "quoth"
HELM = os.environ.get("TEST_HELM")
EVERYTHING = {
    "settings": {"QUOTH_LANGUAGE_MODEL": "openai", "QUOTH_SEARCH_TOP_K": 8},
    "secretSettings": "quoth-keys",
    "image": {"pullSecrets": ["registry"]},
    "ingress": {"enabled": True, "host": "docs.example", "tlsSecret": "docs-tls"},
    "server": {"autoscaling": {"enabled": True}},
    "worker": {"autoscaling": {"enabled": True}},
    "networkPolicy": {"egress": [{"to": [{"ipBlock": {"cidr": "10.1.0.0/16"}}]}]},
    "nodeSelector": {"kubernetes.io/arch": "amd64"},
    "tolerations": [{"key": "quoth", "operator": "Exists"}],
}
OWN = {
    "settings": {"QUOTH_WORKER_PLACES": 2, "QUOTH_ALLOWED_HOSTS": "docs.example,quoth.example"},
    "ingress": {"enabled": True, "host": "docs.example"},
    "networkPolicy": {"from": []},
}
# of the page: what autoscaling needs
[AUTOSCALING] = re.findall(
    r"```yaml\n(server:\n.*?)```", (CHART.parents[1] / "kubernetes.md").read_text(), re.DOTALL
)
WRONG = (
    {"server": {"replica": 2}},
    {"settings": {"QUOTH_DATABASE_URL": "postgresql://user:password@host/quoth"}},
    {"worker": {"replicas": "two"}},
)

pytestmark = pytest.mark.skipif(
    HELM is None, reason="TEST_HELM names no environment with helm-python-sdk, kubernetes-validate"
)

# run there: prints what lint says, and for each set of values the error or the objects
PROGRAM = """
import json, sys, helm_python, kubernetes_validate, yaml
chart, sets = sys.argv[1], json.loads(sys.argv[2])
told = {"lint": helm_python.lint(chart, strict=True), "rendered": []}
with helm_python.Chart.load(chart) as loaded:
    for values in sets:
        try:
            loaded.validate_schema(values)
            files = loaded.render(values, name="docs", namespace="quoth")
        except helm_python.HelmError as error:
            told["rendered"].append(str(error))
            continue
        objects = [each for name, text in files.items() if name.endswith(".yaml")
                   for each in yaml.safe_load_all(text) if each]
        for each in objects:
            kubernetes_validate.validate(each, "1.37", strict=True)
        told["rendered"].append(objects)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the tools say of the chart with each set of values, the wrong ones last."""
    command = [
        f"{HELM}/bin/python",
        "-c",
        PROGRAM,
        str(CHART),
        json.dumps([{}, EVERYTHING, OWN, yaml.safe_load(AUTOSCALING), *WRONG]),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def named(objects: list[dict[str, Any]], kind: str, name: str) -> dict[str, Any]:
    """Return the `spec` of one object."""
    [spec] = [
        each["spec"] for each in objects if (each["kind"], each["metadata"]["name"]) == (kind, name)
    ]
    return dict(spec)


def test_the_chart_is_valid(told: dict[str, Any]) -> None:
    """Lint has no complaint, and every object passes the schemas of Kubernetes, strictly."""
    messages = told["lint"].get("messages") or []
    assert [each for each in messages if "icon is recommended" not in str(each)] == []
    least, most, _, _, *refused = told["rendered"]
    assert {each["kind"] for each in least} == {
        "Deployment", "Job", "NetworkPolicy", "PodDisruptionBudget", "Service",
    }  # fmt: skip
    assert {each["kind"] for each in most} == {
        *(each["kind"] for each in least), "HorizontalPodAutoscaler", "Ingress",
    }  # fmt: skip
    assert all(isinstance(each, str) for each in refused), refused


def test_pods_have_no_more_rights_than_they_need(told: dict[str, Any]) -> None:
    """No pod runs as root, writes to its image, gains privileges or gets a token of the cluster."""
    pods = [
        each["spec"]["template"]["spec"]
        for each in told["rendered"][1]
        if "template" in each["spec"]
    ]
    assert len(pods) == 3
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is pod["enableServiceLinks"] is False
        [container] = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]


def test_servers_are_told_of_their_proxy_and_leave_documents_to_workers(
    told: dict[str, Any],
) -> None:
    """The host of the ingress is served, its networks are trusted, and a stop has time enough."""
    server = named(told["rendered"][1], "Deployment", "docs-server")["template"]["spec"]
    variables = {each["name"]: each["value"] for each in server["containers"][0]["env"]}
    assert variables == {
        "QUOTH_ALLOWED_HOSTS": "docs.example",
        "QUOTH_TRUSTED_PROXIES": "10.0.0.0/8",
        "QUOTH_DATABASE_URL_FILE": "/run/secrets/quoth-database/url",
        "QUOTH_LANGUAGE_MODEL": "openai",
        "QUOTH_SEARCH_TOP_K": "8",
        "QUOTH_SHUTDOWN_GRACE_SECONDS": "30",
        "QUOTH_WORKER_PLACES": "0",
    }
    assert server["terminationGracePeriodSeconds"] > 30 + 5


def test_no_variable_is_set_twice(told: dict[str, Any]) -> None:
    """Settings replace what the chart would set, but servers still leave documents to workers."""
    places = {}
    for component in ("server", "worker"):
        spec = named(told["rendered"][2], "Deployment", f"docs-{component}")["template"]["spec"]
        env = spec["containers"][0]["env"]
        variables = {each["name"]: each["value"] for each in env}
        assert len(variables) == len(env)
        assert variables["QUOTH_ALLOWED_HOSTS"] == "docs.example,quoth.example"
        places[component] = variables["QUOTH_WORKER_PLACES"]
    assert places == {"server": "0", "worker": "2"}


def test_only_named_namespaces_reach_the_servers(told: dict[str, Any]) -> None:
    """An empty list admits nobody. An empty `from` of Kubernetes would admit everybody."""
    least, _, nobody, _, *_ = told["rendered"]
    assert named(nobody, "NetworkPolicy", "docs-server")["ingress"] == []
    [rule] = named(least, "NetworkPolicy", "docs-server")["ingress"]
    assert len(rule["from"]) == 1
    for objects in (least, nobody):
        assert "ingress" not in named(objects, "NetworkPolicy", "docs")


def test_prometheus_reaches_servers_that_are_autoscaled(told: dict[str, Any]) -> None:
    """The values on the page admit the namespace that scrapes, beside the ingress controller's."""
    objects = told["rendered"][3]
    for component in ("server", "worker"):
        assert named(objects, "HorizontalPodAutoscaler", f"docs-{component}")
    [rule] = named(objects, "NetworkPolicy", "docs-server")["ingress"]
    assert [each["namespaceSelector"]["matchLabels"] for each in rule["from"]] == [
        {"kubernetes.io/metadata.name": "ingress-nginx"},
        {"kubernetes.io/metadata.name": "monitoring"},
    ]
