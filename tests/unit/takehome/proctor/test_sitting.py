"""Sittings of good submissions, as a script and as a notebook, in a proctor without a sandbox."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from unit.takehome.proctor.host import IDS, PREDICT, Host


def test_a_submission_is_fitted_once_and_answers_every_probe(host: Host, form: str) -> None:
    fitted = host.sit("print('fitting')", PREDICT, form=form)
    first, columns = host.probe(1)
    second, again = host.probe(2)

    assert host.said[0]["kind"] == "ready"
    assert fitted["kind"] == "fitted"
    assert fitted["claim"] == [0.25]
    assert fitted["problems"] == []
    assert fitted["log"] == "fitting\n"
    assert (first["kind"], first["number"], second["number"]) == ("answer", 1, 2)
    assert columns["ids"].tolist() == IDS.tolist()
    assert np.allclose(columns["values"], (IDS % 7 + 0.5) / 10)
    assert np.array_equal(columns["values"], again["values"])


def test_the_environment_is_told_with_its_versions(host: Host) -> None:
    ready = host.said[0]

    assert ready["packages"]["numpy"]
    assert ready["python"].startswith("3.")


def test_it_works_in_the_kits_folder(host: Host, form: str) -> None:
    program = "import os; print(os.getcwd().endswith('/kit'), sorted(os.listdir('.')), __name__)"

    fitted = host.sit(program, PREDICT, form=form)

    assert fitted["log"] == "True ['data', 'submission'] __main__\n"


def test_modules_beside_it_can_be_imported(host: Host, form: str) -> None:
    files = {"submission/helpers.py": b"SCORE = 0.75"}

    fitted = host.sit(
        PREDICT, "import helpers; expected_score = helpers.SCORE", form=form, files=files
    )

    assert fitted["claim"] == [0.75]


def test_what_it_changes_in_its_tables_changes_nothing_for_the_next_probe(
    host: Host, form: str
) -> None:
    mutating = PREDICT.replace(
        "    return",
        "    for path in folder.iterdir():\n"
        "        path.chmod(0o600); path.write_text('payment_id,amount\\n')\n"
        "    return",
    )
    host.sit(mutating.replace("(folder /", "(folder.joinpath() /"), form=form)

    _, first = host.probe(1)
    _, second = host.probe(2)

    assert len(first["ids"]) == len(second["ids"]) == len(IDS)


def test_a_probe_comes_under_a_random_name_and_is_gone_afterwards(host: Host, form: str) -> None:
    noting = PREDICT.replace("    table", "    seen.append(folder); table").replace(
        "expected_score = 0.25", "expected_score = 0.25; seen = []"
    )
    showing = (
        "\ndef show():\n"
        "    print([one.exists() for one in seen[:-1]], len({*seen}), seen[-1].name)\n"
    )
    host.sit(noting.replace("    return", "    show(); return") + showing, form=form)

    host.probe(1)
    host.probe(2)
    host.probe(3, ids=IDS[:-1])

    printed = host.said[-1]["log"].splitlines()[-1]
    assert printed.startswith("[False, False] 3 ")
    assert len(printed.split()[-1]) == 16


def test_predict_may_be_a_lambda_or_an_object_that_can_be_called(host: Host, form: str) -> None:
    model = (
        "class Model:\n"
        "    def __call__(self, folder):\n"
        "        table = pd.read_csv(folder / 'payments.csv')\n"
        "        return table.set_index('payment_id').amount / 10\n"
        "model = Model()\n"
        "predict = lambda folder: model(folder)"
    )
    host.sit("import pandas as pd\nexpected_score = 1", model, form=form)

    answer, _ = host.probe()

    assert answer["kind"] == "answer"


def test_a_claim_that_is_missing_is_a_problem_and_no_more(host: Host, form: str) -> None:
    fitted = host.sit(PREDICT.replace("expected_score", "score"), form=form)

    assert fitted["kind"] == "fitted"
    assert fitted["claim"] is None
    assert fitted["problems"] == [
        "There is no expected_score: set it to your own estimate of the metric."
    ]


def test_a_probe_costs_tens_of_milliseconds(host: Host, form: str) -> None:
    host.sit(PREDICT, form=form)
    host.probe(1)

    costs = []
    for number in range(2, 7):
        began = time.perf_counter()
        host.probe(number)
        costs.append(time.perf_counter() - began)

    assert min(costs) < 0.1


def test_nothing_is_left_when_the_host_hangs_up(host: Host, form: str, tmp_path: Path) -> None:
    host.sit(
        f"import os; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))",
        PREDICT,
        form=form,
    )
    child = Path("/proc") / (tmp_path / "pid").read_text(encoding="ascii")
    assert child.exists()

    assert host.process.stdin is not None
    host.process.stdin.close()
    code = host.process.wait(10)

    assert code == 0
    assert not child.exists()
