"""A submission of our own, laid out as a candidate would hand it in."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_datasets.errors import ChallengeError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference, rendered into the names of one variant."""

    entry: str
    """`solution.ipynb` or `solution.py`."""
    source: str
    """The text of that file."""
    answers: str = ""
    """The text of `answers.toml`; the kit's id is put in where it is not there."""
    memo: str = ""


def submission_files(kit_id: str, reference: Reference) -> Mapping[str, bytes]:
    """Return the files of the submission folder, by name.

    Args:
        kit_id: The kit that it answers to.
        reference: What is handed in.

    Raises:
        ChallengeError: Its `answers.toml` is not TOML.
    """
    try:
        answers = tomllib.loads(reference.answers)
    except tomllib.TOMLDecodeError as error:
        raise ChallengeError(f"The answers.toml of a reference is not TOML: {error}.") from error
    # A key of the file's own has to stand before its first table.
    kit = "" if "kit" in answers else f"kit = {json.dumps(kit_id)}\n"
    return {
        reference.entry: reference.source.encode(),
        "answers.toml": f"{kit}{reference.answers}".encode(),
        "memo.md": reference.memo.encode(),
    }
