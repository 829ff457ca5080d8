"""Folders of work that a keeper left behind, because it was killed before it could clear them away.

A folder's name says which process of which namespace opened its box. It is swept when that process
is gone, or when it is this one and the box is over. What is in it was written by a candidate: it is
removed by a process of the user that the box was, and never by root.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome.sandbox.process import ProcessBox

SLOTS_FROM: Final = 1_900_000_000
SLOTS: Final = 100_000_000
"""Users whom nobody else has, for boxes that root opens."""
_NAME: Final = re.compile(r"takehome-box-(\d+)-(\d+)-\w+")
_ORDER: Final = 'chmod -R u+rwx -- "$1" 2>/dev/null; exec rm -rf -- "$1" 2>/dev/null'
_ORDER_OF_ROOT: Final = f"kill -9 -1 2>/dev/null; {_ORDER}"
"""All that the box's own user still has running ends first: nobody else is that user."""
_SWEEP_S: Final = 30
_OPEN: Final[dict[str, ProcessBox]] = {}


def made() -> str:
    """Return a new folder of work, by its resolved name: a rule about a link would not hold."""
    namespace = Path("/proc/self/ns/pid").stat().st_ino
    prefix = f"takehome-box-{os.getpid()}-{namespace}-"
    return str(Path(tempfile.mkdtemp(prefix=prefix)).resolve())


def keep(work: str, box: ProcessBox) -> None:
    """Remember whose folder it is."""
    _OPEN[work] = box


def sweep() -> None:
    """Remove what was left behind; what cannot be removed stays."""
    for work, box in [*_OPEN.items()]:
        if box.is_over and not Path(work).exists():
            _OPEN.pop(work, None)
    for folder in _left():
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            _remove(folder)


def _left() -> Iterator[Path]:
    namespace = Path("/proc/self/ns/pid").stat().st_ino
    for folder in Path(tempfile.gettempdir()).resolve().glob("takehome-box-*"):
        found = _NAME.fullmatch(folder.name)
        if found is None or int(found[2]) != namespace:
            continue
        owner = int(found[1])
        if owner == os.getpid():
            box = _OPEN.get(str(folder))
            if box is not None and box.is_over:
                yield folder
        elif not Path("/proc", found[1]).exists():
            yield folder


def _remove(folder: Path) -> None:
    """Remove a folder as its owner, if that is a user of boxes, or we ourselves.

    Raises:
        OSError: It is gone already.
        TimeoutExpired: It is too much.
    """
    uid = folder.lstat().st_uid
    order, who = _ORDER, None
    if os.geteuid() == 0:
        if not SLOTS_FROM <= uid < SLOTS_FROM + SLOTS:
            return
        order, who = _ORDER_OF_ROOT, uid
    elif uid != os.geteuid():
        return
    subprocess.run(
        ["/bin/sh", "-c", order, "sh", str(folder)],
        user=who,
        group=who,
        extra_groups=None if who is None else [],
        env={"PATH": "/usr/bin:/bin"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=_SWEEP_S,
    )
    # What a parent that only root may write to would not let go of; it is empty, or stays.
    folder.rmdir()
