"""`python -m benchmarks.sandbox`: what sealed runs and attacks cost, in milliseconds (medians), and memory."""

import subprocess
import time
from collections.abc import Callable
from statistics import median

from synth.review.interpreter import find_interpreter
from synth.review.replication import attack_script, inputs_csv, mutations
from synth.review.sandbox import run_sealed, run_sealed_each
from synth.review.script_inspection import inspect_script
from synth.review.script_vocabulary import INPUTS

from benchmarks.audit.planted_papers import PLANTED
from synth.reading import read_paper
from synth.review import derivation_script, find_derivations, missing_sandbox, reproduce
from synth.settings import SandboxSettings

ROUNDS = 15
MEMORY = "print(max(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmPeak')) // 1024)"


def timed(name: str, run: Callable[[], object]) -> None:
    """Print the median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    print(f"{name:60} {median(times):7.1f} ms")


def main() -> None:
    """Measure, on the planted papers of the audit."""
    missing = missing_sandbox()
    if missing is not None:
        print(missing)
        return
    settings = SandboxSettings()
    derivations = [made for path in sorted(PLANTED.glob("*.tex")) for made in find_derivations(read_paper(path))]
    made = next(item for item in derivations if len(item.operands) == 3)
    script, inputs = derivation_script(made), {INPUTS: inputs_csv(made.operands)}
    python = find_interpreter().bound[0][0]
    timed("the interpreter alone, unsealed", lambda: subprocess.run([python, "-I", "-S", "-c", ""], check=True))
    timed("a sealed script that prints a constant", lambda: run_sealed("print(1)", {}, settings))
    timed("a sealed script of a derivation", lambda: run_sealed(script, inputs, settings))
    timed("the same over 20 sets of inputs", lambda: run_sealed_each(script, [inputs] * 20, settings))
    timed("looking through a script", lambda: inspect_script(script, made))
    timed(f"an attack, three inputs, {len(mutations(made)) + 3} runs", lambda: attack_script(script, made, settings))
    began = time.perf_counter()
    reproduced = reproduce(derivations, settings)
    took = time.perf_counter() - began
    each = took / len(reproduced) * 1000
    print(f"{len(reproduced)} derivations of the planted papers: {took:.1f} s, {each:.0f} ms each")
    kept = subprocess.run(
        [python, "-I", "-S", "-c", f"import csv, fractions\n{MEMORY}"], capture_output=True, check=True
    )
    print(f"address space of such a script: {kept.stdout.decode().strip()} MB")


if __name__ == "__main__":
    main()
