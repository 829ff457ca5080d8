"""axe-core, which finds what people who use a page otherwise than its author would stumble over.

It comes from npm, once, into the user's cache, and is not part of this repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from browser import Browser

VERSION: Final = "4.14.1"
HOW: Final = (
    f"get it with: npm pack axe-core@{VERSION}, and point $TAKEHOME_AXE at its package/axe.min.js"
)
_MEMBER: Final = "package/axe.min.js"


class AxeMissing(Exception):
    """axe-core is not here and cannot be fetched."""


@cache
def script() -> str:
    """Return the text of axe-core, fetched with npm where this machine has not got it yet.

    Raises:
        AxeMissing: There is no npm, or no way to its registry.
    """
    if named := os.environ.get("TAKEHOME_AXE"):
        return Path(named).read_text(encoding="utf-8")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = home / "takehome" / f"axe-core-{VERSION}.min.js"
    if not kept.exists():
        text = _fetched()
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(kept)
    return kept.read_text(encoding="utf-8")


def violations(browser: Browser) -> list[str]:
    """Return what axe finds on the open page, a line a violation; WCAG 2.2 AA and good practice."""
    browser.run(script() + "; 0")
    found: Any = browser.run(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
        "v => v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map("
        "n => n.target.join(' ') + ' ' + n.html.slice(0, 120)).join(' | ')))"
    )
    return [str(line) for line in found]


def _fetched() -> str:
    npm = shutil.which("npm")
    if npm is None:
        raise AxeMissing(f"axe-core is not here, and no npm to fetch it; {HOW}")
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [npm, "pack", "--silent", f"axe-core@{VERSION}"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        archives = list(Path(folder).glob("axe-core-*.tgz"))
        if packed.returncode or not archives:
            raise AxeMissing(f"npm could not fetch axe-core: {packed.stderr.strip()}; {HOW}")
        with tarfile.open(archives[0]) as archive:
            member = archive.extractfile(_MEMBER)
            if member is None:
                raise AxeMissing(f"the package holds no {_MEMBER}; {HOW}")
            return member.read().decode()
