"""Packages that a team adds to the environment, each pinned to wheels by their hashes.

They are resolved once, beside the lock and never against it, and kept in the vault, so that the
image, the virtual environment and the kits say the same. Only wheels: to build a source
distribution is to execute it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from takehome.sandbox.protocol import SandboxMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_NAME: Final = "additions.txt"
_HASHED: Final = re.compile(r"^[a-z0-9-]+==\S+(?: --hash=sha256:[0-9a-f]{64})+$")


def path() -> Path:
    """Return where a team's additions are kept."""
    return Path(os.environ.get("TAKEHOME_HOME", ".takehome")) / _NAME


def read() -> str:
    """Return the additions in the form of a lock; empty where there are none.

    Raises:
        SandboxMissing: A line of them is not a wheel with its hash.
    """
    try:
        text = path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line and not line.startswith("#") and not _HASHED.match(line):
            raise SandboxMissing(
                f"{path()}, line {number}: {line[:80]!r} is no package with a version and hashes."
                " Let `takehome image build --with REQUIREMENTS` write the file."
            )
    return text


def keep(text: str) -> None:
    """Keep the additions; none where the text is empty."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    building = path().with_suffix(".new")
    building.write_text(text, encoding="utf-8")
    building.replace(path())


def resolved(
    requirements: Path,
    locked: Iterable[str],
    targets: Iterable[tuple[str, ...]],
    note: Callable[[str], None] = lambda _: None,
) -> str:
    """Return what the requirements amount to beyond the lock, with hashes of wheels alone.

    Args:
        requirements: A team's own file, as pip reads it.
        locked: The lock's packages as `name==version`, which stay as they are.
        targets: For each Python that there has to be a wheel for, pip's options.
        note: Is told what is going on.

    Raises:
        SandboxMissing: It cannot be resolved with wheels alone; the message is pip's.
    """
    held = list(locked)
    there = {each.partition("==")[0] for each in held}
    found: dict[str, tuple[str, set[str]]] = {}
    with tempfile.TemporaryDirectory(prefix="takehome-additions-") as folder:
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text("\n".join(held) + "\n", encoding="utf-8")
        _run([sys.executable, "-m", "venv", f"{folder}/tools"])
        for options in targets:
            note(f"resolving {requirements}")
            report = _run(
                [
                    *(f"{folder}/tools/bin/python", "-m", "pip", "install", "--dry-run"),
                    *("--ignore-installed", "--quiet", "--no-input", "--only-binary=:all:"),
                    *("--disable-pip-version-check", "--report", "-", "--target", f"{folder}/none"),
                    *("--constraint", str(constraints), "-r", str(requirements), *options),
                ]
            )
            for name, version, digest in _wheels(json.loads(report)):
                if name not in there:
                    known = found.setdefault(name, (version, set()))
                    if known[0] != version:
                        raise SandboxMissing(
                            f"{requirements}: {name} would be {known[0]} for one Python and"
                            f" {version} for another. Pin it."
                        )
                    known[1].add(digest)
    lines = [
        f"{name}=={version}" + "".join(f" --hash=sha256:{one}" for one in sorted(digests))
        for name, (version, digests) in sorted(found.items())
    ]
    return "".join(f"{line}\n" for line in lines)


def _wheels(report: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Yield name, version and hash of every wheel that pip would install.

    Raises:
        SandboxMissing: One is no wheel of an index.
    """
    for each in report["install"]:
        about, source = each["metadata"], each["download_info"]
        digest = (source.get("archive_info") or {}).get("hashes", {}).get("sha256")
        if digest is None or not str(source["url"]).endswith(".whl"):
            raise SandboxMissing(
                f"{about['name']} is no wheel but {source['url']}. Only wheels are installed:"
                " to build a package is to execute it."
            )
        yield re.sub(r"[-_.]+", "-", about["name"]).lower(), about["version"], digest


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise SandboxMissing(
            f"The packages cannot be resolved:\n{said}\nOnly wheels are taken, and the versions"
            " that the environment has already stay as they are."
        )
    return done.stdout
