from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from small_world import small_world
from takehome import challenge
from takehome_datasets.errors import ChallengeError
from takehome_datasets.key import Costs
from takehome_datasets.recipe import StreamSize
from takehome_datasets.worlds import WORLDS

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "card-fraud"
    shutil.copytree(REPOSITORY / "challenges" / "card-fraud", target)
    return target


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "challenge.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def line_of(folder: Path, part: str) -> int:
    lines = (folder / "challenge.toml").read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if part in line)


def test_a_challenge_says_what_its_variants_are_made_of(folder: Path) -> None:
    recipe = challenge.read(folder).recipe

    assert recipe.challenge == "card-fraud"
    assert recipe.world == "card-payments"
    assert "leak.post-outcome" in {plant.kind for plant in recipe.plants}
    assert all("kind" not in plant.settings for plant in recipe.plants)


def test_an_unknown_challenge_is_answered_with_the_closest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")

    with pytest.raises(ChallengeError, match='no challenge "card-frod".*mean "card-fraud"'):
        challenge.find("card-frod")


def test_the_environment_names_where_challenges_are_found_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAKEHOME_CHALLENGES", str(folder.parent))

    assert challenge.find("card-fraud").folder == folder


def test_a_misspelt_key_is_shown_with_its_line_and_the_closest(folder: Path) -> None:
    edit(folder, "prevalence", "prevalance")
    line = line_of(folder, "prevalance")

    with pytest.raises(ChallengeError) as caught:
        challenge.read(folder)

    assert f"challenge.toml:{line}: world.prevalance: there is no such key" in str(caught.value)
    assert 'Did you mean "prevalence"?' in str(caught.value)
    assert "world.prevalence: the key is missing" in str(caught.value)


def test_all_problems_are_listed_at_once(folder: Path) -> None:
    edit(folder, "version = 1", 'version = "one"')
    edit(folder, "hours = ", "hours = -")

    with pytest.raises(ChallengeError) as caught:
        challenge.read(folder)

    message = str(caught.value)
    assert f"challenge.toml:{line_of(folder, 'version =')}: version" in message
    assert "'one'" in message
    assert f"challenge.toml:{line_of(folder, 'hours =')}: hours" in message


def test_a_weight_for_an_unknown_criterion_is_refused(folder: Path) -> None:
    edit(folder, "leakage = ", "leekage = ")

    with pytest.raises(ChallengeError, match='no criterion "leekage".*mean "leakage"'):
        challenge.read(folder)


def test_a_plant_without_a_kind_is_refused(folder: Path) -> None:
    edit(folder, 'kind = "leak.post-outcome"', "")

    with pytest.raises(ChallengeError, match=r"plants\[1\] has no kind"):
        challenge.read(folder)


def test_what_is_not_toml_is_refused_with_line_and_column(folder: Path) -> None:
    edit(folder, "version = 1", "version = ")

    with pytest.raises(ChallengeError, match=r"is not TOML: .*line \d+"):
        challenge.read(folder)


def test_the_folder_and_the_challenge_have_one_name(folder: Path) -> None:
    renamed = folder.rename(folder.with_name("other"))

    with pytest.raises(ChallengeError, match='the folder is "other"'):
        challenge.read(renamed)


def test_a_challenge_without_a_brief_is_refused(folder: Path) -> None:
    (folder / "brief.md").unlink()

    with pytest.raises(ChallengeError, match=r"brief\.md is not there"):
        challenge.read(folder)


def test_an_unknown_reference_is_answered_with_those_there_are(folder: Path) -> None:
    with pytest.raises(ChallengeError, match='no reference "carefull".*mean "careful"'):
        challenge.read(folder).reference("carefull")


def test_costs_reach_the_recipe_and_may_be_left_out(folder: Path) -> None:
    priced = challenge.read(folder).recipe
    edit(folder, ', "decide"]', "]")
    edit(folder, "[costs]\nmiss = 95.0\nalarm = 4.0\ncapacity = 0.05\n", "")

    assert priced.costs == Costs(miss=95.0, alarm=4.0, capacity=0.05)
    assert challenge.read(folder).recipe.costs is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("miss = 0", "costs.miss: Input should be greater than 0; it is 0"),
        ("mis = 95", 'costs.mis: there is no such key. Did you mean "miss"?'),
        ("miss = '95'", "costs.miss: Input should be a valid number; it is '95'"),
    ],
)
def test_costs_that_cannot_be_are_refused_where_they_stand(
    folder: Path, line: str, said: str
) -> None:
    edit(folder, "miss = 95.0", line)

    with pytest.raises(ChallengeError) as caught:
        challenge.read(folder)

    assert f"challenge.toml:{line_of(folder, line)}: {said}" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        (
            "[costs]\nmiss = 95.0\nalarm = 4.0\ncapacity = 0.05\n",
            "",
            "decide, but there is no [costs]",
        ),
        ('"decide"]', '"monitor"]', "monitor, but there is no [stream]"),
        ('["predict", ', "[", "decide, but there is no predict"),
    ],
)
def test_a_deliverable_without_what_it_is_asked_about_is_refused_where_it_stands(
    folder: Path, line: str, instead: str, said: str
) -> None:
    edit(folder, line, instead)

    with pytest.raises(ChallengeError) as caught:
        challenge.read(folder)

    assert f"challenge.toml:{line_of(folder, 'deliverables')}: it asks for {said}" in str(
        caught.value
    )


