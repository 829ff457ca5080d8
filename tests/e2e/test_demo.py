"""The demonstration keeps what it promises, on every sandbox."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from desks import REPOSITORY, SANDBOXES, Desk
from takehome.store.vault import Vault


@pytest.fixture(scope="module", params=SANDBOXES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("demo")
    desk = Desk(folder=folder, environment={"TAKEHOME_CHALLENGES": str(REPOSITORY / "challenges")})
    ran = desk.takehome("demo", "--json", "--quiet", "--out", "demo", "--sandbox", request.param)
    assert ran.exit_code == 0, ran.err
    document = ran.document
    assert document["schema"] == "takehome/demo@1"
    assert document["sandbox"] == request.param
    return folder, {each["reference"]: each for each in document["candidates"]}


def test_all_three_complete_and_have_a_report(demo: Any) -> None:
    folder, candidates = demo

    assert list(candidates) == ["careful", "naive", "leaky"]
    assert {each["outcome"] for each in candidates.values()} == {"completed"}
    for each in candidates.values():
        assert (folder / each["report"]).read_text().startswith("<!doctype html>")
        assert (folder / each["report"]).with_name("report.json").exists()
    compared = (folder / "demo" / "index.html").read_text()
    assert all(f"{name}/report.html" in compared for name in candidates)


def test_careful_stands_far_above_leaky(demo: Any) -> None:
    _, candidates = demo

    assert candidates["careful"]["total"] >= candidates["leaky"]["total"] + 20


def test_the_naive_eye_is_deceived_and_the_report_is_not(demo: Any) -> None:
    _, candidates = demo
    leaky = candidates["leaky"]

    assert leaky["claimed"] >= leaky["realised"] + 0.3
    assert leaky["claimed"] > candidates["careful"]["claimed"]


def test_careful_knew_how_good_it_would_be_and_uses_no_leak(demo: Any) -> None:
    folder, candidates = demo
    careful = candidates["careful"]
    vault = Vault(folder / "demo" / "vault")
    near = vault.sitting(1).key.window("near")
    vault.close()

    # The standard error of average precision on as many positives as a window has, at the least.
    error = math.sqrt(careful["realised"] * (1 - careful["realised"]) / near.outcome.sum())

    assert abs(careful["claimed"] - careful["realised"]) <= max(0.05, 2 * error)
    assert careful["leaks_used"] == []


def test_naive_drops_the_obvious_and_keeps_the_subtle(demo: Any) -> None:
    _, candidates = demo

    assert 0 < len(candidates["naive"]["leaks_used"]) < len(candidates["leaky"]["leaks_used"])


def test_leaky_s_report_names_every_column_leak(demo: Any) -> None:
    folder, candidates = demo
    vault = Vault(folder / "demo" / "vault")
    key = vault.sitting(3).key
    vault.close()
    columns = {counterfactual.column for counterfactual in key.counterfactuals}
    page = (folder / candidates["leaky"]["report"]).read_text()

    assert columns
    assert set(candidates["leaky"]["leaks_used"]) == columns
    assert all(column in page for column in columns)
    assert candidates["leaky"]["report"].endswith(str(Path("leaky") / "report.html"))
