"""Disclosure control: nobody is given away by what is published, nor by what is worked out from it.

`protect` hides cells of few persons or of one large contributor, hides the cheapest others from which those could
be derived, in linked tables together, and rounds. `attack` is an intruder written apart from it.

Primary rules and protection levels: Hundepool and others (2012), *Statistical Disclosure Control*, Wiley, as in
the manual of τ-ARGUS. Complementary suppression in tables with any linear relations: Fischetti and Salazar
(2001), *Management Science* 47(7). Flag u and limits a and b: guidelines of the EU Labour Force Survey.
"""

from scoreboard.definitions.disclosure import DisclosureRules
from scoreboard.estimate.disclosure.protecting import Protected, protect
from scoreboard.estimate.disclosure.tables import NotAdditiveError

__all__ = ["DisclosureRules", "NotAdditiveError", "Protected", "protect"]
