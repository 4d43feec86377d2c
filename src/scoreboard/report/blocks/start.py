"""The start page: the map, the headline findings, and where every state stands."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.definitions import DOMAINS
from scoreboard.report.charts import europe_map, score_map
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.i18n.numbers import grouped
from scoreboard.report.links import state_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import band, capital, inside, joined, middle_moved, spread, together, trend_ends


def counts(edition: Edition) -> str:
    """Say in one line what the edition holds."""
    framework = edition.framework
    scored = sum(indicator.lens != "context" for indicator in framework.indicators.values())
    years = {lens: framework.indices[lens].years for lens in edition.lenses}
    spans = ", ".join(f"{_(LENS_NAMES[lens])} {each.first}–{each.last}" for lens, each in years.items())
    observations = grouped(len(edition.panel.frame))
    return _(
        "**{n_states}** states · **{scored}** scored indicators · **{observations}** observations · {spans}"
    ).format(n_states=len(edition.states), scored=scored, observations=observations, spans=spans)


def overview_map(edition: Edition, lens: str, node: str = "overall") -> Any:  # noqa: ANN401
    """Return the map of the latest ranked year of a node."""
    year = edition.latest(lens, node)
    if year is None:
        return _("There is not enough data for a map of {lens}.").format(lens=_(LENS_NAMES[lens]))
    return score_map(edition, lens, node, year)


def explorer(edition: Edition) -> Any:  # noqa: ANN401
    """Return the map of all scores, switched by lens, domain and year."""
    return europe_map(edition)


def findings(edition: Edition) -> str:
    """Return the headline findings as a list, each computed from the scores."""
    lines = [*_overall(edition), _policy_moves(edition), _relation(edition), _thin(edition)]
    return "\n".join(f"- {line}" for line in lines if line)


def _overall(edition: Edition) -> list[str]:
    lines = []
    for lens in edition.lenses:
        year = edition.latest(lens, "overall")
        if year is None:
            continue
        scores = edition.year(lens, "overall", year)["score"].dropna()
        what = _("policy overall") if lens == "policy" else _("outcomes overall")
        lens_name = capital(_(LENS_NAMES[lens]))
        lines.append(f"**{lens_name}, {year}.** {spread(scores, what)}.")
    return lines


def _policy_moves(edition: Edition) -> str:
    """Say which policy domain moved most over all years."""
    ends = {node: trend_ends(edition, "policy", node) for node in edition.domains("policy", proxies=False)}
    moves = {
        node: float(end[2][end[1]].median() - end[2][end[0]].median()) for node, end in ends.items() if end
    }
    if not moves:
        return ""
    node = max(moves, key=lambda each: abs(moves[each]))
    label = edition.framework.label("policy", node)
    return _("**What moved most in the law.** {label}: {middle_moved}.").format(
        label=label, middle_moved=middle_moved(edition, "policy", node)
    )


def _relation(edition: Edition) -> str:
    years = [edition.latest(lens, "overall") for lens in edition.lenses]
    if None in years or len(years) < 2:
        return ""
    year = min(each for each in years if each is not None)
    sides = [_of_year(edition, lens, year) for lens in edition.lenses]
    both = pd.concat(sides, axis="columns", keys=edition.lenses).dropna()
    if len(both) < edition.framework.outcome.minimum_states:
        return ""
    text = together(both["policy"], both["outcome"])
    return _(
        "**Law and life, {year}.** Across {n_both} states, policy and outcomes {text}; this shows no cause."
    ).format(year=year, n_both=len(both), text=text)


def _of_year(edition: Edition, lens: str, year: int) -> pd.Series[float]:
    rows = edition.series(lens, "overall")
    return rows[rows["year"] == year].set_index("state")["score"]


def _thin(edition: Edition) -> str:
    """Name the outcome domains without enough data for any ranked year."""
    thin = [
        inside(edition.framework.label("outcome", node))
        for node in edition.domains("outcome")
        if edition.latest("outcome", node) is None
    ]
    if not thin:
        return ""
    return _(
        "**Not enough data.** Outcomes in {thin} cannot be scored yet: too few of their "
        "indicators are published by migrant group for enough states. [Data](data.md) says "
        "what is missing."
    ).format(thin=joined(thin))


def overview_table(edition: Edition, lens: str, up: str = "") -> Html:
    """Return every state with its rank band overall and its score in each domain, latest ranked years."""
    years: dict[str, int] = {}
    columns: dict[str, list[Any]] = {_("State"): [state_link(edition, state, up) for state in edition.states]}
    for node in ("overall", *DOMAINS):
        year = edition.latest(lens, node)
        if year is None:
            continue
        rows = edition.year(lens, node, year).set_index("state").reindex(edition.states)
        heading = _("Overall") if node == "overall" else edition.framework.label(lens, node)
        years[heading] = year
        if (lens, node) in edition.framework.nodes and edition.framework.nodes[lens, node].proxy:
            heading += _(" (proxy)")
        columns[heading] = [None if pd.isna(score) else float(score) for score in rows["score"]]
        if node == "overall":
            bands = zip(rows["rank_low"], rows["rank_high"], strict=True)
            columns[_("Rank band")] = [band(low, high) for low, high in bands]
    shown = ", ".join(f"{inside(heading)} {year}" for heading, year in years.items())
    caption = _("{lens}: scores from 0 to 100 ({shown})").format(
        lens=capital(_(LENS_NAMES[lens])), shown=shown
    )
    return table_html(pd.DataFrame(columns, dtype=object), caption, decimals=0)
