"""Sittings in real boxes: what honest submissions need works, what hostile ones try does not."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from integration.sandbox.seat import IDS, LIMITS, PREDICT, seated
from takehome.sandbox.protocol import BoxClosed

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Sandbox

LIBRARIES = """
import category_encoders, imblearn, lightgbm, optuna, pyarrow, scipy, seaborn, statsmodels.api
import matplotlib.pyplot as plt
import numpy as np, pandas as pd
from joblib import Parallel, delayed
from sklearn.ensemble import RandomForestClassifier
from xgboost import XGBClassifier

rng = np.random.default_rng(0)
x, y = rng.normal(size=(400, 5)), rng.integers(0, 2, 400)
for model in (
    XGBClassifier(n_estimators=5),
    RandomForestClassifier(n_estimators=5, n_jobs=2),
    lightgbm.LGBMClassifier(n_estimators=5, verbose=-1),
):
    model.fit(x, y)
plt.plot(x[:, 0]); plt.savefig("figure.png")
assert Parallel(n_jobs=2)(delayed(abs)(-one) for one in range(4)) == [0, 1, 2, 3]
pd.DataFrame(x, columns=list("abcde")).to_parquet("table.parquet")
print("all of it")
"""


@pytest.mark.parametrize("form", ["script", "notebook"])
def test_what_the_environment_has_can_be_used(sandbox: Sandbox, form: str) -> None:
    with seated(sandbox) as seat:
        fitted = seat.sit(LIBRARIES, PREDICT, form=form)
        answer, columns = seat.probe()

    assert fitted["kind"] == "fitted", fitted
    assert fitted["log"].endswith("all of it\n")
    assert answer["kind"] == "answer"
    assert np.allclose(columns["values"], (IDS % 7 + 0.5) / 10)


def test_processes_can_share_work_or_it_is_not_the_submission_that_is_blamed(
    sandbox: Sandbox,
) -> None:
    sharing = """
from multiprocessing import Pool
with Pool(2) as pool:
    assert pool.map(abs, [-1, -2]) == [1, 2]
"""

    with seated(sandbox) as seat:
        said = seat.sit(sharing, PREDICT)

    if sandbox.name == "landlock":
        assert said["outcome"] == "environment"
        assert "shared memory" in said["message"]
    else:
        assert said["kind"] == "fitted"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("x = 1", "\n\nx += 1\nraise KeyError('gone')"), (2, 4, "KeyError")),
        (("%timeit -n1 -r1 pass", "await nothing"), (2, 1, "NameError")),
        (("def f(:",), (1, 1, "SyntaxError")),
        (("import sys; sys.exit(3)",), (1, 1, "exit(3)")),
        (("input()",), (1, 1, "input")),
    ],
)
def test_a_notebook_that_raises_says_where(
    sandbox: Sandbox, cells: tuple[str, ...], said: tuple[int, int, str]
) -> None:
    with seated(sandbox) as seat:
        trouble = seat.sit(*cells, form="notebook")

    assert trouble["outcome"] == "failed"
    assert (trouble["place"]["cell"], trouble["place"]["line"]) == said[:2]
    assert said[2] in trouble["message"]


def test_a_notebook_is_asked_and_stopped_the_same_everywhere(sandbox: Sandbox) -> None:
    late = (
        "import time\nold = predict\ndef predict(folder):\n    print('asked')\n    time.sleep(60)"
    )
    with seated(sandbox) as seat:
        fitted = seat.sit("print('hello')", PREDICT, "1 + 1", form="notebook")
        first, columns = seat.probe()
    with seated(sandbox) as seat:
        seat.sit(PREDICT, late, form="notebook")
        second, _ = seat.probe(deadline_s=1)

    assert fitted["log"] == "hello\n2\n"
    assert first["kind"] == "answer"
    assert len(columns["values"]) == len(IDS)
    assert second["outcome"] == "timed-out"


@pytest.mark.parametrize("form", ["script", "notebook"])
def test_the_proctor_cannot_be_looked_into(sandbox: Sandbox, form: str) -> None:
    snooping = """
import os
found = []
for name in ("fd", "environ", "mem", "maps"):
    path = f"/proc/{os.getppid()}/{name}"
    try:
        found.append(os.listdir(path) if name == "fd" else open(path, "rb").read(1))
    except OSError as error:
        found.append(type(error).__name__)
