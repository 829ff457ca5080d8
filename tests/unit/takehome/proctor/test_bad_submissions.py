"""Submissions that go wrong: each ends in the right outcome, with words a candidate can act on."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from unit.takehome.proctor.host import (
    IDS,
    PREDICT,
    Gone,
    Host,
    hosting,
    kernels_interpreter,
    wait_for,
)


def predicting(body: str) -> str:
    """Return a submission whose `predict` has this body."""
    return (
        "import numpy as np, pandas as pd, os, sys, time\nexpected_score = 0.5\n"
        f"def predict(folder):\n    {body}\n"
    )


def line_of(trouble: dict[str, Any], form: str) -> tuple[int | None, int | None]:
    assert trouble["place"]["file"] == ("solution.py" if form == "script" else "solution.ipynb")
    return trouble["place"]["cell"], trouble["place"]["line"]


def test_what_raises_is_told_with_its_place(host: Host, form: str) -> None:
    trouble = host.sit("x = 1", "def f():\n    return x / 0", "f()", PREDICT, form=form)

    assert (trouble["kind"], trouble["outcome"]) == ("trouble", "failed")
    assert (trouble["during"], trouble["over"]) == ("fit", True)
    assert trouble["message"] == "ZeroDivisionError: division by zero"
    assert line_of(trouble, form) == ((None, 3) if form == "script" else (3, 2))
    assert "in f" in trouble["traceback"]
    assert "proctor" not in trouble["traceback"]


def test_what_is_no_python_is_told_with_its_place(host: Host, form: str) -> None:
    trouble = host.sit("x = 1", "\nif x\n", form=form)

    assert trouble["outcome"] == "failed"
    assert trouble["message"].startswith("SyntaxError")
    assert line_of(trouble, form) == ((None, 3) if form == "script" else (3, 2))


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "import time; time.sleep(3600)",
        "import time\nwhile True:\n    try: time.sleep(60)\n    except BaseException: pass",
    ],
)
def test_what_loops_for_ever_is_stopped_in_time(loop: str, host: Host, form: str) -> None:
    began = time.monotonic()

    trouble = host.sit("x = 1", loop, form=form, fit_s=1)

    assert trouble["outcome"] == "timed-out"
    assert "1 s" in trouble["message"]
    assert time.monotonic() - began < 10


def test_what_has_no_predict_is_told_so(host: Host, form: str) -> None:
    trouble = host.sit("expected_score = 0.5", form=form)

    assert trouble["outcome"] == "contract-broken"
    assert "predict" in trouble["message"]


def test_a_deliverable_that_cannot_be_called_is_missing(host: Host, form: str) -> None:
    trouble = host.sit("predict = 5; expected_score = 0.5", form=form)

    assert trouble["outcome"] == "contract-broken"


BROKEN = {
    "pd.Series([0.5], index=[100])": "left out 39 rows",
    f"pd.Series(0.5, index=range({len(IDS)}))": "not by position",
    f"pd.Series(np.nan, index=range(100, {100 + len(IDS)}))": "not finite",
    f"pd.Series(7.0, index=range(100, {100 + len(IDS)}))": "outside 0 to 1",
    "np.zeros(40)": "Series indexed by id",
    "None": "returned None",
}


def test_each_answer_against_the_contract_is_told_and_the_next_is_asked(
    host: Host, form: str
) -> None:
    makers = ", ".join(f"lambda: {maker}" for maker in BROKEN)
    host.sit(predicting("return next(makers)()"), f"makers = iter([{makers}])", form=form)

    troubles = [host.probe(number)[0] for number in range(len(BROKEN))]

    assert [trouble["number"] for trouble in troubles] == [*range(len(BROKEN))]
    assert {trouble["outcome"] for trouble in troubles} == {"contract-broken"}
    assert {(trouble["during"], trouble["over"]) for trouble in troubles} == {("probe", False)}
    for trouble, advice in zip(troubles, BROKEN.values(), strict=True):
        assert advice in trouble["message"]


def test_an_async_predict_is_told_how_to_be_one(host: Host, form: str) -> None:
    host.sit(predicting("return 1").replace("def predict", "async def predict"), form=form)

    trouble, _ = host.probe()

    assert "async def" in trouble["message"]


def test_a_predict_that_raises_is_told_with_its_place(host: Host, form: str) -> None:
    host.sit("x = 1", predicting("return x['amount']"), form=form)

    trouble, _ = host.probe(1)
    again, _ = host.probe(2)

    assert trouble["outcome"] == "failed"
    assert trouble["message"].startswith("TypeError")
    assert line_of(trouble, form) == ((None, 5) if form == "script" else (3, 4))
    assert trouble["over"] is False
    assert again["kind"] == "trouble"


def test_a_predict_that_takes_too_long_is_interrupted_and_asked_again(
    host: Host, form: str
) -> None:
    slow = predicting("time.sleep(60 if slow.pop() else 0); return table(folder)")
    host.sit(
        slow,
        "slow = [False, True]\n"
        "read = lambda folder: pd.read_csv(folder / 'payments.csv')\n"
        "table = lambda folder: read(folder).set_index('payment_id').amount / 9",
        form=form,
    )

    trouble, _ = host.probe(1, deadline_s=1)
    answer, _ = host.probe(2)

    assert (trouble["outcome"], trouble["over"]) == ("timed-out", False)
    assert answer["kind"] == "answer"


def test_a_harness_in_the_background_can_still_interrupt_a_predict(
    form: str, tmp_path: Path
) -> None:
    interpreter = sys.executable if form == "script" else kernels_interpreter()
    # As a shell starts what it puts into the background.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with hosting(tmp_path, interpreter) as host:
            host.sit(predicting("time.sleep(60)"), form=form)

            trouble, _ = host.probe(1, deadline_s=1)
    finally:
        signal.signal(signal.SIGINT, before)

    assert (trouble["outcome"], trouble["over"]) == ("timed-out", False)


def test_a_predict_that_cannot_be_interrupted_is_over(host: Host, form: str) -> None:
    deaf = "\n    while True:\n        try: time.sleep(60)\n        except BaseException: pass"
    host.sit(predicting(deaf), form=form)

    trouble, _ = host.probe(1, deadline_s=1)
    again, _ = host.probe(2)

    assert (trouble["outcome"], trouble["over"]) == ("timed-out", True)
    assert (again["kind"], again["over"]) == ("trouble", True)


def test_a_predict_that_ends_its_process_is_over(host: Host, form: str) -> None:
    host.sit(predicting("os._exit(3)"), form=form)

    trouble, _ = host.probe()

    assert (trouble["outcome"], trouble["over"]) == ("failed", True)
    assert "exit code 3" in trouble["message"]


def test_a_predict_that_exits_is_not_over(host: Host, form: str) -> None:
    host.sit(predicting("sys.exit(3)"), form=form)

    trouble, _ = host.probe()

    assert (trouble["outcome"], trouble["over"]) == ("failed", False)


def test_what_prints_without_end_is_stopped(host: Host, form: str) -> None:
    began = time.monotonic()

    trouble = host.sit("for _ in range(2000):\n    print('x' * 100_000)", PREDICT, form=form)

    assert trouble["outcome"] == "over-limit"
    assert "64 MiB" in trouble["message"]
    assert len(trouble["log"]) < 9000
    assert time.monotonic() - began < 30


def test_what_prints_much_goes_on_with_a_short_log(host: Host, form: str) -> None:
    fitted = host.sit(
        "print('first')", "print('x' * 10_000_000)", PREDICT, "print('last')", form=form
    )

    assert fitted["kind"] == "fitted"
    assert fitted["log"].startswith("first\n")
    assert fitted["log"].endswith("last\n")
    assert len(fitted["log"]) < 9000


def test_what_kills_itself_is_told_by_what(host: Host, form: str) -> None:
    trouble = host.sit("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)", form=form)

    assert (trouble["outcome"], trouble["signal"]) == ("failed", 9)
    assert "SIGKILL" in trouble["message"]


def test_what_kills_the_proctor_ends_the_sitting(host: Host, form: str) -> None:
    with pytest.raises(Gone):
        host.sit("import os, signal", "os.kill(os.getppid(), signal.SIGKILL)", form=form)


def test_a_package_that_is_not_there_is_told_before_anything_runs(
    host: Host, form: str, tmp_path: Path
) -> None:
    mark = tmp_path / "ran"

    trouble = host.sit(f"open({str(mark)!r}, 'w')", "import torch", PREDICT, form=form)

    assert trouble["outcome"] == "environment"
    assert "torch" in trouble["message"]
    assert "numpy, pandas" in trouble["message"]
    assert not mark.exists()


def test_a_package_that_is_missed_later_is_told_as_well(host: Host, form: str) -> None:
    trouble = host.sit("def late():\n    import torch", "late()", form=form)

    assert trouble["outcome"] == "environment"


def test_what_asks_for_input_is_told_that_nobody_is_there(host: Host, form: str) -> None:
    trouble = host.sit("name = input('name? ')", form=form)

    assert trouble["outcome"] == "failed"
    assert "nobody is there to type" in trouble["message"]


def test_what_exits_with_a_code_has_failed(host: Host, form: str) -> None:
    trouble = host.sit("import sys; sys.exit(3)", PREDICT, form=form)

    assert trouble["outcome"] == "failed"
    assert "exit(3)" in trouble["message"]


def test_what_asks_for_too_much_memory_is_out_of_memory(host: Host, form: str) -> None:
    trouble = host.sit("import numpy as np", "np.ones((1 << 20, 1 << 20))", form=form)

    assert trouble["outcome"] == "out-of-memory"


def test_a_file_that_is_no_notebook_is_told_so(host: Host, form: str) -> None:
    entry = "submission/solution.ipynb" if form == "notebook" else "submission/solution.py"

    trouble = host.sit(files={entry: b"\xff\xfe not text"}, form=form)

    assert trouble["outcome"] == "failed"
    assert f"cannot be read as a {form}" in trouble["message"]


def test_the_pipe_is_no_open_file_of_the_submissions(host: Host, form: str, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    listing = (
        "import os\n"
        "found = [os.readlink(f'/proc/self/fd/{one}') for one in range(100)"
        " if os.path.exists(f'/proc/self/fd/{one}')]\n"
        f"open({str(seen)!r}, 'w').write(repr(found))"
    )
    pipes = [host.process.stdout, host.process.stdin]
    names = [str(Path(f"/proc/self/fd/{pipe.fileno()}").readlink()) for pipe in pipes if pipe]

    host.sit(listing, PREDICT, form=form)

    found = wait_for(seen)
    assert len(names) == 2
    assert not [name for name in names if name in found]


def test_what_is_printed_never_reaches_the_pipe(host: Host, form: str) -> None:
    loud = "import os, subprocess, sys\nos.write(1, b'raw one'); os.write(2, b'raw two')\n"
    loud += "subprocess.run(['echo', 'from a child'], check=True); sys.__stdout__.write('low')"

    fitted = host.sit(loud, PREDICT, form=form)
    answer, _ = host.probe()

    assert fitted["kind"] == "fitted"
    assert answer["kind"] == "answer"


def test_an_answer_that_was_tampered_with_is_not_believed(host: Host, form: str) -> None:
    forging = predicting(
        "\n    import sys\n    ask = sys.modules['proctor.ask']\n"
        "    ask.contract.pairs = lambda answer, name: ([1, 1], [float('nan'), 5.0])\n    return 0"
    )
    host.sit(forging, form=form)

    trouble, _ = host.probe()

    assert trouble["outcome"] == "contract-broken"


def test_a_submission_that_breaks_the_line_to_it_is_told_to_have_failed(
    host: Host, form: str
) -> None:
    breaking = predicting("os.closerange(3, 200); return None")
    host.sit(breaking, form=form)

    trouble, _ = host.probe(1, deadline_s=5)

    assert trouble["kind"] == "trouble"
    assert trouble["outcome"] in {"failed", "timed-out"}
