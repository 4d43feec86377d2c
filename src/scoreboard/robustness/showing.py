"""An uncertainty analysis in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoreboard.findings.notebook import show, table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from scoreboard.robustness.uncertainty import Uncertainty


def uncertainty_html(analysis: Uncertainty) -> str:
    """Return what varies; and the intervals of the first node's last year, if they have been made."""
    index = analysis.study.index
    title = f"Uncertainty of {index.title} {index.version}: {analysis.draws:,} draws"
    facts = [
        ("What varies", ", ".join(name.replace("_", " ") for name in analysis.study.factors) or "nothing"),
        ("Seed", str(analysis.study.seed)),
        ("Nodes", str(len(analysis.nodes))),
    ]
    asked = table(title, ["What", "As asked"], facts)
    if "intervals" not in vars(analysis):
        return show(title, asked, "Nothing has been drawn yet: .intervals draws, .tables() gives more.")
    return show(title, asked, _intervals(analysis), ".intervals has every node, state and year.")


def _rank(value: float) -> int | None:
    return None if value != value else round(value)


def _intervals(analysis: Uncertainty) -> Element:
    frame, root = analysis.intervals, analysis.study.index.tree[0].node
    node = root if root in analysis.nodes else analysis.nodes[0]
    frame = frame[frame["node"] == node].dropna(subset=["score"])
    frame = frame[frame["year"] == frame["year"].max()]
    columns = ["score", "score_low", "score_high", "rank_low", "rank_high"]
    rows = [
        (str(state), float(score), float(low), float(high), _rank(best), _rank(worst))
        for state, (score, low, high, best, worst) in zip(
            frame["state"], frame[columns].to_numpy(float), strict=True
        )
    ]
    level = analysis.study.index.robustness.interval
    year = frame["year"].max()
    label = analysis.study.panel.framework.label(analysis.study.index.lens, node)
    caption = f"{label}, {year}: score and rank, each with its interval of {level:.0%} of the draws"
    return table(caption, ["State", "Score", "From", "To", "Rank from", "Rank to"], rows)
