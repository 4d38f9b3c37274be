"""A paper's numbers against each other: what follows from what, computed again in a sandbox, and proved.

find_derivations   Document    -> Derivations   by a table's own labels, or by one clause that states all of it
recompute          Derivations -> Reproductions  each by a script, run sealed and attacked
prove              Derivations -> Proofs         where there is a Lean
"""
