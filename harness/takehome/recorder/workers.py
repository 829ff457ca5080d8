"""Worker processes: joblib's, multiprocessing's, and plain children that run Python."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from .wire import dial

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .switch import Switch

VARIABLE: Final = "TAKEHOME_RECORDER"
_START: Final = '''"""Tells what is seen in a worker of a submission."""
import json, os, sys
_said = json.loads(os.environ.get("TAKEHOME_RECORDER", "null"))
if _said:
    sys.path.append(_said["home"])
    try:
        __import__(_said["package"] + ".workers", fromlist=["begin"]).begin(_said)
    except Exception:
        pass
    sys.path.remove(_said["home"])
del _said
'''


def prepare(config: Mapping[str, Any]) -> None:
    """Let processes that are started from here on begin with a recorder of their own."""
    desk = config.get("desk")
    if not desk:
        return
    package = __package__ or "recorder"
    above = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - it may lie in a zip
    for _ in range(package.count(".") + 1):
        above = os.path.dirname(above)  # noqa: PTH120 - as above
    with open(os.path.join(str(desk), "sitecustomize.py"), "w", encoding="utf-8") as file:  # noqa: PTH118, PTH123 - light enough for every start
        file.write(_START)
    said = {**config, "home": above, "package": package}
    said["examples"] = os.path.realpath(str(config["examples"]))
    os.environ[VARIABLE] = json.dumps(said)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(desk), *([before] if before else [])])


def begin(config: Mapping[str, Any]) -> None:
    """Switch a recorder on in a worker that was started anew."""
    from .switch import switch_on

    switch_on(config, process=os.getpid())


def forked(switch: Switch, *, own: bool) -> Callable[[], None]:
    """Return what a forked child does first: it gets a line of its own, or none."""

    def begin_again() -> None:
        recorder = switch.recorder
        was_on = recorder.on
        recorder.on = False
        if not was_on or not own:
            return
        try:
            emit = dial(str(switch.config.get("address", "")))
        except OSError:
            return
        recorder.start_over(emit, os.getpid())
        recorder.on = True
        recorder.tell({"kind": "hello", "pid": os.getpid(), "forked": True})

    return begin_again
