"""From a panel to scores: measures, normalisation and the tree compiled to arrays.

`score` takes a panel and an index and gives scores 0–100 for every node, state and year, each with its
coverage, rank and reason, and a trace from the index down to the line of the CSV.
"""

from scoreboard.scoring.examples import check_examples
from scoreboard.scoring.explaining import Step, explain
from scoreboard.scoring.measures import Block, measure_block
from scoreboard.scoring.scores import Scores, evaluate, rank_within, score
from scoreboard.scoring.tree import Tree, compile_tree

__all__ = [
    "Block",
    "Scores",
    "Step",
    "Tree",
    "check_examples",
    "compile_tree",
    "evaluate",
    "explain",
    "measure_block",
    "rank_within",
    "score",
]
