"""A sitting: one execution of a submission in a sandbox, from unpacking to the last probe.

Whatever happens inside the box, a sitting returns evidence that ends in exactly one outcome. What
came out of the box is plain data and is believed only for what it is; how the box ended is seen
from outside.
"""

from takehome.sitting.paper import Paper, paper_of
from takehome.sitting.probe import Bearing, Probe, Sheet
from takehome.sitting.probes import probes_of
from takehome.sitting.sit import sit
from takehome.sitting.terms import Terms

__all__ = ["Bearing", "Paper", "Probe", "Sheet", "Terms", "paper_of", "probes_of", "sit"]
