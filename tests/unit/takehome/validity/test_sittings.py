from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from samples import a_variant, some_evidence
from takehome.validity.sittings import Sittings, evidence_version
from takehome.validity.sources import digest_of
from takehome_graders.evidence import Evidence, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from takehome.submission import Submission
    from takehome_datasets.variant import Variant

FILES = {"solution.py": b"def predict(folder): ...\n"}


class Desk:
    """Sits, and counts how often."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = [*outcomes]
        self.sat = 0

    def __call__(self, submission: Submission, _: Variant) -> Evidence:
        self.sat += 1
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome.COMPLETED
        return replace(some_evidence(outcome), submission=submission.sha256)


def test_what_has_sat_does_not_sit_again(tmp_path: Path) -> None:
    desk = Desk()
    sittings = Sittings(folder=tmp_path, sit=desk, terms="")

    one, two = (sittings.of(FILES, a_variant()) for _ in range(2))

    assert desk.sat == 1
    assert one.submission == two.submission
    assert one.ending == two.ending


@pytest.mark.parametrize(
    ("files", "variant", "terms"),
    [
        ({"solution.py": b"x = 1\n"}, a_variant(), ""),
        (FILES, a_variant(content_hash="d" * 64), ""),
        (FILES, a_variant(), "more time"),
    ],
)
def test_another_submission_variant_or_terms_sit_for_themselves(
    tmp_path: Path, files: dict[str, bytes], variant: Variant, terms: str
) -> None:
    desk = Desk()
    Sittings(folder=tmp_path, sit=desk, terms="").of(FILES, a_variant())

    Sittings(folder=tmp_path, sit=desk, terms=terms).of(files, variant)

    assert desk.sat == 2


def test_other_answers_to_the_same_code_do_not_sit_again(tmp_path: Path) -> None:
    desk = Desk()
    sittings = Sittings(folder=tmp_path, sit=desk, terms="")
    sittings.of(FILES, a_variant())

    evidence = sittings.of(
        {**FILES, "answers.toml": b"[verdict]\nsupported = false\n"}, a_variant()
    )

    assert desk.sat == 1
    assert evidence.answers is not None
    assert evidence.answers.verdict == "not-supported"


def test_a_failure_of_the_machine_is_tried_again_and_never_kept(tmp_path: Path) -> None:
    desk = Desk(Outcome.INFRASTRUCTURE)
    sittings = Sittings(folder=tmp_path, sit=desk, terms="")

    evidence = sittings.of(FILES, a_variant())

    assert desk.sat == 2
    assert evidence.ending.outcome is Outcome.COMPLETED


def test_a_machine_that_goes_on_failing_leaves_nothing(tmp_path: Path) -> None:
    sittings = Sittings(folder=tmp_path, sit=Desk(*[Outcome.INFRASTRUCTURE] * 3), terms="")

    evidence = sittings.of(FILES, a_variant())

    assert evidence.ending.outcome is Outcome.INFRASTRUCTURE
    assert not [*tmp_path.iterdir()]


def test_the_version_of_evidence_is_told_by_sources(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1\n")
    before = digest_of(tmp_path)
    (tmp_path / "one.py").write_text("a = 2\n")

    assert digest_of(tmp_path) != before
    assert len(evidence_version()) == 64
