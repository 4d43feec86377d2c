"""How sure a score or rank is: the same scoring, run again on altered indices and altered arrays."""

from scoreboard.robustness.uncertainty import Uncertainty, uncertainty

__all__ = ["Uncertainty", "uncertainty"]
