from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takehome.sandbox import bubblewrap, engine, health
from takehome.sandbox.bubblewrap import Bubblewrap
from takehome.sandbox.choose import NAMES, choose, require
from takehome.sandbox.docker import Docker
from takehome.sandbox.landlock import Landlock
from takehome.sandbox.protocol import SandboxMissing, SandboxTooWeak
from takehome.sandbox.unsafe import Unsafe
from takehome.sandbox.words import UNSAFE

if TYPE_CHECKING:
    from pathlib import Path

    from takehome.sandbox.protocol import Sandbox


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any of it."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def a_script_called_bwrap(folder: Path) -> None:
    (folder / "bwrap").write_text("#!/bin/sh\nexec /usr/bin/bwrap --bind / / $@\n")
    (folder / "bwrap").chmod(0o755)


def test_a_name_that_is_almost_right_is_guessed() -> None:
    with pytest.raises(SandboxMissing) as missing:
        choose("bubblewarp")

    assert 'Did you mean "bubblewrap"?' in str(missing.value)


@pytest.mark.usefixtures("bare")
def test_a_machine_with_nothing_strong_is_told_what_to_install() -> None:
    with pytest.raises(SandboxMissing) as missing:
        choose(minimum="bubblewrap")

    assert "apt-get install docker.io" in str(missing.value)
    assert "apt-get install bubblewrap" in str(missing.value)


def test_no_sandbox_is_never_chosen_but_by_name() -> None:
    assert choose(UNSAFE).confinement().enforced == ()
    assert UNSAFE not in NAMES

    with pytest.raises(SandboxTooWeak):
        choose(UNSAFE, minimum="landlock")


@pytest.mark.parametrize(
    ("name", "minimum", "strong"),
    [
        ("landlock", "landlock", True),
        ("landlock", "bubblewrap", False),
        ("bubblewrap", "docker", False),
        ("docker", "landlock", True),
        (UNSAFE, None, True),
        (UNSAFE, "landlock", False),
    ],
)
def test_what_is_weaker_than_wanted_is_refused(
    name: str, minimum: str | None, *, strong: bool
) -> None:
    every: list[Sandbox] = [Landlock(), Bubblewrap(), Docker(), Unsafe()]
    (sandbox,) = (each for each in every if each.name == name)

    if strong:
        require(sandbox, minimum, "the team")
    else:
        with pytest.raises(SandboxTooWeak) as weak:
            require(sandbox, minimum, "the team")

        assert f"{name} is weaker than the team wants" in str(weak.value)


def test_a_minimum_that_is_almost_right_is_guessed() -> None:
    with pytest.raises(SandboxMissing) as missing:
        require(Landlock(), "dockr", "the team")

    assert 'Did you mean "docker"?' in str(missing.value)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("name", ["docker", "bubblewrap"])
def test_one_that_was_asked_for_is_never_replaced(name: str) -> None:
    with pytest.raises(SandboxMissing):
        choose(name)


def test_a_script_around_bubblewrap_is_not_trusted(bare: Path) -> None:
    a_script_called_bwrap(bare)

    with pytest.raises(SandboxMissing) as missing:
        bubblewrap.find()

    assert "script" in str(missing.value)
    assert str(bare / "bwrap") in str(missing.value)


def test_something_else_that_listens_is_no_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docker.sock").touch()
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")

    with pytest.raises(SandboxMissing):
        engine.connect()


@pytest.mark.usefixtures("bare")
def test_health_is_told_even_where_there_is_nothing() -> None:
    told = {condition.name: condition for condition in health.conditions()}

    assert told["Docker"].state == "missing"
    assert told["Docker"].mend == "apt-get install docker.io"
    assert told["bubblewrap"].state == "missing"
    assert told["bubblewrap"].mend == "apt-get install bubblewrap"
    assert told["environment"].state == "warn"
    assert told["disk"].found


def test_a_full_disk_is_said_to_be_one(tmp_path: Path) -> None:
    condition = health.disk(tmp_path / "not" / "made" / "yet")

    assert condition.name == "disk"
    assert str(tmp_path) in condition.found
