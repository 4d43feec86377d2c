"""The chapter of a domain: the same questions for each, answered from the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from scoreboard.report import enable
from scoreboard.report.blocks import ties, women_men
from scoreboard.report.blocks.changes import reasons
from scoreboard.report.blocks.overview import convergence_sentence
from scoreboard.report.blocks.practice import precedents
from scoreboard.report.blocks.values import context_values, how_measured, published_values
from scoreboard.report.charts import (
    change_chart,
    difference_chart,
    gap_chart,
    gaps_overview,
    items_chart,
    policy_and_outcome,
    ranking,
    score_map,
    trend,
)
from scoreboard.report.charts.common import subject
from scoreboard.report.charts.coverage import coverage
from scoreboard.report.charts.draws import ranked_years
from scoreboard.report.charts.gaps import gap_indicators
from scoreboard.report.charts.relations import CAVEAT
from scoreboard.report.edition import LENS_NAMES, LENS_SINGULAR, Edition, open_edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import _
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, inside, middle_moved, number, spread


class Prose(str):
    """Markdown text that a notebook shows as text of the page."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


def shown(content: Html | str) -> Html | Prose:
    """Return content so that a notebook shows it: text as text of the page."""
    return content if isinstance(content, Html) else Prose(content)


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
            name = capital(_(LENS_NAMES[lens]))
            if year is None:
                lines.append(f"**{name}.** {self._why_no_score(lens)}")
                continue
            scores = self.edition.year(lens, self.domain, year)["score"].dropna()
            lines.append(f"**{name}, {year}.** {spread(scores, self._label(lens))}.")
            lines.append(
                _("**{name} over time.** {middle_moved}.").format(
                    name=name, middle_moved=capital(middle_moved(self.edition, lens, self.domain))
                )
            )
        return Prose("\n".join(f"- {line}" for line in lines))

    def _label(self, lens: str) -> str:
        return subject(self.edition, lens, self.domain)

    def _why_no_score(self, lens: str) -> str:
        """Say how many indicators have data, and what share of the weight they would need."""
        own = self.edition.leaves(lens, self.domain)
        if not own:
            return _("No indicator of this domain is defined.")
        rows = coverage(self.edition)
        covered = rows[(rows["lens"] == lens) & (rows["domain"] == self.domain)].iloc[0]
        threshold = self.edition.framework.indices[lens].missing.coverage
        return _(
            "Not enough data: {covered_indicators} of {n_own} indicators have any value, and for "
            "too few states in the same year to reach {threshold} % of the weight. No score is "
            "better than a score that rests on too little."
        ).format(
            covered_indicators=covered["covered_indicators"],
            n_own=len(own),
            threshold=number(100 * threshold),
        )

    def proxy(self) -> Prose:
        """Return the notice of a proxy, on every chapter that shows one."""
        return Prose(proxies(self.edition, self.domain))

    def map(self, lens: str) -> Any:  # noqa: ANN401
        """Return the map of the latest ranked year."""
        year = self.edition.latest(lens, self.domain)
        if year is None:
            return Prose(
                _("There is no map of {label}. {why_no_score}").format(
                    label=self._label(lens), why_no_score=self._why_no_score(lens)
                )
            )
        return score_map(self.edition, lens, self.domain, year)

    def ranking(self, lens: str) -> Any:  # noqa: ANN401
        """Return scores with intervals of the latest ranked year."""
        year = self.edition.latest(lens, self.domain)
        if year is None:
            return shown(published_values(self.edition, self.domain)) if lens == "outcome" else Prose("")
        return ranking(self.edition, lens, self.domain, year)

    def context(self) -> Html | Prose:
        """Return the context statistics of the domain: shown beside the scores, never scored."""
        return shown(context_values(self.edition, self.domain))

    def beside(self) -> Any:  # noqa: ANN401
        """Return policy beside outcomes."""
        return policy_and_outcome(self.edition, self.domain)

    def caveat(self) -> Prose:
        """Return what the picture of policy and outcomes does not show."""
        both = all(self.edition.latest(lens, self.domain) for lens in self.edition.lenses)
        return Prose(_(CAVEAT) if both else "")

    def gaps(self) -> Any:  # noqa: ANN401
        """Return all gaps of the domain at a glance."""
        return gaps_overview(self.edition, self.domain)

    def main_gap(self) -> Any:  # noqa: ANN401
        """Return the best covered gap of the domain, state by state."""
        known = gap_indicators(self.edition, self.domain)
        if not known:
            return Prose(_("No gap between migrants and others is known here for enough states."))
        return gap_chart(self.edition, known[0])

    def trend(self, lens: str) -> Any:  # noqa: ANN401
        """Return how the middle state moved."""
        return trend(self.edition, lens, self.domain)

    def measured(self) -> Prose:
        """Return what each lens asks in this domain, in the words of the index file, and of how many indicators."""
        return Prose(how_measured(self.edition, self.domain))

    def tied(self, lens: str) -> Prose:
        """Return which states cannot be told apart, in a sentence."""
        known = self.edition.latest(lens, self.domain) is not None
        return Prose(ties.sentence(self.edition, lens, self.domain) if known else "")

    def origins(self) -> Any:  # noqa: ANN401
        """Return the best covered gap by origin with the interval of each state."""
        known = gap_indicators(self.edition, self.domain)
        if not known or known[0].measure != "gap":
            return Prose("")
        return difference_chart(self.edition, known[0].code, "group", known[0].group)

    def sexes(self) -> Any:  # noqa: ANN401
        """Return the differences between women and men within each group."""
        if not women_men.statistics(self.edition, self.domain):
            return Prose(_("No statistic of this domain is at hand by sex."))
        return women_men.overview(self.edition, self.domain)

    def items(self, lens: str) -> Any:  # noqa: ANN401
        """Return the indicators of a lens from the highest to the lowest mean score."""
        year = self.edition.latest(lens, self.domain)
        return Prose("") if year is None else items_chart(self.edition, lens, self.domain, year)

    def convergence(self, lens: str) -> Prose:
        """Return whether states grow more alike, in words with the numbers."""
        known = (lens, self.domain) in self.edition.framework.nodes
        return Prose(convergence_sentence(self.edition, lens, self.domain) if known else "")

    def changes(self, lens: str) -> Any:  # noqa: ANN401
        """Return who moved between the last two ranked years, with intervals."""
        if len(ranked_years(self.edition, lens, self.domain)) < 2:
            return Prose(
                _("There are no two ranked years of {label} to compare.").format(label=self._label(lens))
            )
        return change_chart(self.edition, lens, self.domain)

    def reasons(self, lens: str) -> Html | Prose:
        """Return what stands behind the changes that are more than uncertainty."""
        if len(ranked_years(self.edition, lens, self.domain)) < 2:
            return Prose("")
        return shown(reasons(self.edition, lens, self.domain))

    def precedents(self) -> Html | Prose:
        """Return which states have the top level of each policy item, and since when."""
        return shown(precedents(self.edition, self.domain))

    def key_figures(self) -> Html:
        """Return the chapter's key figures as a small table, which is checked against the stored output."""
        rows = []
        for lens in self.edition.lenses:
            series = self.edition.series(lens, self.domain)
            year = self.edition.latest(lens, self.domain)
            scores = series[series["year"] == year]["score"]
            rows.append(
                {
                    _("Lens"): _(LENS_SINGULAR[lens]),
                    _("Year"): str(year or "–"),
                    _("States"): len(scores),
                    _("Lowest"): float(scores.min()),
                    _("Middle state"): float(scores.median()),
                    _("Highest"): float(scores.max()),
                }
            )
        caption = _("Key figures of {domain}").format(
            domain=inside(self.edition.framework.label("policy", self.domain))
        )
        return table_html(pd.DataFrame(rows), caption, sortable=False)


def proxies(edition: Edition, *domains: str) -> str:
    """Return the notice of every domain score that is a proxy, in the index file's own words."""
    notices = [
        f":::{{warning}}\n{_proxy_words(edition, lens, node)} {in_english(text)}\n:::"
        for lens in edition.lenses
        for node in edition.domains(lens)
        if (not domains or node in domains) and (text := edition.framework.nodes[lens, node].proxy)
    ]
    return "\n\n".join(notices)


def _proxy_words(edition: Edition, lens: str, node: str) -> str:
    domain = inside(edition.framework.label(lens, node))
    return _("**The {domain} {lens_singular} score is a proxy.**").format(
        domain=domain, lens_singular=_(LENS_SINGULAR[lens])
    )


def chapter(domain: str) -> Chapter:
    """Open the chapter of a domain from a notebook of the book, and make charts display."""
    enable()
    return Chapter(open_edition(), domain)
