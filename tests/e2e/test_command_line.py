"""Bad input at the keyboard: the right exit code, and a message that says how to mend it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from desks import Desk


@pytest.fixture
def fresh(tmp_path: Path, small_challenges: Path) -> Desk:
    return Desk(folder=tmp_path, environment={"TAKEHOME_CHALLENGES": str(small_challenges)})


def test_an_unknown_challenge_is_answered_with_the_closest(fresh: Desk) -> None:
    ran = fresh.takehome("invite", "card-frod", "--candidate", "Zoë")

    assert ran.exit_code == 4
    assert 'Did you mean "card-fraud"?' in ran.err
    assert ran.out == ""


def test_a_challenge_that_cannot_be_made_says_where(fresh: Desk, tmp_path: Path) -> None:
    source = Path(fresh.environment["TAKEHOME_CHALLENGES"]) / "card-fraud"
    broken = tmp_path / "broken" / "card-fraud"
    shutil.copytree(source, broken)
    text = (broken / "challenge.toml").read_text()
    (broken / "challenge.toml").write_text(text.replace("leak.post-outcome", "leak.post-outcom"))

    ran = fresh.takehome(
        "invite", "card-fraud", "--candidate", "Zoë", TAKEHOME_CHALLENGES=str(broken.parent)
    )

    assert ran.exit_code == 4
    assert "plants[1]" in ran.err
    assert 'Did you mean "leak.post-outcome"?' in ran.err


def test_a_kit_is_never_written_over_something_else(fresh: Desk, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("years of work")

    ran = fresh.takehome("invite", "card-fraud", "--candidate", "Zoë", "--out", "mine")

    assert ran.exit_code == 2
    assert "is not empty" in ran.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.tex"]


def test_a_demonstration_never_clears_somebody_s_folder(fresh: Desk, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "thesis.tex").write_text("years of work")

    ran = fresh.takehome("demo", "--sandbox", "bubblewrap")

    assert ran.exit_code in (2, 3)
    assert (tmp_path / "demo" / "thesis.tex").exists()


def test_inviting_twice_gives_the_same_kit(fresh: Desk, tmp_path: Path) -> None:
    arguments = ("invite", "card-fraud", "--candidate", "Zoë", "--json", "--quiet")
    first = fresh.takehome(*arguments, "--due", "2026-12-01", "--out", "one")

    again = fresh.takehome(*arguments, "--out", "two")

    assert first.exit_code == again.exit_code == 0
    assert first.err == ""
    one, two = first.document, again.document
    assert {**one, "folder": "two"} == two
    for path in sorted((tmp_path / "one").rglob("*")):
        twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.is_dir() or path.read_bytes() == twin.read_bytes()


def test_an_engine_that_is_not_there_says_how_to_get_it(fresh: Desk, tmp_path: Path) -> None:
    fresh.takehome("invite", "card-fraud", "--candidate", "Zoë", "--out", "kit")

    ran = fresh.takehome(
        "grade", "kit", "--sandbox", "docker", DOCKER_HOST=f"unix://{tmp_path}/no-engine.sock"
    )

    assert ran.exit_code == 3
    assert "docker" in ran.err.lower()


def test_an_unknown_sitting_says_which_there_are(fresh: Desk) -> None:
    ran = fresh.takehome("mark", "7")

    assert ran.exit_code == 2
    assert "no sitting 7; it has none yet" in ran.err


def test_a_full_disk_is_said_and_loses_nothing(fresh: Desk, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(small)], check=False
    )
    if mount.returncode:
        pytest.skip("needs the right to mount a small file system: run the tests as root")
    try:
        ran = fresh.takehome(
            "invite", "card-fraud", "--candidate", "Zoë", TAKEHOME_HOME=str(small / "vault")
        )

        assert ran.exit_code == 6
        assert "The disk is full" in ran.err
        assert not (tmp_path / "kit-zoë").exists()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_the_doctor_says_what_there_is_and_how_to_mend_the_rest(fresh: Desk) -> None:
    ran = fresh.takehome("doctor", "--json")
    told = fresh.takehome("doctor")

    assert ran.document["schema"] == "takehome/doctor@1"
    names = " ".join(each["name"].lower() for each in ran.document["conditions"])
    for word in ("python", "docker", "bubblewrap", "control groups", "image", "disk"):
        assert word in names
    for each in ran.document["conditions"]:
        assert each["state"] in ("ok", "warn", "missing")
        assert each["state"] == "ok" or each["mend"]
        assert each["found"] in told.out
