from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from takehome import challenge
from takehome.authoring import challenge_schema, new_challenge, problems_of
from takehome.cli import main
from takehome.kit import FolderTaken
from takehome_datasets.errors import ChallengeError

SHIPPED = Path(__file__).parents[4] / "challenges"
EVERY = sorted(path.parent.name for path in SHIPPED.glob("*/challenge.toml"))


def check(folder: Path) -> tuple[str, ...]:
    return problems_of(folder, note=lambda _: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "my-own"
    new_challenge("my-own", like=challenge.read(SHIPPED / "card-fraud"), folder=target)
    return target


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def line_of(path: Path, part: str) -> int:
    lines = path.read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if part in line)


@pytest.mark.parametrize("name", EVERY)
def test_a_shipped_challenge_passes_its_check(name: str) -> None:
    assert check(SHIPPED / name) == ()


@pytest.mark.parametrize("name", EVERY)
def test_a_new_challenge_passes_its_check_whatever_it_is_like(tmp_path: Path, name: str) -> None:
    new_challenge("my-own", like=challenge.read(SHIPPED / name), folder=tmp_path / "my-own")

    assert check(tmp_path / "my-own") == ()


def test_a_new_challenge_makes_the_same_variants_as_the_one_that_it_is_like(folder: Path) -> None:
    own, like = challenge.read(folder).recipe, challenge.read(SHIPPED / "card-fraud").recipe

    assert [(p.kind, p.settings) for p in own.plants] == [(p.kind, p.settings) for p in like.plants]
    assert (own.rows, own.window_rows, own.prevalence) == (
        like.rows,
        like.window_rows,
        like.prevalence,
    )


def test_a_new_challenge_explains_every_key_that_there_is(folder: Path) -> None:
    lines = [line.strip("# ") for line in (folder / "challenge.toml").read_text().splitlines()]

    for table in (challenge.ChallengeFile, challenge.World, challenge.SittingLimits):
        for name, field in table.model_fields.items():
            if challenge.table_of(field.annotation) is None and name != "plants":
                key = field.alias or name
                assert any(line.startswith((f"{key} =", f"[{key}]")) for line in lines), key


def test_a_family_of_plants_is_checked_and_carried_over_as_one(
    folder: Path, tmp_path: Path
) -> None:
    path = folder / "challenge.toml"
    one_of = (
        "\n[[plants]]\none_of = [\n"
        '  { kind = "leak.missingness", column = "review_minutes" },\n'
        '  { kind = "leak.post-outcome", column = "fee_passed_on_eur", of = "amount_eur" },\n]\n'
    )
    alone = '[[plants]]\nkind = "leak.missingness"\n'
    text = path.read_text()
    start = text.index(alone)
    path.write_text(text[:start] + text[text.index("# Outcomes", start) :] + one_of)
    new_challenge("other", like=challenge.read(folder), folder=tmp_path / "other")

    problems = [check(folder), check(tmp_path / "other")]

    families = challenge.read(tmp_path / "other").recipe.families
    assert [len(family) for family in families] == [2]
    assert problems == [(), ()]
    validator = Draft202012Validator(challenge_schema())
    assert validator.is_valid(tomllib.loads((tmp_path / "other" / "challenge.toml").read_text()))


def test_a_folder_that_is_there_is_left_alone(folder: Path) -> None:
    before = (folder / "challenge.toml").read_bytes()

    with pytest.raises(FolderTaken):
        new_challenge("my-own", like=challenge.read(SHIPPED / "card-fraud"), folder=folder)

    assert (folder / "challenge.toml").read_bytes() == before


def test_a_name_that_is_none_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    like = challenge.read(SHIPPED / "card-fraud")

    with pytest.raises(ChallengeError, match="small letters, digits and hyphens"):
        new_challenge("My Own!", like=like, folder=tmp_path / "x")

    assert not (tmp_path / "x").exists()


