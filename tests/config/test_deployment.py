"""docker-compose.yml, Dockerfile and the proxy's configuration agree with the code.

No Docker engine is needed: what can be read is read.
"""

import importlib
import re
import shlex

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

ROOT = settings.ROOT
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_every_service_that_stays_up_has_a_health_check():
    assert {"web", "worker", "daily", "database", "redis", "proxy"} <= set(SERVICES)
    for name, service in SERVICES.items():
        assert ("healthcheck" in service) is (service["restart"] != "no"), name


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_waits_only_for_what_exists(name):
    for other, how in SERVICES[name].get("depends_on", {}).items():
        if how["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
        if how["condition"] == "service_completed_successfully":
            assert SERVICES[other]["restart"] == "no"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_secret_is_written_down_or_has_a_default(name):
    service = SERVICES[name]
    for variable, value in service.get("environment", {}).items():
        if re.search(r"SECRET|PASSWORD|KEY|TOKEN|DATABASE_URL|EMAIL_URL", variable):
            assert variable.endswith("_FILE"), variable
            assert value.removeprefix("/run/secrets/") in service["secrets"]
        # `:-` gives a value to a variable that nobody set.
        assert ":-" not in str(value) or variable == "WEB_CONCURRENCY", variable


def test_secrets_come_from_files_that_git_ignores():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "deploy/secrets/" in ignored
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"./deploy/secrets/{name}"}
    assert not any((ROOT / "deploy" / "secrets").glob("*"))


def test_every_required_setting_reaches_the_application():
    required = re.findall(
        r'^    "([A-Z_]+)",$',
        (ROOT / "platform/config/settings/prod.py").read_text("utf-8"),
        re.MULTILINE,
    )
    assert len(required) > 5
    for name in ("init", "web", "worker", "daily"):
        given = {variable.removesuffix("_FILE") for variable in SERVICES[name]["environment"]}
        assert set(required) <= given, name


def test_volumes_networks_and_mounted_files_exist():
    named = set()
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).is_file(), source
            else:
                named.add(source)
        assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert named == set(COMPOSE["volumes"])


def test_only_the_proxy_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    for name in ("database", "redis"):
        assert SERVICES[name]["networks"] == ["back"]


def test_the_workers_believe_the_proxy_alone():
    proxy = SERVICES["proxy"]["networks"]["front"]["ipv4_address"]
    assert SERVICES["web"]["environment"]["FORWARDED_ALLOW_IPS"] == proxy
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert proxy.rsplit(".", 1)[0] == subnet.rsplit(".", 1)[0]
    caddyfile = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    assert "reverse_proxy web:8000" in caddyfile
    assert "trusted_proxies" not in caddyfile


def test_what_is_for_operators_is_hidden_by_the_proxy():
    caddyfile = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    [hidden] = re.findall(r"@inside path (.*)\n\s*respond @inside 404", caddyfile)
    assert set(hidden.split()) == {"/readyz", "/metrics"}


def test_the_workers_count_together_where_each_start_finds_nothing():
    folder = SERVICES["web"]["environment"]["PROMETHEUS_MULTIPROC_DIR"]
    assert any(folder.startswith(f"{mount}/") for mount in SERVICES["web"]["tmpfs"])
    assert not any(
        "PROMETHEUS_MULTIPROC_DIR" in SERVICES[name]["environment"] for name in ("init", "worker")
    )


def image_command() -> list[str]:
    [command] = re.findall(r"^CMD \[(.*)\]", DOCKERFILE, re.MULTILINE | re.DOTALL)
    return re.findall(r'"([^"]+)"', command)


def test_web_serves_an_application_that_exists_as_the_image_does():
    command = SERVICES["web"]["command"]
    module, name = command[1].split(":")
    assert callable(getattr(importlib.import_module(module), name))
    from_image = " ".join(image_command()).replace("=", " ").split()
    assert " ".join(command).replace("=", " ").split() == from_image


def test_the_commands_of_the_other_services_exist():
    wanted = set()
    for name in ("init", "worker", "daily"):
        text = " ".join(SERVICES[name]["command"])
        wanted |= set(re.findall(r"manage\.py (\w+)", text))
    assert {
        "migrate",
        "createcachetable",
        "load_territories",
        "db_worker",
        "guests_daily",
        "discussions_daily",
        "measurements_daily",
        "drafts_daily",
        "booklets_daily",
        "lapse_memberships",
    } <= wanted
    assert wanted <= set(get_commands())


def test_what_the_image_copies_exists_and_is_not_ignored():
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for line in DOCKERFILE.splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in shlex.split(line)[1:-1]:
                assert (ROOT / source).exists(), source
                assert f"!{source.removeprefix('./')}" in ignore, source


def test_the_image_does_not_run_as_root():
    last = DOCKERFILE.split("\nFROM ")[-1]
    assert re.search(r"^USER chantiers$", last, re.MULTILINE)
    assert last.index("USER chantiers") < last.index("\nCMD ")
