"""References: submissions of our own, written in canonical names, rendered into a variant's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.kit import Reference, submission_files
from takehome_datasets.names import render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from takehome.challenge import Challenge
    from takehome_datasets.key import Key


def rendered(challenge: Challenge, reference: str, key: Key) -> Mapping[str, bytes]:
    """Return the files of a reference as a candidate with that key's kit would hand them in.

    Raises:
        ChallengeError: The challenge ships no such reference, or its answers cannot be read.
    """
    source = challenge.reference(reference)

    def text(path: Path) -> str:
        return render(path.read_text(encoding="utf-8"), key.names) if path.exists() else ""

    return submission_files(
        key.kit,
        Reference(
            entry=f"solution{source.suffix}",
            source=text(source),
            answers=text(source.with_suffix(".answers.toml")),
            memo=text(source.with_suffix(".memo.md")),
        ),
    )
