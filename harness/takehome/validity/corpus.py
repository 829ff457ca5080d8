"""The corpus: careful drafts in several styles, the faults to give them, and the games to play."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome.validity.draft import Draft, read_draft
from takehome.validity.operators import NotFor, Operator, OperatorUnusable, read_operators
from takehome_datasets.errors import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What is sat to prove that marks mean something."""

    drafts: tuple[Draft, ...]
    """Careful submissions, a style each."""
    operators: tuple[Operator, ...]
    games: tuple[Operator, ...]

    def draft(self, style: str) -> Draft:
        """Return the careful draft of a style.

        Raises:
            OperatorUnusable: There is none.
        """
        known = {draft.style: draft for draft in self.drafts}
        if style not in known:
            raise OperatorUnusable(f'There is no style "{style}".{did_you_mean(style, known)}')
        return known[style]

    def upon(self, operator: Operator, draft: Draft) -> Draft | NotFor:
        """Return what an operator is applied to: the draft, or the draft with another fault.

        Raises:
            OperatorUnusable: The fault it builds upon is not declared.
            DoesNotApply: The draft has no place for it.
        """
        if not operator.upon:
            return draft
        known = {each.name: each for each in (*self.operators, *self.games)}
        if operator.upon not in known:
            hint = did_you_mean(operator.upon, known)
            raise OperatorUnusable(
                f'{operator.name} stands upon "{operator.upon}", which is not declared.{hint}'
            )
        return known[operator.upon].mutant(draft)


def read_corpus(folder: Path) -> Corpus:
    """Read a corpus: `styles/*.md`, `mutants/*.toml`, `games/*.toml`, `answers.toml`, `memo.md`.

    Raises:
        DraftUnusable: A draft cannot be made into a submission.
        OperatorUnusable: A file of operators cannot be read.
        OSError: A file is not there.
    """
    answers = (folder / "answers.toml").read_text(encoding="utf-8")
    memo = (folder / "memo.md").read_text(encoding="utf-8")
    return Corpus(
        drafts=tuple(
            read_draft(path, answers=answers, memo=memo)
            for path in sorted((folder / "styles").glob("*.md"))
        ),
        operators=_operators(folder / "mutants"),
        games=_operators(folder / "games"),
    )


def _operators(folder: Path) -> tuple[Operator, ...]:
    return tuple(one for path in sorted(folder.glob("*.toml")) for one in read_operators(path))
