"""References: submissions of our own, written in canonical names, rendered into a variant's."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from takehome_datasets.names import render

if TYPE_CHECKING:
    from pathlib import Path

    from takehome.challenge import Challenge
    from takehome_datasets.key import Key

_KIT: Final = "KIT_ID"


def hand_in(challenge: Challenge, reference: str, key: Key, folder: Path) -> None:
    """Write a reference to `folder` as a candidate with that key's kit would hand it in.

    Raises:
        ChallengeError: The challenge ships no such reference.
    """
    source = challenge.reference(reference)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    handed_in = {
        f"solution{source.suffix}": source,
        "answers.toml": source.with_suffix(".answers.toml"),
        "memo.md": source.with_suffix(".memo.md"),
    }
    for name, path in handed_in.items():
        if path.exists():
            text = render(path.read_text(encoding="utf-8"), key.names).replace(_KIT, key.kit)
            (folder / name).write_text(text, encoding="utf-8")
