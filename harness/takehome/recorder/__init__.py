"""What is carried into the box to see what a submission really does, without touching its code.

It is switched on in the process of the submission before its first line, and tells the events of
the candidate's own calls as they happen: what was fitted, transformed, predicted, split, resampled
and judged, on which rows of the examples table, at which line. It imports nothing of ours, and no
library but NumPy.

How whoever executes a submission uses it:

1. It is carried in beside the proctor, by whose codec it tells.
2. In the process of the submission, before its first line: `switch.switch_on(config)`, or
   `switch.switch_on(config, emit)` with a transport of one's own. `config` is {"examples": path of
   the examples table as the submission sees it, "target": its outcome's column, "address": a socket
   to tell to (see `wire`), or "line": the descriptor of one, "desk": a folder of the proctor's for
   what worker processes need, "cells", "entry", "folder": how places are told (see `places`)}.
   Of these only "examples" and a way to tell have to be there. A re-run asks for more: "eras" (see
   `digests`), and "replay" with "rows" (see `replay`).
3. `switch.switch_off()` after the last line and before the first probe: looks once more whether
   the hooks are in place, tells the end, and leaves nothing but a test of one flag on every call.

Whoever listens at `address` gets connections, one for each process, each a stream of frames of the
proctor's codec. Nothing in them is to be believed: `takehome_graders.recording` reads them.
"""
