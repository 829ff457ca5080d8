"""A sitting: one execution of a submission in a sandbox, from unpacking to the last probe.

Whatever happens inside the box, a sitting returns evidence that ends in exactly one outcome. What
came out of the box is plain data and is believed only for what it is; how the box ended is seen
from outside.
"""

from takehome.sitting.probes import Probe, probes_of
from takehome.sitting.sit import Terms, sit

__all__ = ["Probe", "Terms", "probes_of", "sit"]
