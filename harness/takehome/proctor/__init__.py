"""The program inside the sandbox: executes the submission and answers probes.

It is carried in down the pipe and imports nothing of ours. The host borrows `frames` from it, so
that both ends of the pipe speak by one codec.

How a host drives it, over a `Box` and with `takehome.sandbox.pipe`:

1. `box.send(carried(), deadline=...)`: the bootstrap reads it and executes the proctor.
2. `read_frame` gives `ready` {python, packages: {name: version}}. Until then, and until `sit` was
   sent, nothing of a candidate's was in the box: whatever goes wrong is ours.
3. `write_frame` of `sit` {entry: "submission/solution.ipynb", form: "notebook" | "script" |
   "commands", commands: {name: [part, ...]}, deliverables: [...], id_column, fit_s, log_kib,
   allowed: [`environment.ASKED_FOR`], files: [[path, size], ...]} with the array `contents` (|u1,
   all files one after the other).
   The reply is `fitted` {seconds, claim: [v] | [v, low, high] | null, shipping: {ship, numbers:
   [effect, low, high], flaws} | null, problems: [...], log} or `trouble`, and comes within fit_s
   and some seconds of grace.
4. `write_frame` of `probe` {asks: "predict" | "decide" | "monitor", number, deadline_s, files} with
   the arrays `contents` and `ids` (<i8, the ids that must be answered). The reply is `answer`
   {number, seconds} or `trouble` {number, ...}. With the answer of `predict` come the arrays `ids`
   (<i8) and `values` (<f8) in the submission's own order. `decide` is asked about the file
   `probabilities.csv` and its values are 1 where a row is acted on, else 0. The answer of `monitor`
   has `alarm`: {drifted, kind, where: [...], since}.
5. `write_frame` of `end` {}, or simply `box.end()`.

`trouble` is {outcome, during: "start" | "fit" | "probe", message, place: {file, cell, line} | null,
traceback, signal, over, log}. `over` says that the submission's process is gone: every further
probe would only be told the same. `outcome` is one of failed, timed-out, out-of-memory, over-limit,
contract-broken and environment. A process that was killed (`signal` is 9) is `failed` here: only
the host can see, by `BoxEnd.out_of_memory`, that it was for its memory. `during` is "start" where
the notebook's kernel did not start: not one line of the submission had been executed.
"""

from takehome.proctor.carry import carried

__all__ = ["carried"]
