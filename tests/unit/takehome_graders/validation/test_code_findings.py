from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from takehome_graders import specimens
from takehome_graders.evidence import Evidence, Place, Source
from takehome_graders.marks import Certainty, Finding, Judged
from takehome_graders.validation.code_findings import finding, signs
from takehome_graders.validation.criterion import grade

if TYPE_CHECKING:
    from takehome_datasets.key import Key

KEY = specimens.key(400)
LEAKY = (
    "import pandas as pd\n"
    "from sklearn.linear_model import LogisticRegression\n"
    "from sklearn.metrics import average_precision_score\n"
    "from sklearn.model_selection import train_test_split\n"
    "from sklearn.preprocessing import StandardScaler\n"
    "frame = pd.read_csv('data/rows.csv')\n"
    "X, y = frame.drop(columns='outcome'), frame['outcome']\n"
    "X = StandardScaler().fit_transform(X)\n"
    "a, b, c, d = train_test_split(X, y, random_state=0)\n"
    "model = LogisticRegression().fit(a, c)\n"
    "print(average_precision_score(d, model.predict_proba(b)[:, 1]))\n"
)


def handing_in(code: str) -> Source:
    return Source(file="solution.py", cells=((0, code),))


def read(key: Key, evidence: Evidence) -> list[Finding]:
    return [finding(sign) for sign in signs(key, evidence)]


def test_a_leak_in_the_code_is_a_finding_with_its_line() -> None:
    evidence = replace(specimens.naive(KEY), sources=(handing_in(LEAKY),))

    found = [each for each in read(KEY, evidence) if "preprocessing" in each.evidence]

    assert found
    assert found[0].certainty is Certainty.CODE
    assert found[0].place == Place(file="solution.py", line=8)
    assert found[0].question


def test_clean_code_is_not_accused() -> None:
    clean = LEAKY.replace("X = StandardScaler().fit_transform(X)\n", "")
    evidence = replace(specimens.naive(KEY), sources=(handing_in(clean),))

    timeless = replace(KEY, time_columns=())
    assert [each for each in read(timeless, evidence) if each.tone == "weakness"] == []


def test_no_point_hangs_on_what_is_read() -> None:
    evidence = specimens.naive(KEY)
    told = replace(evidence, sources=(handing_in(LEAKY),))

    without, with_it = grade(KEY, evidence), grade(KEY, told)

    assert isinstance(without, Judged)
    assert isinstance(with_it, Judged)
    assert without.points == with_it.points
    assert len(with_it.findings) > len(without.findings)


def test_a_split_that_ignores_time_is_told_where_the_data_have_time() -> None:
    timed = LEAKY.replace(
        "X = StandardScaler().fit_transform(X)\n",
        "X['hour'] = pd.to_datetime(X['paid_at']).dt.hour\n",
    )
    evidence = replace(specimens.naive(KEY), sources=(handing_in(timed),))

    found = [each for each in read(KEY, evidence) if "ignoring time" in each.evidence]

    assert found
    assert found[0].place is not None
    assert found[0].place.line == 9
