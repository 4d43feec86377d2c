"""Two editions side by side: which scores and ranks move, and why.

An edition is a panel with the definitions it was validated against. `compare` scores both, and every edition
that lies between them, with the one engine; what a cause is worth is the average over all orders in which
the causes can be applied, so no order is preferred. The causes (`mixing.Mixture` applies them):

new
    Rows of a series that both editions use, with a value in the head edition only. They act where they
    replace a value carried forward; where an indicator appears through them, that is coverage.
revised
    Rows of such a series whose value differs, and rows whose value is gone.
definition
    Measure, group, unit, direction, list of levels, tree, weights, aggregation, look-up, thresholds, years
    and carry-forward; with the rows of all series that only one edition uses, and of those whose unit, age
    or list of levels differs, since such rows mean nothing under the other definition.
goalposts
    Bounds of an indicator whose measure, unit and direction stay; otherwise they belong to its definition.
coverage
    Indicators that are present in one edition and missing in the other, under the same definition: a score
    then rests on other indicators than before, which is not the same as better or worse data.

Not free of choice: an order along which an edition in between has no score is left out of the average, and
where every order has such a gap the whole change is given to coverage; rows that appear and rows that are
gone are different causes, so `new` and `revised` do not simply change their sign when base and head do.

Shorrocks (2013), doi 10.1007/s10888-011-9214-z: decomposition by the Shapley value.
"""

from scoreboard.analysis.comparison.attribution import PARTS
from scoreboard.analysis.comparison.comparing import Comparison, compare
from scoreboard.analysis.comparison.gate import Verdict, judge
from scoreboard.analysis.comparison.phrases import PART_WORDS
from scoreboard.analysis.comparison.rendering import FORMATS
from scoreboard.analysis.comparison.revisions import UnknownRevisionError, extract_revision
from scoreboard.analysis.comparison.saving import SavedResultError, load_edition, save_edition

__all__ = [
    "FORMATS",
    "PARTS",
    "PART_WORDS",
    "Comparison",
    "SavedResultError",
    "UnknownRevisionError",
    "Verdict",
    "compare",
    "extract_revision",
    "judge",
    "load_edition",
    "save_edition",
]
