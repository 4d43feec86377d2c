"""Are qualifications wasted? Work below one's degree, beside nationals, and what law says of foreign diplomas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report.blocks.questions.asking import Missing, Question, lacking
from scoreboard.report.blocks.questions.levels import item_links, level_sentence, levels_chart
from scoreboard.report.blocks.questions.values import known, least, middle, span
from scoreboard.report.charts.differences import clear, difference_chart, differences, latest_difference
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import N_, _
from scoreboard.report.words import capital, count, inside, number

RATE, REFERENCE = "overqualification_rate_citizenship", "NAT"
ITEMS = ("diploma_recognition", "work_rights_by_permit", "public_sector_jobs", "study_training_grants")
"""Policy items that bear on whether a qualification can be used."""


def gaps(edition: Edition) -> pd.DataFrame:
    """Return the differences of the migrant group to nationals in the last year with enough states."""
    it = edition.framework.indicators.get(RATE)
    if not isinstance(it, StatisticIndicator) or "outcome" not in edition.lenses:
        return pd.DataFrame()
    rows = differences(edition, RATE, "group")
    return latest_difference(edition, rows[(rows["group"] == it.group) & (rows["sex"] == it.sex)])


def short(edition: Edition) -> list[str]:
    """Say in how many states migrants work below their degree more often, and what law says of diplomas."""
    rows = gaps(edition)
    if rows.empty:
        first = _(
            "Not enough data: no rate of over-qualification covers migrants and nationals in enough states."
        )
    else:
        sides, it = clear(rows), edition.framework.indicators[RATE]
        first = _(
            "{own} with a degree worked below it more often than {other} in {more} of {states} states with values of "
            "both in {year}, less often in {fewer}, and in {open} the survey cannot tell; the middle difference is "
            "{middle} percentage points."
        ).format(
            own=capital(group_name(edition, it, str(rows["group"].iloc[0]))),
            other=inside(group_name(edition, it, REFERENCE)),
            year=int(rows["year"].iloc[0]),
            more=number(sides["below"]),
            fewer=number(sides["above"]),
            open=number(sides["open"]),
            states=number(len(rows)),
            middle=number(-float(rows["value"].median()), 1),
        )
    return [first, level_sentence(edition, ITEMS[0])]


def shown(edition: Edition) -> list[Any]:
    """Return the difference to nationals state by state, the middle rate, and states by level of the items."""
    parts: list[Any] = []
    if not gaps(edition).empty:
        group = getattr(edition.framework.indicators[RATE], "group", "")
        parts = [difference_chart(edition, RATE, "group", group), _rate(edition)]
    return [*parts, levels_chart(edition, ITEMS), item_links(edition, ITEMS)]


def _rate(edition: Edition) -> str | None:
    found = middle(edition, RATE)
    if found is None:
        return None
    return _(
        "**Stand-in for unused skill (proxy).** {title}: {value} per cent in the middle one of {states} states in "
        "{year}. The rate holds the degree against the occupation; it knows neither the field of study nor what people "
        "chose."
    ).format(title=found.title, value=number(found.value, 1), states=number(found.states), year=found.year)


def _few_years(edition: Edition) -> str:
    """Say which years there are, until two of them have enough states."""
    own = known(edition, RATE)
    if own.empty:
        return _("No value of the rate is known.")
    if (own.groupby("year")["state"].nunique() >= least(edition)).sum() > 1:
        return ""
    return _("The values are of {years}, for {states}.").format(
        years=span(own["year"]), states=count(own["state"].nunique(), "state")
    )


def _published(edition: Edition) -> str:
    own = known(edition, RATE)
    if own.empty:
        return _("No value of the rate is known.")
    return _("Published values tell {groups} apart, and nothing else.").format(
        groups=count(own["group"].nunique(), "group of people", "groups of people")
    )


QUALIFICATIONS = Question(
    title=N_("Are qualifications wasted?"),
    short=short,
    shown=shown,
    missing=(
        Missing(
            N_("How it moved over the years."),
            _few_years,
            N_("earlier years of the same table."),
            f"scoreboard fetch --indicator {RATE}",
            (RATE,),
            f"scoreboard new indicator labour_market/{RATE}",
        ),
        Missing(
            N_("Whether sex, field of study, place of the degree, language or length of stay go with it."),
            _published,
            N_("survey microdata with these variables."),
            f"scoreboard estimate --microdata people.parquet --mapping mapping.yaml --indicator {RATE}",
            (RATE,),
            f"scoreboard new indicator labour_market/{RATE}",
        ),
        Missing(
            N_("How long recognition takes, and how many applications are granted."),
            lacking(
                "recognition_decisions",
                N_("The item on diplomas says what the law lays down, not what offices decide."),
            ),
            N_("decisions on recognition by profession and year."),
            "scoreboard new indicator labour_market/recognition_decisions --lens context",
        ),
    ),
    pages=("domains/labour_market", "practices", "evaluation"),
)
