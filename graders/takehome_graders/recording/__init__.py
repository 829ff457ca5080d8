"""From what a recorder told to what a submission really did: lineage and validation scheme.

Everything here is a function of values. What was told came from inside a sandbox that a candidate
shared, so every frame is checked, and nothing that is missing speaks for anybody.
"""

from takehome_graders.recording.arrangement import Truth
from takehome_graders.recording.division import Division, Part, divided
from takehome_graders.recording.evaluation import Evaluation
from takehome_graders.recording.events import Recording
from takehome_graders.recording.lineage import Lineage, lineage
from takehome_graders.recording.parse import parse
from takehome_graders.recording.scheme import Scheme, scheme
from takehome_graders.recording.settle import settle

__all__ = [
    "Division",
    "Evaluation",
    "Lineage",
    "Part",
    "Recording",
    "Scheme",
    "Truth",
    "divided",
    "lineage",
    "parse",
    "scheme",
    "settle",
]
