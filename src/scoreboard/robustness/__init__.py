"""How sure a score or rank is: the same scoring, run again on altered weights."""

from scoreboard.robustness.weights import uncertainty

__all__ = ["uncertainty"]
