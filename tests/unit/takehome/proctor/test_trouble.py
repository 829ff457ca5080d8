from __future__ import annotations

from typing import Any

import pytest

from takehome.proctor.trouble import Setting, gone, of_exception

SETTING = Setting(entry="solution.py", allowed=("numpy", "pandas"))


def raised(kind: str, message: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "message": message, "family": [kind, "Exception"], **more}


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (raised("ValueError", "no"), "failed"),
        (raised("MemoryError", ""), "out-of-memory"),
        (raised("_ArrayMemoryError", "Unable to allocate 1 TiB"), "out-of-memory"),
        (raised("Odd", "", family=["Odd", "MemoryError"]), "out-of-memory"),
        (raised("OSError", "[Errno 28] No space left on device", errno=28), "over-limit"),
        (raised("OSError", "[Errno 27] File too large", errno=27), "over-limit"),
        (raised("ArrowError", "No space left on device", family=["OSError"]), "over-limit"),
        (raised("BlockingIOError", "[Errno 11] Resource temporarily unavailable"), "over-limit"),
        (raised("RuntimeError", "can't start new thread"), "over-limit"),
        (raised("ModuleNotFoundError", "No module named 'torch'", module="torch"), "environment"),
        (raised("ModuleNotFoundError", "", module="torch.nn"), "environment"),
        (raised("ModuleNotFoundError", "", module="json.missing"), "failed"),
        (raised("FileNotFoundError", "[Errno 2] ...", errno=2), "failed"),
        (raised("SystemExit", "3", code=3), "failed"),
    ],
)
def test_an_exception_amounts_to_one_outcome(told: dict[str, Any], outcome: str) -> None:
    assert of_exception(told, SETTING).outcome == outcome


def test_a_missing_package_is_named_with_those_that_are_there() -> None:
    trouble = of_exception(raised("ModuleNotFoundError", "", module="torch.nn", line=3), SETTING)

    assert "no package torch in" in trouble.message
    assert "numpy, pandas" in trouble.message
    assert trouble.place is not None
    assert trouble.place.line == 3


def test_a_killed_process_says_by_what() -> None:
    trouble = gone(-9)

    assert (trouble.outcome, trouble.signal, trouble.over) == ("failed", 9, True)
    assert "SIGKILL" in trouble.message


def test_a_process_that_left_says_how() -> None:
    assert "exit code 3" in gone(3).message


def test_what_lies_about_its_exception_still_gets_an_outcome() -> None:
    assert of_exception({"family": [None], "type": 5, "errno": "x"}, SETTING).outcome == "failed"
