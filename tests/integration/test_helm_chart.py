"""The Helm chart: linted, rendered and checked against the schemas of Kubernetes.

It needs a virtual environment with helm-python-sdk and kubernetes-validate, named by TEST_HELM.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

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
    """What the tools say of the chart: by default, with everything, and with wrong values."""
    command = [
        f"{HELM}/bin/python",
        "-c",
        PROGRAM,
        str(CHART),
        json.dumps([{}, EVERYTHING, *WRONG]),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_the_chart_is_valid(told: dict[str, Any]) -> None:
    """Lint has no complaint, and every object passes the schemas of Kubernetes, strictly."""
    messages = told["lint"].get("messages") or []
    assert [each for each in messages if "icon is recommended" not in str(each)] == []
    least, most, *refused = told["rendered"]
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
    [server] = [
        each["spec"]["template"]["spec"]
        for each in told["rendered"][1]
        if each["metadata"]["name"] == "docs-server" and each["kind"] == "Deployment"
    ]
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
