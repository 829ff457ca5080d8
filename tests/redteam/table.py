"""The table of attacks, backends and verdicts, for the docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redteam.corpus import ATTACKS, BACKENDS, Attack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redteam.battle import Battle

BEGIN = "<!-- The table is written by tests/redteam: make redteam -->"
END = "<!-- The table ends here. -->"


def of(fights: Mapping[str, Battle]) -> str:
    """Return the table, and why each gap is one."""
    lines = [
        f"| attack | what it tries | {' | '.join(BACKENDS)} |",
        f"|---|---|{'---|' * len(BACKENDS)}",
    ]
    for attack in ATTACKS:
        cells = [_cell(attack, name, fights[name]) for name in BACKENDS]
        lines.append(f"| {attack.id} {attack.name} | {attack.intent} | {' | '.join(cells)} |")
    gaps: dict[str, list[str]] = {}
    for attack in ATTACKS:
        for name, why in attack.gaps.items():
            gaps.setdefault(f"{name}: {why}", []).append(attack.id)
    listed = [f"- {why} ({', '.join(ids)})." for why, ids in sorted(gaps.items())]
    return "\n".join([*lines, "", "The declared gaps, and why they are there:", "", *listed])


def inserted(text: str, table: str) -> str:
    """Return the text with the table in its place."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"


def _cell(attack: Attack, name: str, fight: Battle) -> str:
    seen = fight.seen[attack.id]
    wrong = seen.wrong(attack.expected[name])
    if wrong:
        return "**gap**, declared" if name in attack.gaps else "**HOLE**"
    words = sorted(outcome.value for outcome in attack.expected[name])
    # Where several ends are right, which one it is may change from run to run.
    return f"held: {' or '.join(words)}"
