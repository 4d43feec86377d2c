"""From a panel to scores: measures, normalisation and the tree compiled to arrays.

`score` takes a panel and an index and gives scores 0–100 for every node, state and year, each with its
coverage, rank and reason, and a trace from the index down to the line of the CSV.
"""

from scoreboard.scoring.examples import check_examples
from scoreboard.scoring.explaining import Step, explain
from scoreboard.scoring.measures import Block, measure_block
from scoreboard.scoring.methods.ranking import rank_within
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.plan import Plan, compile_plan, evaluate, prepare
from scoreboard.scoring.scores import Scores, score, score_block
from scoreboard.scoring.tree import Tree, aggregate, compile_tree, settle

__all__ = [
    "Block",
    "Peers",
    "Plan",
    "Scores",
    "Step",
    "Tree",
    "aggregate",
    "check_examples",
    "compile_plan",
    "compile_tree",
    "evaluate",
    "explain",
    "measure_block",
    "prepare",
    "rank_within",
    "score",
    "score_block",
    "settle",
]
