"""A made-up key, and evidence of made-up candidates, to try graders and reports on.

Everything about them is known, nothing is fitted, and the same call gives the same values. They are
no challenge: what a grader does with real data is proven on real variants.
"""

from takehome_graders.specimens.candidates import careful, leaky, naive, sitting
from takehome_graders.specimens.keys import key
from takehome_graders.specimens.recorded import recorded

__all__ = ["careful", "key", "leaky", "naive", "recorded", "sitting"]
