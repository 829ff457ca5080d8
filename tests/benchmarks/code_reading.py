"""The reading of code against people's labels on real notebooks.

    python tests/benchmarks/code_reading.py FOLDER [--quick] [--json]

Nothing is fetched. FOLDER holds, as their authors published them (`tahh1/data-leakage-detection`
at 8103ad7, `tahh1/leakcheck-GNN` at 7d12fff; they have no licence: measure, never commit):

    sources/*.py                                  data/Experiment1 and data/Experiment2, flat
    Full manually annotated dataset.csv           the labels, one pair of fit and judgement a row
    Test data - preproc.csv, Test data - overlap.csv
    peer.csv                                      optional: `file,pair,preprocessing,overlap`, what
                                                  another tool says of the same pairs

Every file named in the two lists of test data is left out by name before anything is opened. They
are kept for an independent check. Pairs are named by positions in a numbering of calls, which
`numbered` repeats; a pair that the reading does not find counts as "no leak". Labels are noisy
(ten in a hundred changed between two releases), so that more than 0.90 would be fitting noise.
The files are divided by a hash of their names into a development part and a check part.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import re
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from contract import Bar, run

from takehome_graders.code import Pair, read_code
from takehome_graders.evidence import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LABELS = "Full manually annotated dataset.csv"
LOCKED = ("Test data - preproc.csv", "Test data - overlap.csv")
FITS = re.compile(r"^(fit|fit_generator|train|cross_val\w*)$")
JUDGES = re.compile(r"^(score|predict\w*|evaluate\w*|fit\w*|cross_val\w*)$")
HIGHER_ORDER = frozenset(["map", "apply", "applymap"])
RESAMPLES = 1000
CHECKED = 4
"""Of ten files, how many are kept for the check part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call in the order in which the labels count them, and the lines of its statement."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A pair as people labelled it, and what is said of it by whom."""

    file: str
    check: bool
    preprocessing: bool
    overlap: bool
    read: tuple[bool, bool]
    floor: tuple[bool, bool]
    peer: tuple[bool, bool] | None


def stem(name: str) -> str:
    """Return a file's name as all lists spell it."""
    return name.strip().split("/")[-1].removesuffix(".py").removesuffix("-fact").lower()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


