"""What is fetched is what was locked: packages by hashes, images by digest."""

import json
import re
import subprocess
import sys

import pytest
import yaml

from sinkbase.paths import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock", "docker/gis/tipg.lock")
DOCKERFILES = ("docker/Dockerfile", "docker/gis/Dockerfile")
INSTALLERS = ("Makefile", *DOCKERFILES)


def requirements(lock: str) -> list[str]:
    """The requirements of a lock file, each with its hashes in one line."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_each_python_package_has_a_version_and_hashes(lock):
    found = requirements(lock)
    assert len(found) > 20
    form = re.compile(r"[A-Za-z0-9._-]+==\S+(\s+;.*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [line[:60] for line in found if not form.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock):
    text = (ROOT / lock).read_text()
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links|--trusted-host", text) == []


@pytest.mark.parametrize("file", INSTALLERS)
def test_every_install_of_a_lock_requires_the_hashes(file):
    lines = [line for line in (ROOT / file).read_text().splitlines() if "pip install" in line]
    assert lines
    assert [line for line in lines if "--no-deps --require-hashes" not in line] == []


def test_pip_refuses_a_file_that_is_not_the_locked_one(tmp_path):
    """A package that says it is rich, of the locked version: pip takes no such file."""
    rich = next(line for line in requirements("requirements.lock") if line.startswith("rich=="))
    version = rich.split()[0].removeprefix("rich==")
    (tmp_path / f"rich-{version}-py3-none-any.whl").write_bytes(b"not the one")
    lock = tmp_path / "one.lock"
    lock.write_text(rich + "\n")
    pip = [sys.executable, "-m", "pip", "download", "--no-index", "--no-deps", "--require-hashes"]
    refused = subprocess.run(
        [*pip, "--find-links", tmp_path, "-d", tmp_path / "got", "-r", lock],
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr


def test_each_npm_package_has_a_checksum():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: it for name, it in packages.items() if name}
    assert fetched
    assert [name for name, it in fetched.items() if "integrity" not in it] == []


def test_images_stand_on_one_base_by_digest():
    bases = set()
    for file in DOCKERFILES:
        text = (ROOT / file).read_text()
        froms = re.findall(r"^FROM (\S+)", text, flags=re.MULTILINE)
        assert set(froms) == {"${DEBIAN}"}
        bases |= set(re.findall(r"^ARG DEBIAN=(\S+)$", text, flags=re.MULTILINE))
    (base,) = bases
    assert re.fullmatch(r"debian:12@sha256:[0-9a-f]{64}", base)


def test_what_containers_say_is_bounded():
    services = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())["services"]
    assert {it["logging"]["options"]["max-size"] for it in services.values()} == {"10m"}