def test_every_wrong_plant_is_told_at_once_with_its_line(folder: Path) -> None:
    path = folder / "challenge.toml"
    edit(path, 'kind = "leak.missingness"', 'kind = "leak.misingness"')
    edit(path, 'by = "acquirer_code"', 'bye = "acquirer_code"')

    problems = check(folder)

    assert any(
        f"{path}:{line_of(path, 'leak.misingness') - 1}: " in problem
        and 'mean "leak.missingness"' in problem
        for problem in problems
    )
    assert any("no setting 'bye'" in problem for problem in problems)


def test_plants_that_do_not_fit_their_world_are_told_each(folder: Path) -> None:
    path = folder / "challenge.toml"
    edit(path, 'column = "distance_km"', 'column = "distance_miles"')
    edit(path, 'of = "amount_eur"', 'of = "amount_dollars"')

    problems = check(folder)

    assert any('"distance_miles"' in problem for problem in problems)
    assert any('"amount_dollars"' in problem for problem in problems)


def test_two_plants_on_one_column_are_told(folder: Path) -> None:
    path = folder / "challenge.toml"
    edit(path, 'column = "distance_km"', 'column = "amount_eur"')

    assert any("which drift.unit has already" in problem for problem in check(folder))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Beware of leakage in the data.", '"leakage"'),
        ("Mind the drift in March.", '"drift"'),
        ("The column refunded_amount is filled in later.", '"refunded_amount"'),
    ],
)
def test_a_brief_that_gives_a_plant_away_is_told_with_its_line(
    folder: Path, line: str, told: str
) -> None:
    path = folder / "brief.md"
    path.write_text(path.read_text() + line + "\n")

    problems = check(folder)

    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:{len(path.read_text().splitlines())}: ")
    assert told in problems[0]


def test_a_brief_that_is_silent_about_a_deliverable_is_told(folder: Path) -> None:
    edit(folder / "brief.md", "expected_score", "estimate")

    assert any("never mentions `expected_score`" in problem for problem in check(folder))


def test_a_reference_is_read_as_a_submission_would_be(folder: Path) -> None:
    (folder / "references" / "leaky.ipynb").write_text("{")
    edit(folder / "references" / "naive.py", "expected_score =", "my_score =")
    edit(folder / "references" / "careful.answers.toml", '"refunded_amount"', '"refund_amount"')

    problems = check(folder)

    assert any("leaky.ipynb" in problem for problem in problems)
    assert any("naive.py: it never makes `expected_score`" in problem for problem in problems)
    assert any('mean "refunded_amount"' in problem for problem in problems)


def test_a_challenge_without_its_references_is_told_which_are_wanted(folder: Path) -> None:
    for path in (folder / "references").glob("naive*"):
        path.unlink()

    assert [problem for problem in check(folder) if 'no reference "naive"' in problem]


def test_the_schema_takes_every_shipped_challenge_and_refuses_what_the_check_refuses() -> None:
    validator = Draft202012Validator(challenge_schema())
    toml = {name: tomllib.loads((SHIPPED / name / "challenge.toml").read_text()) for name in EVERY}

    assert all(validator.is_valid(raw) for raw in toml.values())
    raw = toml["card-fraud"]
    assert not validator.is_valid({**raw, "wieghts": {}})
    assert not validator.is_valid({**raw, "weights": {"luck": 1}})
    assert not validator.is_valid({**raw, "plants": [{"kind": "leak.missingness"}]})
    assert not validator.is_valid({**raw, "plants": [{"kind": "mess.sentinel", "columm": "x"}]})


def test_the_command_exits_with_one_where_something_is_wrong(folder: Path) -> None:
    (folder / "brief.md").write_text("`predict`, `decide`, `expected_score`: no leaks.\n")

    told = CliRunner().invoke(main, ["check", str(folder), "--json", "--quiet"])

    assert told.exit_code == 1
    assert len(json.loads(told.stdout)["problems"]) == 1


def test_the_commands_answer_well_on_what_is_right(folder: Path, tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["new", "another", "--out", str(tmp_path / "another")])
    fine = CliRunner().invoke(main, ["check", str(folder), "--quiet"])

    assert made.exit_code == 0
    assert "takehome check" in made.stdout
    assert fine.stdout.endswith("nothing is wrong.\n")
    assert fine.exit_code == 0