class Numbering(ast.NodeVisitor):
    """Goes through the calls of a module in the order in which the labels count them."""

    def __init__(self) -> None:
        self.calls = [Call(name="setattr", first=0, last=0)] * 2  # of the labellers' own prelude
        self.span = (0, 0)

    def statements(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            inner = getattr(statement, "body", None)
            last = inner[0].lineno - 1 if inner else statement.end_lineno
            kept, self.span = self.span, (statement.lineno, max(statement.lineno, last or 0))
            self.visit(statement)
            self.span = kept

    def visit_Call(self, node: ast.Call, *, counted: bool = True) -> None:
        if isinstance(node.func, ast.Call):
            self.visit_Call(node.func, counted=False)
        else:
            self.visit(node.func)
        for each in (*node.args, *(keyword.value for keyword in node.keywords)):
            self.visit(each)
        if counted:
            name = ast.unparse(node.func).rpartition(".")[2]
            self.calls.append(Call(name=name, first=self.span[0], last=self.span[1]))

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self.assigned(target, node.value)

    def assigned(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            self.visit(value)
            for each in target.elts:
                self.assigned(each, ast.Constant(value=0))
        elif isinstance(target, ast.Attribute | ast.Subscript):
            self.visit(target)
            self.visit(value)
        else:
            self.visit(value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.assigned(node.target, ast.BinOp(left=node.target, op=node.op, right=node.value))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.annotation)
            self.assigned(node.target, node.value)

    def visit_With(self, node: ast.With) -> None:
        for item in node.items:
            self.visit(item.context_expr)
            named = isinstance(item.context_expr, ast.Call) and item.optional_vars is not None
            if named:
                self.calls.append(self.calls[-1])
        self.statements(node.body)

    def visit_For(self, node: ast.For) -> None:
        self.visit(node.iter)
        self.statements(node.body)
        self.statements(node.orelse)

    def visit_While(self, node: ast.While | ast.If) -> None:
        self.visit(node.test)
        self.statements(node.body)
        self.statements(node.orelse)

    visit_If = visit_While  # noqa: N815 - named by the visitor's protocol

    def visit_Try(self, node: ast.Try) -> None:
        self.statements(node.body)
        for handler in node.handlers:
            self.statements(handler.body)
        self.statements(node.orelse)
        self.statements(node.finalbody)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.statements(node.body)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - named by the visitor's protocol

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for base in node.bases:
            self.visit(base)
        self.statements(node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit(node.body)

    def skip(self, node: ast.AST) -> None:
        """Leave out what the labellers' numbering leaves out."""

    visit_ListComp = visit_SetComp = skip  # noqa: N815 - named by the visitor's protocol
    visit_DictComp = visit_GeneratorExp = skip  # noqa: N815 - named by the visitor's protocol
    visit_NamedExpr = skip  # noqa: N815 - named by the visitor's protocol


def numbered(tree: ast.Module) -> list[Call]:
    """Return the calls of a module in the labels' numbering."""
    numbering = Numbering()
    numbering.statements(tree.body)
    return numbering.calls


def named(calls: list[Call], pair: str) -> tuple[Call, Call] | None:
    """Return the fit and the judgement that a label names.

    A call of a higher-order method counted twice where the labellers knew its type. The smallest
    shift that makes a fit and a judgement of the two is taken.
    """
    found = re.match(r"\$invo(\d+)_\$invo(\d+)", pair)
    if found is None:
        return None
    fit, judged = int(found[1]), int(found[2])
    most = sum(each.name in HIGHER_ORDER for each in calls[:fit])
    shifts = [by for by in range(most + 1) if judged - by < len(calls) and fit - by >= 0]
    for by in shifts:
        one, other = calls[fit - by], calls[judged - by]
        if FITS.match(one.name) and JUDGES.match(other.name):
            return one, other
    return (calls[fit], calls[judged]) if max(fit, judged) < len(calls) else None


def read_as(pairs: Sequence[Pair], fit: Call, judged: Call) -> tuple[bool, bool]:
    """Return what the reading says of a labelled pair."""
    met = [
        each
        for each in pairs
        if fit.first <= (each.fit.line or 0) <= fit.last
        and judged.first <= (each.judged.line or 0) <= judged.last
    ]
    return any(each.preprocessing for each in met), any(each.overlap for each in met)


def floor_of(lines: list[str], fit: Call, judged: Call) -> tuple[bool, bool]:
    """Return what a look at the order of lines says: fits before the split, same names twice."""
    split = next((at for at, line in enumerate(lines) if "_split(" in line), len(lines))
    early = re.compile(r"fit_transform\(|fillna\(.*(mean|median|mode)\(|get_dummies\(|qcut\(")
    fitted = re.search(r"\.fit\w*\((\w+)", lines[fit.first - 1])
    met = re.search(r"\.(?:predict|score|evaluate)\w*\((\w+)", lines[judged.first - 1])
    same = fitted is not None and met is not None and fitted[1] == met[1]
    return any(early.search(line) for line in lines[:split]) and not same, same


def labelled(folder: Path, *, quick: bool) -> tuple[list[Labelled], list[float]]:
    """Read every open file and return its pairs, and the seconds that each file took."""
    locked = {stem(row["File"]) for name in LOCKED for row in rows_of(folder / name)}
    sources = {
        stem(path.name): path
        for path in sorted((folder / "sources").iterdir())
        if stem(path.name) not in locked
    }
    by_file: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(folder / LABELS):
        if stem(row["File"]) in sources:
            by_file.setdefault(stem(row["File"]), []).append(row)
    peer = _peer(folder / "peer.csv")
    pairs: list[Labelled] = []
    seconds: list[float] = []
    for name in sorted(by_file)[:: 4 if quick else 1]:
        text = sources[name].read_text(encoding="utf-8")
        started = perf_counter()
        reading = read_code((Source(file=name, cells=((0, text),)),), None)
        seconds.append(perf_counter() - started)
        pairs += _pairs_of(name, text, by_file[name], reading.pairs, peer)
    return pairs, seconds


def _peer(path: Path) -> dict[tuple[str, str], tuple[bool, bool]]:
    if not path.exists():
        return {}
    return {
        (stem(row["file"]), row["pair"]): (row["preprocessing"] == "1", row["overlap"] == "1")
        for row in rows_of(path)
    }


def _pairs_of(
    name: str,
    text: str,
    rows: list[dict[str, str]],
    pairs: Sequence[Pair],
    peer: dict[tuple[str, str], tuple[bool, bool]],
) -> Iterator[Labelled]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calls = numbered(ast.parse(text))
    digest = int(hashlib.sha256(name.encode()).hexdigest(), 16)
    for row in {row["pair"]: row for row in rows}.values():
        ends = named(calls, row["pair"])
        if ends is None:
            continue
        yield Labelled(
            file=name,
            check=digest % 10 >= 10 - CHECKED,
            preprocessing=row["preproc GT"].strip() in {"1", "1.0"},
            overlap=row["overlap GT"].strip() in {"1", "1.0"},
            read=read_as(pairs, *ends),
            floor=floor_of(text.splitlines(), *ends),
            peer=peer.get((name, row["pair"])) if peer else None,
        )


Verdict = tuple[bool, bool]
"""The label, and what was said."""


def f1(verdicts: Sequence[Verdict]) -> float:
    """Return F1, or zero where nothing was right."""
    right = sum(truth and said for truth, said in verdicts)
    wrong = sum(truth != said for truth, said in verdicts)
    return 2 * right / (2 * right + wrong) if right else 0.0


def interval(by_file: Sequence[Sequence[Verdict]]) -> tuple[float, float]:
    """Return the 95 percent interval of F1 when whole files are drawn again."""
    rng = np.random.default_rng(0)
    counts = np.array(
        [[sum(t and s for t, s in file), sum(t != s for t, s in file)] for file in by_file]
    )
    drawn = rng.integers(len(by_file), size=(RESAMPLES, len(by_file)))
    right, wrong = counts[drawn].sum(axis=1).T
    values = 2 * right / np.maximum(2 * right + wrong, 1)
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def bars_for(pairs: Sequence[Labelled], what: str, bar: float) -> list[Bar]:
    """Return what is told about one kind of leak."""
    at = 0 if what == "preprocessing" else 1
    truth: Callable[[Labelled], bool] = lambda each: (each.preprocessing, each.overlap)[at]  # noqa: E731 - reads best here
    said = [(truth(each), each.read[at]) for each in pairs]
    files = sorted({each.file for each in pairs})
    low, high = interval(
        [[(truth(p), p.read[at]) for p in pairs if p.file == file] for file in files]
    )
    right = sum(t and s for t, s in said)
    n = len(said)

    def told(name: str, value: float, count: int) -> Bar:
        return Bar(name=f"{what}: {name}", value=value, bar=None, unit="", n=count)

    bars = [
        Bar(name=f"{what}: F1 on pairs", value=f1(said), bar=bar, unit="", n=n, at_least=True),
        told("low end of the interval", low, n),
        told("high end of the interval", high, n),
        told("precision", right / max(1, sum(s for _, s in said)), sum(s for _, s in said)),
        told("recall", right / max(1, sum(t for t, _ in said)), sum(t for t, _ in said)),
    ]
    for name, check in (("development part, F1", False), ("check part, F1", True)):
        part = [(truth(each), each.read[at]) for each in pairs if each.check is check]
        bars.append(told(name, f1(part), len(part)))
    bars.append(
        told("floor by order of lines, F1", f1([(truth(p), p.floor[at]) for p in pairs]), n)
    )
    known = [(truth(each), each.peer[at]) for each in pairs if each.peer is not None]
    if known:
        bars.append(told("peer on the same pairs, F1", f1(known), len(known)))
    return bars


def measure(folder: Path, *, quick: bool) -> list[Bar]:
    pairs, seconds = labelled(folder, quick=quick)
    if not pairs:
        sys.exit(f"No labelled pair has its source in {folder / 'sources'}.")
    return [
        *bars_for(pairs, "preprocessing", 0.80),
        *bars_for(pairs, "overlap", 0.92),
        Bar(name="median a notebook", value=median(seconds), bar=0.2, unit="s", n=len(seconds)),
        Bar(name="longest a notebook", value=max(seconds), bar=None, unit="s", n=len(seconds)),
    ]


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    given = Path(sys.argv.pop(1))
    run(lambda quick: measure(given, quick=quick), __doc__)
