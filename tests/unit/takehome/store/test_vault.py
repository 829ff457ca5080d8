from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import samples
from takehome.store.records import NotInVault, VariantChanged
from takehome.store.vault import Vault
from takehome_graders.evidence import Outcome
from takehome_graders.marks import Marks, NotJudged

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def some_marks() -> Marks:
    return Marks(
        kit="kit-0123456789ab",
        submission="5" * 64,
        weights={"heldout": 40.0},
        by_criterion={"heldout": NotJudged(reason="It never answered.")},
        total=None,
        low=None,
        high=None,
        judged_share=0.0,
    )


def test_what_was_done_comes_back_in_another_process_s_vault(vault: Vault) -> None:
    variant = samples.a_variant()
    vault.keep_invitation(variant, "Zoë", date(2026, 2, 1))
    submission = vault.keep_submission(variant.kit, samples.a_submission(), "5" * 64)
    sitting = vault.keep_sitting(submission, NOW, samples.some_evidence())
    vault.keep_marks(sitting, some_marks(), "0.1.0")
    vault.close()

    again = Vault(vault.folder)
    record = again.sitting(sitting)

    assert record.invitation.candidate == "Zoë"
    assert record.invitation.due == date(2026, 2, 1)
    assert record.evidence == samples.some_evidence()
    assert record.key.plants == variant.key.plants
    assert again.variant(variant.kit).data == variant.data
    assert again.last_marks(sitting) == some_marks()
    again.close()


def test_the_vault_is_its_owner_s_alone(vault: Vault) -> None:
    vault.keep_invitation(samples.a_variant(), "Zoë", None)
    vault.seed("card-fraud", 1, "Zoë")

    for path in (vault.folder, vault.folder / "secret"):
        assert path.stat().st_mode & 0o077 == 0


def test_a_seed_is_the_vault_s_secret_and_the_same_every_time(vault: Vault, tmp_path: Path) -> None:
    other = Vault(tmp_path / "other")

    seed = vault.seed("card-fraud", 1, "Zoë")

    assert seed == vault.seed("card-fraud", 1, "Zoë")
    assert len({seed, vault.seed("card-fraud", 2, "Zoë"), vault.seed("card-fraud", 1, "Al")}) == 3
    assert seed != other.seed("card-fraud", 1, "Zoë")


def test_inviting_again_moves_the_due_date_and_nothing_else(vault: Vault) -> None:
    first = vault.keep_invitation(samples.a_variant(), "Zoë", date(2026, 2, 1))

    again = vault.keep_invitation(samples.a_variant(), "Zoë", date(2026, 3, 1))

    assert again.invited_at == first.invited_at
    assert vault.invitation(first.kit).due == date(2026, 3, 1)
    assert vault.keep_invitation(samples.a_variant(), "Zoë", None).due == date(2026, 3, 1)


def test_a_variant_that_would_be_another_now_is_refused(vault: Vault) -> None:
    vault.keep_invitation(samples.a_variant(), "Zoë", None)

    with pytest.raises(VariantChanged, match="holds kit kit-0123456789ab"):
        vault.keep_invitation(samples.a_variant(content_hash="d" * 64), "Zoë", None)


def test_unknown_names_are_answered_with_the_closest(vault: Vault) -> None:
    vault.keep_invitation(samples.a_variant(), "Zoë Miller", None)

    with pytest.raises(NotInVault, match='mean "kit-0123456789ab"'):
        vault.invitation("kit-0123456789ac")
    with pytest.raises(NotInVault, match='mean "Zoë Miller"'):
        vault.invitation_of("Zoe Miller")
    with pytest.raises(NotInVault, match="has no sitting 7; it has none yet"):
        vault.sitting(7)


def test_every_submission_is_kept_and_counted(vault: Vault) -> None:
    variant = samples.a_variant()
    vault.keep_invitation(variant, "Zoë", None)
    first = vault.keep_submission(variant.kit, None, "4" * 64)
    second = vault.keep_submission(variant.kit, samples.a_submission(), "5" * 64)
    unreadable = vault.keep_sitting(first, NOW, samples.some_evidence(Outcome.UNREADABLE))
    completed = vault.keep_sitting(second, NOW, samples.some_evidence())

    assert vault.sitting(unreadable).submission.attempt == 1
    assert vault.sitting(completed).submission.attempt == 2
    assert vault.sitting(completed).submission.of == 2


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import samples
from takehome.store.vault import Vault
vault = Vault(Path(sys.argv[1]))
variant = samples.a_variant()
vault.keep_invitation(variant, "Zoe", None)
print("writing", flush=True)
while True:
    number = vault.keep_submission(variant.kit, samples.a_submission(), "5" * 64)
    vault.keep_sitting(number, datetime.now(UTC), samples.some_evidence())
"""


def test_a_killed_process_leaves_a_whole_vault(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    tests = Path(samples.__file__).parent
    pause = random.Random(0)  # noqa: S311 - for when to kill, not for a secret
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(tests)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(pause.uniform(0.02, 0.2))
            os.kill(writer.pid, signal.SIGKILL)

    vault = Vault(folder)
    last = vault.keep_sitting(
        vault.keep_submission("kit-0123456789ab", None, "6" * 64), NOW, samples.some_evidence()
    )

    assert last > 5
    for number in range(1, last + 1):
        assert vault.sitting(number).evidence == samples.some_evidence()
    vault.close()
