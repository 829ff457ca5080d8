from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from takehome.sandbox import environment
from takehome.sandbox.protocol import SandboxMissing

REPOSITORY = Path(__file__).parents[4]


def project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def locked() -> dict[tuple[str, str], dict[str, Any]]:
    lock = tomllib.loads((REPOSITORY / "uv.lock").read_text(encoding="utf-8"))
    return {(one["name"], one.get("version", "")): one for one in lock["package"]}


def needed() -> set[tuple[str, str]]:
    """Walk the lock from the group to everything that it needs."""
    packages = locked()
    ours = next(one for (name, _), one in packages.items() if name == "takehome")
    found: set[tuple[str, str]] = set()
    waiting = [*ours["dev-dependencies"]["environment"]]
    while waiting:
        wanted = waiting.pop()
        for (name, version), package in packages.items():
            chosen = wanted.get("version", version)
            if name != wanted["name"] or version != chosen or (name, version) in found:
                continue
            found.add((name, version))
            waiting += package.get("dependencies", [])
            for extra in wanted.get("extra", []):
                waiting += package["optional-dependencies"][extra]
    return found


def test_the_environment_names_what_the_lock_resolved() -> None:
    pinned = {(name, one) for name, all_ in environment.pinned().items() for one in all_}

    assert pinned == needed()


def test_every_wheel_has_the_hash_of_the_lock() -> None:
    packages = locked()
    entries = re.findall(
        r"^([a-z0-9-]+)==([^ ;\\]+)(.*?)(?=^[a-z]|\Z)", environment.lock(), re.MULTILINE | re.DOTALL
    )

    for name, version, rest in entries:
        package = packages[name, version]
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert set(re.findall(r"sha256:\w+", rest)) == {one["hash"] for one in files}, name
    assert len(entries) == len(needed())


def test_what_was_asked_for_is_what_the_project_asks_for() -> None:
    assert list(environment.ASKED_FOR) == project()["dependency-groups"]["environment"]


def test_an_environment_that_was_not_built_is_not_found(tmp_path: Path) -> None:
    assert environment.find(tmp_path) is None


def test_a_build_that_was_killed_is_not_found(tmp_path: Path) -> None:
    building = tmp_path / f"environment-{environment.fingerprint()}.building"
    (building / "bin").mkdir(parents=True)

    assert environment.find(tmp_path) is None


def test_a_build_that_fails_says_why_and_leaves_nothing_to_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    told: list[str] = []

    with pytest.raises(SandboxMissing) as missing:
        environment.ensure(told.append, tmp_path)

    assert "No matching distribution found" in str(missing.value)
    assert "pip config list" in str(missing.value)
    assert told[0] == "building the environment that submissions are executed in"
    assert environment.find(tmp_path) is None


def test_the_cache_follows_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert environment.cache_folder() == tmp_path / "takehome"
