from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from takehome.rubric.anchors import ours, read, rubric_of
from takehome.rubric.sheet import SCHEMA, SheetUnusable, template
from takehome.rubric.sheet import read as read_sheet
from takehome_datasets.errors import ChallengeError

if TYPE_CHECKING:
    from pathlib import Path

CRITERIA = ("heldout", "validation", "leakage")
HEAD = f'schema = "{SCHEMA}"\nreader = "Ann"\n'


def test_every_item_of_ours_has_four_levels_in_words() -> None:
    for item in ours().items:
        assert len(item.levels) == 4
        assert len(set(item.levels)) == 4
        assert item.asks.endswith("?")


def test_a_challenge_may_bring_anchors_of_its_own(tmp_path: Path) -> None:
    levels = ", ".join(f'"{n}"' for n in range(4))
    (tmp_path / "rubric.toml").write_text(
        'schema = "takehome/anchors@1"\nversion = 3\n[[items]]\n'
        f'name = "talk"\ntitle = "Talk"\nasks = "Do they?"\nlevels = [{levels}]\n'
    )

    found = rubric_of(tmp_path)

    assert found.version == 3
    assert [item.name for item in found.items] == ["talk"]
    assert rubric_of(tmp_path / "elsewhere") == ours()


@pytest.mark.parametrize(
    "text",
    ["nonsense", 'schema = "takehome/anchors@1"\nversion = 1\nitems = []'],
)
def test_anchors_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ChallengeError, match=r"rubric\.toml is no rubric"):
        read(text, "rubric.toml")


def test_a_sheet_is_read_with_its_reasons() -> None:
    text = (
        HEAD
        + '[levels.decision]\nlevel = 3\nreason = "Clear."\n'
        + '[overrides.validation]\npoints = 55.5\nreason = "Blind to time."\n'
        + '[[comments]]\ntext = "Good."\n'
    )

    sheet = read_sheet(text, "a.toml", ours(), CRITERIA, "")

    assert sheet.reader == "Ann"
    assert (sheet.levels["decision"].value, sheet.levels["decision"].reason) == (3, "Clear.")
    assert sheet.overrides["validation"].value == 55.5
    assert sheet.comments == {"all": "Good."}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = [", "a.toml is no TOML"),
        (f'schema = "{SCHEMA}"\n', "does not say who read"),
        (HEAD + '[levels.decison]\nlevel = 3\nreason = "x"\n', 'Did you mean "decision"'),
        (HEAD + '[levels.decision]\nlevel = 5\nreason = "x"\n', r"levels\.decision\.level"),
        (HEAD + "[levels.decision]\nlevel = 3\n", r"levels\.decision\.reason"),
        (HEAD + '[levels.decision]\nlevel = 3\nreason = " "\n', r"levels\.decision\.reason"),
        (HEAD + '[overrides.leekage]\npoints = 3\nreason = "x"\n', 'Did you mean "leakage"'),
        (HEAD + '[overrides.leakage]\npoints = nan\nreason = "x"\n', r"overrides\.leakage\.points"),
        (HEAD + '[overrides.leakage]\npoints = 101\nreason = "x"\n', r"overrides\.leakage\.points"),
        (HEAD + '[[comments]]\nabout = "weather"\ntext = "x"\n', 'there is no "weather"'),
        (HEAD + "verdict = 1\n", "verdict"),
    ],
)
def test_a_sheet_that_cannot_be_taken_says_where_and_how_to_mend_it(
    text: str, message: str
) -> None:
    with pytest.raises(SheetUnusable, match=message):
        read_sheet(text, "a.toml", ours(), CRITERIA, "")


def test_the_template_can_be_read_as_it_is_and_once_its_marks_are_taken_off() -> None:
    text = template(ours(), {"heldout": 61.2, "leakage": None}, 'Zoë "Z"')

    filled = text.replace("# [", "[").replace("# level = ", "level = 2")
    filled = filled.replace("# points = ", "points = 40").replace('# reason = ""', 'reason = "so"')
    filled = filled.replace("# about", "about").replace('# text = ""', 'text = "t"')

    assert read_sheet(text, "a", ours(), CRITERIA, "").reader == 'Zoë "Z"'
    assert set(tomllib.loads(filled)["levels"]) == {item.name for item in ours().items}
    assert read_sheet(filled, "a", ours(), CRITERIA, "").overrides["leakage"].value == 40
    assert "Automatic: 61 points." in text
    assert "Automatic: not judged." in text
