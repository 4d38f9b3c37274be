"""Findings give an answer: which way each sentence, and each paper, votes on a question."""

from synth.answer.vote import read_vote

__all__ = ["read_vote"]
