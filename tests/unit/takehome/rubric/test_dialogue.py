from __future__ import annotations

from dataclasses import dataclass

from takehome.rubric.anchors import ours
from takehome.rubric.dialogue import ask
from takehome.rubric.sheet import Reasoned, Sheet


@dataclass(frozen=True)
class _Criterion:
    name: str
    title: str
    points: float | None


CRITERIA = (_Criterion("heldout", "Held-out", 61.2), _Criterion("leakage", "Leakage", None))


def _asked(*answers: str) -> tuple[Sheet, list[str], list[str]]:
    left, asked, told = list(answers), list[str](), list[str]()

    def prompt(question: str) -> str:
        asked.append(question)
        return left.pop(0) if left else ""

    return ask(ours(), CRITERIA, "Ann", prompt, told.append), asked, told


def test_every_item_is_shown_with_its_four_anchors() -> None:
    _, _, told = _asked()

    shown = "\n".join(told)
    for item in ours().items:
        for words in (item.title, item.asks, *item.levels):
            assert words in shown


def test_what_is_skipped_is_not_kept() -> None:
    sheet, _, _ = _asked()

    assert sheet == Sheet(reader="Ann")


def test_levels_overrides_and_a_comment_are_kept_with_their_reasons() -> None:
    sheet, asked, _ = _asked("3", "clear", "", "", "", "70.5", "luck", "", "fine")

    assert sheet.levels == {"decision": Reasoned(value=3, reason="clear")}
    assert sheet.overrides == {"heldout": Reasoned(value=70.5, reason="luck")}
    assert sheet.comments == {"all": "fine"}
    assert any("automatic 61" in question for question in asked)
    assert any("automatic not judged" in question for question in asked)


def test_what_is_no_level_is_asked_again() -> None:
    sheet, _, told = _asked("5", "2.5", "two", "2", "so")

    assert sheet.levels["decision"].value == 2
    assert sum("is not within 1 to 4" in text for text in told) == 3


def test_points_of_zero_are_an_override() -> None:
    sheet, _, _ = _asked("", "", "", "", "0", "nothing holds")

    assert sheet.overrides["heldout"].value == 0


def test_a_mark_without_a_reason_is_not_taken() -> None:
    sheet, _, told = _asked("2", "", "because")

    assert sheet.levels["decision"].reason == "because"
    assert any("without a reason" in text for text in told)
