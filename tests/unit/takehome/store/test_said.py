from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

import samples
import summaries
from takehome.report.from_vault import summary_of
from takehome.store.records import NotInVault
from takehome.store.vault import Vault
from takehome_graders import specimens
from takehome_graders.grading import mark

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def _sat(vault: Vault) -> int:
    variant = samples.a_variant()
    vault.keep_invitation(variant, "Zoë", date(2026, 2, 1))
    submission = vault.keep_submission(variant.kit, samples.a_submission(), "5" * 64)
    return vault.keep_sitting(submission, NOW, samples.some_evidence())


def test_what_people_said_comes_back_in_its_order(vault: Vault) -> None:
    sitting = _sat(vault)
    entries = summaries.read_by_two().entries

    vault.keep_said(sitting, entries[:4])
    vault.keep_said(sitting, entries[4:])

    assert vault.said(sitting) == entries
    vault.close()
    again = Vault(vault.folder)
    assert again.said(sitting) == entries
    again.close()


def test_a_vault_from_before_there_were_human_marks_takes_them(vault: Vault) -> None:
    sitting = _sat(vault)
    vault.close()
    engine = create_engine(f"sqlite:///{vault.folder / 'vault.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE human_mark"))
    engine.dispose()

    again = Vault(vault.folder)
    again.keep_said(sitting, summaries.read_by_two().entries)

    assert len(again.said(sitting)) == len(summaries.read_by_two().entries)
    again.close()


def test_nothing_is_kept_of_a_sitting_that_is_not_there(vault: Vault) -> None:
    with pytest.raises(NotInVault, match="no sitting 9"):
        vault.keep_said(9, summaries.read_by_two().entries)
    vault.close()


def test_the_last_complete_sitting_of_an_invitation_counts(vault: Vault) -> None:
    first = _sat(vault)
    variant = samples.a_variant()
    submission = vault.keep_submission(variant.kit, None, "6" * 64)
    vault.keep_sitting(submission, NOW, summaries.failed(specimens.key(60)))

    assert vault.counting() == (first,)
    assert vault.counting("another") == ()
    vault.close()


def test_a_report_whose_evidence_is_gone_says_so_and_holds_the_rest(vault: Vault) -> None:
    sitting = _sat(vault)
    record = vault.sitting(sitting)
    vault.keep_marks(sitting, mark(record.key, record.evidence, {"heldout": 1.0}), "0.1.0")
    vault.keep_said(sitting, summaries.read_by_two().entries)
    whole = summary_of(vault, sitting)
    _evidence_of(vault, sitting).unlink()

    left = summary_of(vault, sitting)

    assert left.gone
    assert "cannot be read any more" in left.gone[0]
    assert left.total == whole.total
    assert left.people == whole.people
    assert left.about == whole.about
    vault.close()


def test_where_even_the_key_is_gone_there_is_a_report(vault: Vault) -> None:
    sitting = _sat(vault)
    for file in (vault.folder / "files").rglob("*"):
        if file.is_file():
            file.unlink()

    left = summary_of(vault, sitting)

    assert len(left.gone) == 2
    assert left.total is None
    assert left.about.candidate == "Zoë"
    vault.close()


def _evidence_of(vault: Vault, sitting: int) -> Path:
    engine = create_engine(f"sqlite:///{vault.folder / 'vault.sqlite'}")
    with engine.connect() as connection:
        query = text("SELECT evidence_file FROM sitting WHERE id = :id")
        name = str(connection.execute(query, {"id": sitting}).scalar_one())
    engine.dispose()
    return vault.folder / "files" / name[:2] / name
