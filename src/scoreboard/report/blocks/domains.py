"""The chapter of a domain: the same questions for each, answered from the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.report import enable
from scoreboard.report.charts import (
    gap_chart,
    gaps_overview,
    policy_and_outcome,
    ranking,
    score_map,
    trend,
)
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.charts.relations import CAVEAT
from scoreboard.report.charts.series import UNIT_NAMES, values
from scoreboard.report.edition import LENS_NAMES, Edition, open_edition
from scoreboard.report.html import Html
from scoreboard.report.links import indicator_link, state_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, middle_moved, number, spread


class Prose(str):
    """Markdown text that a notebook shows as text of the page."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Chapter:
    """What the notebook of a domain shows; each method is one cell.

    Parameters
    ----------
    edition : the opened project.
    domain : code of the domain, which is also its node in both trees.
    """

    edition: Edition
    domain: str

    def findings(self) -> Prose:
        """Return the chapter's findings as a list of sentences."""
        lines = []
        for lens in self.edition.lenses:
            year = self.edition.latest(lens, self.domain)
            name = capital(LENS_NAMES[lens])
            if year is None:
                lines.append(f"**{name}.** {self._why_no_score(lens)}")
                continue
            scores = self.edition.year(lens, self.domain, year)["score"].dropna()
            lines.append(f"**{name}, {year}.** {spread(scores, self._label(lens))}.")
            lines.append(f"**{name} over time.** {capital(middle_moved(self.edition, lens, self.domain))}.")
        return Prose("\n".join(f"- {line}" for line in lines))

    def _label(self, lens: str) -> str:
        return f"{self.edition.framework.label(lens, self.domain).lower()} {LENS_NAMES[lens]}"

    def _why_no_score(self, lens: str) -> str:
        """Say how many indicators have data, and what share of the weight they would need."""
        block = self.edition.scores(lens).block
        own = self.edition.leaves(lens, self.domain)
        if not own:
            return "No indicator of this domain is defined."
        rows = self.edition.coverage
        covered = rows[(rows["lens"] == lens) & (rows["domain"] == self.domain)].iloc[0]
        threshold = self.edition.framework.indices[lens].missing.coverage
        assert block.indicators  # an index without indicators does not validate
        return (
            f"Not enough data: {covered['covered_indicators']} of {len(own)} indicators have any value, and for "
            f"too few states in the same year to reach {number(100 * threshold)} % of the weight. No score is "
            "better than a score that rests on too little."
        )

    def proxy(self) -> Prose:
        """Return the notice of a proxy, on every chapter that shows one."""
        return Prose(proxies(self.edition, self.domain))

    def map(self, lens: str) -> Any:  # noqa: ANN401
        """Return the map of the latest ranked year."""
        year = self.edition.latest(lens, self.domain)
        if year is None:
            return Prose(f"There is no map of {self._label(lens)}. {self._why_no_score(lens)}")
        return score_map(self.edition, lens, self.domain, year)

    def ranking(self, lens: str) -> Any:  # noqa: ANN401
        """Return scores with intervals of the latest ranked year."""
        year = self.edition.latest(lens, self.domain)
        if year is None:
            return self._published_values() if lens == "outcome" else Prose("")
        return ranking(self.edition, lens, self.domain, year)

    def _published_values(self) -> Html | Prose:
        """Return the few values there are of a domain that cannot be scored."""
        panel = self.edition.panel.frame
        base = {it.code: it for it in self.edition.framework.observed.values() if it.domain == self.domain}
        own = panel[panel["indicator"].isin([c for c, it in base.items() if it.lens == "outcome"])]
        own = own[own["value"].notna() & (own["sex"] == "T")]
        latest = own.sort_values("year").groupby(["indicator", "state", "group"], as_index=False).last()
        if latest.empty:
            return Prose("No value of any of its indicators is at hand.")
        rows = pd.DataFrame(
            {
                "State": [state_link(self.edition, state) for state in latest["state"]],
                "Indicator": [indicator_link(self.edition, code) for code in latest["indicator"]],
                "Group": [
                    group_name(self.edition, base[code], group)
                    for code, group in zip(latest["indicator"], latest["group"], strict=True)
                ],
                "Year": latest["year"].astype(str),
                "Value": latest["value"],
                "Unit": [UNIT_NAMES[getattr(base[c], "unit", "number")].lower() for c in latest["indicator"]],
            }
        )
        return table_html(rows, "What is published: too little for a score, shown as it is")

    def context(self) -> Html | Prose:
        """Return the context statistics of the domain: shown beside the scores, never scored."""
        rows = [
            _context_row(self.edition, code)
            for code, it in self.edition.framework.indicators.items()
            if it.lens == "context" and it.domain == self.domain
        ]
        if not rows:
            return Prose("No context statistic is defined for this domain.")
        return table_html(pd.DataFrame(rows), "Context: shown beside the scores, never scored, never ranked")

    def beside(self) -> Any:  # noqa: ANN401
        """Return policy beside outcomes."""
        return policy_and_outcome(self.edition, self.domain)

    def caveat(self) -> Prose:
        """Return what the picture of policy and outcomes does not show."""
        both = all(self.edition.latest(lens, self.domain) for lens in self.edition.lenses)
        return Prose(CAVEAT if both else "")

    def gaps(self) -> Any:  # noqa: ANN401
        """Return all gaps of the domain at a glance."""
        return gaps_overview(self.edition, self.domain)

    def main_gap(self) -> Any:  # noqa: ANN401
        """Return the best covered gap of the domain, state by state."""
        known = self.edition.gap_indicators(self.domain)
        if not known:
            return Prose("No gap between migrants and others is known here for enough states.")
        return gap_chart(self.edition, known[0])

    def trend(self, lens: str) -> Any:  # noqa: ANN401
        """Return how the middle state moved."""
        return trend(self.edition, lens, self.domain)

    def items(self) -> Html:
        """Return the policy items from the highest to the lowest mean level, with how many have the top."""
        frame = self.edition.panel.frame
        codes = self.edition.leaves("policy", self.domain)
        latest = frame[frame["indicator"].isin(codes)].dropna(subset=["value"])
        latest = latest.sort_values("year").groupby(["indicator", "state"], as_index=False).last()
        rows = []
        for code, part in latest.groupby("indicator"):
            item = self.edition.framework.indicators[str(code)]
            assert isinstance(item, PolicyIndicator)
            rows.append(
                {
                    "Item": indicator_link(self.edition, str(code)),
                    "Mean level": float(part["value"].mean()),
                    "States at the top level": int((part["value"] == item.levels[0].score).sum()),
                    "States": len(part),
                }
            )
        table = pd.DataFrame(rows, columns=["Item", "Mean level", "States at the top level", "States"])
        table = table.sort_values("Mean level", ascending=False)
        return table_html(table, "Policy items, latest year of each state, strongest first", decimals=0)

    def key_figures(self) -> Html:
        """Return the chapter's key figures as a small table, which is checked against the stored output."""
        rows = []
        for lens in self.edition.lenses:
            series = self.edition.series(lens, self.domain)
            year = self.edition.latest(lens, self.domain)
            scores = series[series["year"] == year]["score"]
            rows.append(
                {
                    "Lens": lens,
                    "Year": str(year or "–"),
                    "States": len(scores),
                    "Lowest": float(scores.min()),
                    "Middle state": float(scores.median()),
                    "Highest": float(scores.max()),
                }
            )
        caption = f"Key figures of {self.edition.framework.label('policy', self.domain).lower()}"
        return table_html(pd.DataFrame(rows), caption, sortable=False)


def _context_row(edition: Edition, code: str) -> dict[str, Any]:
    it = edition.framework.indicators[code]
    rows = values(edition, code)
    latest = rows[rows["year"] == rows["year"].max()]
    counted = getattr(it, "unit", "") == "number"  # counts depend on the size of a state
    return {
        "Statistic": indicator_link(edition, code),
        "Latest year": "–" if rows.empty else str(rows["year"].max()),
        "States with a value": len(latest),
        "Middle state": None if counted or rows.empty else float(latest["value"].median()),
        "Unit": UNIT_NAMES[getattr(it, "unit", "number")].lower(),
    }


def proxies(edition: Edition, *domains: str) -> str:
    """Return the notice of every domain score that is a proxy, in the index file's own words."""
    notices = [
        f":::{{warning}}\n**The {edition.framework.label(lens, node).lower()} {lens} score is a proxy.** {text}\n:::"
        for lens in edition.lenses
        for node in edition.domains(lens)
        if (not domains or node in domains) and (text := edition.framework.nodes[lens, node].proxy)
    ]
    return "\n\n".join(notices)


def chapter(domain: str) -> Chapter:
    """Open the chapter of a domain from a notebook of the book, and make charts display."""
    enable()
    return Chapter(open_edition(), domain)
