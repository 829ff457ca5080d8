from __future__ import annotations

import os
from pathlib import Path

import pytest

from takehome.sandbox.environment import Environment
from takehome.sandbox.lent import reachable

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up its own user")


def an_environment(folder: Path) -> Environment:
    (folder / "made/lib").mkdir(parents=True)
    (folder / "made/lib/module.py").write_text("x = 1\n")
    (folder / "base/bin").mkdir(parents=True)
    (folder / "base/bin/python3").write_text("#!\n")
    (folder / "base/lib/site-packages").mkdir(parents=True)
    (folder / "base/lib/site-packages/others.py").write_text("x = 2\n")
    (folder / "base/lib/os.py").write_text("x = 3\n")
    return Environment(
        folder=str(folder / "made"),
        fingerprint="f" * 16,
        python="3.11.2",
        base_prefix=str(folder / "base"),
        executable="bin/python3",
        shared_library=False,
    )


@ROOT
def test_what_is_closed_to_others_is_lent_without_what_is_not_pythons(tmp_path: Path) -> None:
    made = an_environment(tmp_path)
    tmp_path.chmod(0o700)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("takehome.sandbox.lent._open_to_all", lambda path: "lent" in path)
        lent = reachable(made, tmp_path / "lent")

    assert Path(lent.folder, "lib/module.py").samefile(Path(made.folder, "lib/module.py"))
    assert Path(lent.base_prefix, "lib/os.py").exists()
    assert not Path(lent.base_prefix, "lib/site-packages").exists()
    assert Path(lent.python).resolve() == Path(lent.base_prefix, "bin/python3")
    assert "include-system-site-packages = false" in Path(lent.folder, "pyvenv.cfg").read_text()


def test_what_everybody_may_use_is_used_where_it_is(tmp_path: Path) -> None:
    made = an_environment(tmp_path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("takehome.sandbox.lent._open_to_all", lambda _: True)
        found = reachable(made, tmp_path / "lent")

    assert (found.folder, found.base_prefix) == (made.folder, made.base_prefix)
    assert not (tmp_path / "lent").exists()