print(found)
"""

    with seated(sandbox) as seat:
        fitted = seat.sit(snooping, PREDICT, form=form)

    assert fitted["log"] == f"{['PermissionError'] * 4}\n"


@pytest.mark.parametrize("form", ["script", "notebook"])
def test_memory_without_end_is_told_from_a_failure(sandbox: Sandbox, form: str) -> None:
    eating = "eaten = []\nwhile True:\n    eaten.append(b'x' * (32 << 20))"

    with seated(sandbox, replace(LIMITS, memory_mib=512)) as seat:
        trouble = seat.sit(eating, form=form)
        end = seat.box.end()

    assert trouble["kind"] == "trouble"
    if "memory" in sandbox.confinement().enforced:
        assert (trouble["outcome"], trouble["signal"]) == ("failed", 9)
        assert end.out_of_memory
    else:
        assert trouble["outcome"] == "out-of-memory"


def test_a_fork_bomb_is_over_its_limit(sandbox: Sandbox) -> None:
    bomb = "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(600)"

    with seated(sandbox) as seat:
        trouble = seat.sit(bomb)

    assert trouble["outcome"] == "over-limit"
    assert "processes" in trouble["message"]


def test_threads_without_end_are_over_their_limit(sandbox: Sandbox) -> None:
    bomb = (
        "import threading, time\nwhile True:\n"
        "    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()"
    )

    with seated(sandbox) as seat:
        trouble = seat.sit(bomb)

    assert trouble["outcome"] == "over-limit"


def test_a_full_disk_is_over_its_limit(sandbox: Sandbox) -> None:
    if "disk" not in sandbox.confinement().enforced:
        pytest.skip(f"{sandbox.name} does not claim disk here")
    filling = "for number in range(1000):\n    open(f'{number}', 'wb').write(bytes(4 << 20))"

    with seated(sandbox) as seat:
        trouble = seat.sit(filling)

    assert trouble["outcome"] == "over-limit"
    assert "disk" in trouble["message"]


def test_one_large_file_is_over_the_limit_too(sandbox: Sandbox) -> None:
    with seated(sandbox, replace(LIMITS, disk_mib=128)) as seat:
        trouble = seat.sit("open('big', 'wb').write(b'x' * (1 << 28))")

    assert trouble["outcome"] == "over-limit"
    assert "disk" in trouble["message"]


def test_a_disk_that_was_filled_quietly_does_not_end_the_proctor(sandbox: Sandbox) -> None:
    if "disk" not in sandbox.confinement().enforced:
        pytest.skip(f"{sandbox.name} does not claim disk here")
    filling = """
try:
    for number in range(1000):
        open(f'{number}', 'wb').write(bytes(4 << 20))
except OSError:
    for number in range(100_000):
        try: open(f'small-{number}', 'wb').write(b'x' * 4096)
        except OSError: break
"""

    with seated(sandbox) as seat:
        seat.sit(filling, PREDICT)
        replies = [seat.probe(number)[0] for number in range(3)]

    assert {reply["kind"] for reply in replies} <= {"answer", "trouble"}
    assert {reply.get("outcome", "over-limit") for reply in replies} == {"over-limit"}


def test_who_kills_the_proctor_ends_the_sitting(sandbox: Sandbox) -> None:
    with seated(sandbox) as seat:
        with pytest.raises(BoxClosed):
            seat.sit("import os, signal; os.kill(os.getppid(), signal.SIGKILL)")
        end = seat.box.end()

    assert not end.killed
    assert not end.out_of_memory


def test_who_kills_everything_ends_only_the_own_sitting(sandbox: Sandbox) -> None:
    with seated(sandbox) as seat, seated(sandbox) as neighbour:
        with pytest.raises(BoxClosed):
            seat.sit("import os, signal; os.kill(-1, signal.SIGKILL); os.kill(os.getppid(), 9)")
        fitted = neighbour.sit(PREDICT)

    assert fitted["kind"] == "fitted"


def test_sittings_at_the_same_time_do_not_meet(sandbox: Sandbox) -> None:
    marking = """
import glob, os, socket
places = ('/dev/shm', '/tmp', '/work', os.getcwd(), os.environ['TMPDIR'])
seen = [path for place in places for path in glob.glob(f'{place}/mark*')]
marked = 0
for place in places:
    try:
        open(f'{place}/mark', 'w').write('x')
        marked += 1
    except OSError:
        pass
try:
    mine = socket.socket(socket.AF_UNIX); mine.bind('\\0mark')
except OSError as refused:
    assert refused.errno == 97, refused
print(seen, marked >= 2)
"""
    logs: list[Any] = []

    def sit() -> None:
        with seated(sandbox) as seat:
            logs.append(seat.sit(marking, "import time; time.sleep(1)", PREDICT).get("log"))

    threads = [threading.Thread(target=sit) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert logs == ["[] True\n"] * 3


def test_a_box_ends_quickly_in_mid_sitting(sandbox: Sandbox) -> None:
    with seated(sandbox) as seat:
        seat.sit(PREDICT, form="notebook")
        began = time.monotonic()
        end = seat.box.end()

    assert end.killed
    assert time.monotonic() - began < 5
