from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takehome.sandbox import additions, environment, image
from takehome.sandbox.protocol import SandboxMissing

if TYPE_CHECKING:
    from pathlib import Path

LINE = "tinypackage==1.0 --hash=sha256:" + "a" * 64 + "\n"


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TAKEHOME_HOME", str(tmp_path / "vault"))
    return tmp_path / "vault"


def test_a_team_that_adds_nothing_has_the_lock_alone() -> None:
    assert environment.lock() == environment.own_lock()


def test_what_is_added_is_part_of_every_shape() -> None:
    before = environment.fingerprint(), image.tag()

    additions.keep(LINE)

    target = image.Target(version=(3, 11, 2), machine="x86_64", glibc=(2, 36))
    assert LINE.strip() in image.wanted(environment.lock(), target)
    assert environment.pinned()["tinypackage"] == {"1.0"}
    assert environment.fingerprint() != before[0]
    assert image.tag() != before[1]


@pytest.mark.parametrize(
    "line",
    ["tinypackage==1.0", "tinypackage", "./package", "git+https://example.org/package", "-e ."],
)
def test_what_has_no_hash_is_not_installed(vault: Path, line: str) -> None:
    vault.mkdir()
    (vault / "additions.txt").write_text(f"{LINE}{line}\n")

    with pytest.raises(SandboxMissing, match="line 2"):
        environment.lock()
