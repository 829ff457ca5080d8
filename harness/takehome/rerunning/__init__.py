"""Re-runs: a completed sitting again, on training data in which one thing was changed.

What is changed, on how many rows and in which order is planned beforehand as values; how each
re-run is executed is what a sitting does anyway. `takehome_graders.interventions` reads the result.
"""

from takehome.rerunning.plan import Plan, Step, plan
from takehome.rerunning.rerun import Room, abreast, rerun

__all__ = ["Plan", "Room", "Step", "abreast", "plan", "rerun"]
