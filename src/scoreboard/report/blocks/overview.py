"""All domains at once: profiles, what goes together, how far states lie apart, what weights cannot change."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.analysis.time.tables import time_table
from scoreboard.report.charts.common import subject
from scoreboard.report.charts.profiles import correlation_map, latest_scores, profile_map
from scoreboard.report.drawing import nodes
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.borrowed import told
from scoreboard.report.ledger import read
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, inside, joined, number, trend_ends
from scoreboard.robustness.dominance import dominance

NONE = N_("No domain has scores of enough states yet.")


def profiles(edition: Edition, lens: str) -> Any:  # noqa: ANN401
    """Return every state's domain scores side by side, in code order."""
    return profile_map(edition, lens)


def correlations(edition: Edition) -> Any:  # noqa: ANN401
    """Return how far domains go together, within a lens and across the two."""
    return correlation_map(edition)


def _ranked(edition: Edition) -> list[tuple[str, str, int]]:
    """Return lens, node and latest ranked year of everything that has one."""
    return [
        (lens, node, year)
        for lens in edition.lenses
        for node in nodes(edition, lens)
        if (year := edition.latest(lens, node)) is not None
    ]


def _name(edition: Edition, lens: str, node: str) -> str:
    proxy = _(" (proxy)") if edition.framework.nodes[lens, node].proxy else ""
    return capital(subject(edition, lens, node)) + proxy


def dispersion(edition: Edition) -> Html | str:
    """Return how far states lie apart in each domain now, and how far those with both ends did at first."""
    rows = []
    for lens, node, year in _ranked(edition):
        series = edition.series(lens, node)
        scores = series[series["year"] == year]["score"]
        ends = trend_ends(edition, lens, node)
        then = None if ends is None else float(ends[2][ends[0]].std(ddof=0))
        now = None if ends is None else float(ends[2][ends[1]].std(ddof=0))
        rows.append(
            {
                _("Domain"): _name(edition, lens, node),
                _("Year"): str(year),
                _("States"): len(scores),
                _("Lowest"): float(scores.min()),
                _("Middle state"): float(scores.median()),
                _("Highest"): float(scores.max()),
                _("Standard deviation"): float(scores.std(ddof=0)),
                _("Same states, first year"): "–" if ends is None else str(ends[0]),
                _("Deviation then"): then,
                _("Deviation now"): now,
            }
        )
    if not rows:
        return _(NONE)
    caption = _(
        "How far states lie apart, in points of score; the last three columns follow the same states from "
        "the first ranked year to the last"
    )
    return table_html(pd.DataFrame(rows), caption)


@read(kept=True)
def _converging(edition: Edition, lens: str, node: str) -> pd.DataFrame:
    """Return the measures of convergence of a node; see `time_table`."""
    return time_table(
        "convergence", edition.scores(lens), nodes=[node], rule=edition.framework.indices[lens].time
    )


@read
def _dominance(edition: Edition, lens: str, node: str, year: int) -> tuple[int, int, float]:
    """Return how many pairs of states can be compared, how many have one order, and their share."""
    found = dominance(edition.scores(lens), node, year)
    return int(found.comparable.sum() / 2), int(found.relation.sum()), found.share


def convergence_sentence(edition: Edition, lens: str, node: str) -> str:
    """Say whether states grow more alike in a node, with the numbers: σ, β and γ convergence in plain words."""
    index, table = edition.framework.indices[lens], _converging(edition, lens, node)
    if table.empty or not table.iloc[0]["verdict"]:
        why = f": {told(table.iloc[0]['reason'].removeprefix('not enough data: '))}" if len(table) else ""
        said = _("There is not enough data to say whether states grow more alike{why}.")
        return said.format(why=why)
    row = table.iloc[0]
    sentences = [f"**{capital(_(row['verdict']))}**{told(row['evidence'][len(row['verdict']) :])}"]
    if not pd.isna(row["beta"]):
        sentences.append(_beta(row, index.time.confidence))
    if not pd.isna(row["gamma"]):
        sentences.append(_gamma(float(row["gamma"])))
    left = sorted(str(row["left_out"]).split())
    if left:
        said = _("Left out, since some year is missing: {states}.")
        sentences.append(said.format(states=joined([edition.name(state) for state in left])))
    return " ".join(sentences)


def _beta(row: pd.Series[Any], confidence: float) -> str:
    """Say whether states that began lower caught up, and how sure that is."""
    sure = row["beta_p"] < 1 - confidence
    if row["beta"] < 0:
        said = _("States that began lower grew faster ({strength}; β {beta}, {p}).")
    else:
        said = _("States that began lower grew more slowly ({strength}; β {beta}, {p}).")
    strength = _("clearly") if sure else _("though not clearly")
    return said.format(strength=strength, beta=number(row["beta"], 3), p=_p(float(row["beta_p"])))


def _p(value: float) -> str:
    return f"p < {number(0.01, 2)}" if value < 0.01 else f"p {number(value, 2)}"


def _gamma(gamma: float) -> str:
    """Say how far the order of the states stayed the same."""
    words = (
        (0.9, N_("The order of the states hardly changed (γ {gamma}; 1 is unchanged).")),
        (0.7, N_("The order of the states changed a little (γ {gamma}; 1 is unchanged).")),
        (-1.0, N_("The order of the states changed much (γ {gamma}; 1 is unchanged).")),
    )
    said = next(word for limit, word in words if gamma >= limit)
    return _(said).format(gamma=number(gamma, 2))


def convergence(edition: Edition) -> str:
    """Return for every domain whether its states grow more alike."""
    lines = [
        f"- **{_name(edition, lens, node)}.** {convergence_sentence(edition, lens, node)}"
        for lens, node, _year in _ranked(edition)
    ]
    return "\n".join(lines) or _(NONE)


def dominance_table(edition: Edition) -> Html | str:
    """Return what share of the pairs of states is in the same order whatever the weights."""
    rows = []
    for lens, node, year in _ranked(edition):
        pairs, ordered, share = _dominance(edition, lens, node, year)
        rows.append(
            {
                _("Domain"): _name(edition, lens, node),
                _("Year"): str(year),
                _("Pairs compared"): pairs,
                _("Ordered whatever the weights"): ordered,
                _("Share %"): None if pd.isna(share) else 100 * share,
            }
        )
    if not rows:
        return _(NONE)
    caption = _(
        "Dominance: pairs of states of which one is nowhere behind the other, so that no choice of weights could "
        "turn them round"
    )
    return table_html(pd.DataFrame(rows), caption, decimals={_("Share %"): 0})


def summary(edition: Edition) -> str:
    """Return one sentence for each lens: which domains have the highest and the lowest middle score."""
    lines = []
    for lens in edition.lenses:
        scores = latest_scores(edition, lens)
        firm = [node for node in edition.domains(lens, proxies=False) if node in scores]
        if len(firm) < 2:
            continue
        medians = {node: float(scores[node].median()) for node in firm}
        high, low = (
            _("{domain} ({score} of 100)").format(
                domain=inside(edition.framework.label(lens, node)), score=number(medians[node])
            )
            for node in (max(firm, key=medians.__getitem__), min(firm, key=medians.__getitem__))
        )
        lines.append(
            _("- **{lens}.** The middle state scores highest in {high} and lowest in {low}.").format(
                lens=capital(_(LENS_NAMES[lens])), high=high, low=low
            )
        )
    if not lines:
        return _("Too few domains have scores of enough states to be compared.")
    remark = _(
        "Questions and goalposts differ by domain, so scores compare states within a domain better than domains."
    )
    return "\n".join([*lines, "", remark])