def test_a_capacity_is_a_share(folder: Path) -> None:
    edit(folder, "capacity = 0.05", "capacity = 5")

    with pytest.raises(
        ChallengeError, match=r"costs.capacity: .* less than or equal to 1; it is 5"
    ):
        challenge.read(folder)


def test_the_brief_of_card_fraud_names_its_costs() -> None:
    read = challenge.find("card-fraud")

    assert read.recipe.costs == Costs(miss=95.0, alarm=4.0, capacity=0.05)
    assert "costs us 95 euros" in read.brief
    assert "an honest payment costs 4" in read.brief
    assert "five payments in a hundred" in read.brief


def test_a_stream_reaches_the_recipe(folder: Path) -> None:
    edit(folder, "[limits]", "[stream]\nwindows = 12\nwindow_rows = 4000\n\n[limits]")

    assert challenge.read(folder).recipe.stream == StreamSize(windows=12, window_rows=4000)


def test_a_stream_without_windows_is_refused_where_it_stands(folder: Path) -> None:
    edit(folder, "[limits]", "[stream]\nwindows = 0\nwindow_rows = 4000\n\n[limits]")

    with pytest.raises(
        ChallengeError, match="stream.windows: .*greater than or equal to 1; it is 0"
    ):
        challenge.read(folder)


FAMILY = """[[plants]]
one_of = [
  { kind = "leak.missingness", column = "review_minutes" },
  { kind = "leak.post-outcome", column = "refunded_amount", of = "amount_eur" },
]

[[plants]]
kind = "labels.immature"
"""


def test_a_family_of_plants_reaches_the_recipe(folder: Path) -> None:
    before = len(challenge.read(folder).recipe.plants)
    edit(folder, '[[plants]]\nkind = "labels.immature"\n', FAMILY)

    recipe = challenge.read(folder).recipe

    assert len(recipe.plants) == before
    ((one, other),) = recipe.families
    assert (one.kind, other.kind) == ("leak.missingness", "leak.post-outcome")
    assert other.settings == {"column": "refunded_amount", "of": "amount_eur"}
    assert other.place.endswith("].one_of[2]")


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("one_of = []", r"plants\[\d+\].one_of is \[\]: it must be a list of plants"),
        ('one_of = "leak"', r"plants\[\d+\].one_of is 'leak': it must be a list of plants"),
        ('one_of = [{ column = "x" }]', r"one_of\[1\] has no kind"),
        (
            'column = "x"\none_of = [{ kind = "leak.missingness" }]',
            r"plants\[\d+\] has column beside one_of",
        ),
    ],
)
def test_a_family_that_is_none_is_refused_where_it_stands(
    folder: Path, family: str, said: str
) -> None:
    edit(folder, 'kind = "labels.immature"', family)

    with pytest.raises(ChallengeError, match=said):
        challenge.read(folder)


@pytest.fixture
def spending(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(WORLDS, "spending by mail", lambda: small_world("spent_eur"))
    edit(folder, '"card-payments"', '"spending by mail"')
    return folder


def test_a_world_of_numbers_needs_no_prevalence(spending: Path) -> None:
    edit(spending, "prevalence = 0.03\n", "")
    edit(spending, '"average_precision"', '"rmse"')

    assert challenge.read(spending).recipe.prevalence is None


def test_what_does_not_fit_a_world_of_numbers_is_refused_where_it_stands(spending: Path) -> None:
    with pytest.raises(ChallengeError) as caught:
        challenge.read(spending)

    said = str(caught.value)
    assert f"toml:{line_of(spending, 'prevalence')}: world.prevalence: the outcome of spe" in said
    assert "is a number, which has none: leave it out" in said
    assert f'toml:{line_of(spending, "metric")}: metric: it is "average_precision", but' in said
    assert 'write "rmse"' in said


def test_a_yes_or_no_is_not_judged_as_a_number(folder: Path) -> None:
    edit(folder, '"average_precision"', '"rmse"')

    with pytest.raises(ChallengeError, match='is a yes or no: write "average_precision"'):
        challenge.read(folder)
