"""How is the need for foreign labour determined? By law as far as it is on record; demand itself has no data here."""

from __future__ import annotations

from typing import Any

from scoreboard.report.blocks.questions.acts import NO_REGISTER, acts, acts_table, in_force, status_counts
from scoreboard.report.blocks.questions.asking import Missing, Question, lacking
from scoreboard.report.blocks.questions.values import middle
from scoreboard.report.charts.counts import counts_chart
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import N_, _, numbers
from scoreboard.report.words import inside, number

TOOLS = ("labour_market_test", "quota", "skill_level", "sector", "min_contract", "income_multiple")
"""Fields by which law ties admission to a need."""
TEST = "labour_market_test"
NEWCOMERS = "recent_employment_rate_citizenship"


def short(edition: Edition) -> list[str]:
    """Say who decides on a labour-market test, and how many states' own rules are on record."""
    held = in_force(edition)
    if not len(held):
        return [_(NO_REGISTER)]
    statuses = [it.status(TEST) for it in held]
    states = {it.state for it in held}
    first = _(
        "On {day}, {records} records of pathways are in force in {states} states: {left} leave it to the state "
        "whether to test its labour market first, {recorded} answer it in the act, and {open} do not record it."
    )
    second = _("How a state decides is on record for {own} of these {states} states.")
    counts = {
        "day": numbers.day(str(edition.pathways.day)),
        "records": number(len(held)),
        "states": number(len(states)),
        "left": number(statuses.count("left_to_state")),
        "recorded": number(statuses.count("recorded")),
        "open": number(statuses.count("not_recorded")),
        "own": number(len(deciding(edition))),
    }
    return [first.format(**counts), second.format(**counts)]


def deciding(edition: Edition) -> set[str]:
    """Return the states whose own register says something of a tool in what is in force."""
    return {
        it.state
        for it in in_force(edition)
        for name in TOOLS
        if name in it.facts and it.facts[name].origin == it.state and it.facts[name].status == "recorded"
    }


def shown(edition: Edition) -> list[Any]:
    """Return how much is on record of each tool, what the acts say, and a stand-in for demand."""
    if not len(in_force(edition)):
        return [proxy(edition)]
    counts = status_counts(edition, TOOLS)
    left = counts.iloc[:, 1]
    title = _("Most often left to the states: {field}, in {left} of {records} records").format(
        field=inside(str(left.idxmax())), left=number(left.max()), records=number(counts.iloc[0].sum())
    )
    chart = counts_chart(
        counts,
        title=title if left.max() else _("No record in force leaves any of these fields to the state"),
        subtitle=_("Records in force on {day}, by what is known of each field").format(
            day=numbers.day(str(edition.pathways.day))
        ),
        unit=_("Records"),
        unknown=True,
    )
    caption = _("What acts, or parts of acts, in force say of the tools that tie admission to a need")
    return [chart, acts_table(acts(edition), TOOLS, caption), proxy(edition)]


def proxy(edition: Edition) -> str:
    """Say what stands in for demand, and that it does."""
    found = middle(edition, NEWCOMERS)
    if found is None:
        return _(
            "**Stand-in for demand (proxy).** Not enough data: no employment rate of newcomers covers enough states."
        )
    return _(
        "**Stand-in for demand (proxy).** {title}: {value} per cent in the middle one of {states} states in {year}. "
        "It tells how many of those who came had found work, not which work was needed."
    ).format(title=found.title, value=number(found.value, 1), states=number(found.states), year=found.year)


def _left_open(edition: Edition) -> str:
    held = in_force(edition)
    if not len(held):
        return _(NO_REGISTER)
    left = sum(it.status(TEST) == "left_to_state" for it in held)
    return _("{left} of {records} records in force leave the labour-market test to the state.").format(
        left=number(left), records=number(len(held))
    )


NEED = Question(
    title=N_("How is the need for foreign labour determined?"),
    short=short,
    shown=shown,
    missing=(
        Missing(
            N_("Which lists, quotas and tests each state uses."),
            _left_open,
            N_("the national rule with its act and article."),
            "scoreboard new pathway {state}/skilled_worker",
        ),
        Missing(
            N_("Which occupations lack people."),
            lacking("job_vacancy_rate", N_("No indicator of vacancies has a value.")),
            N_("vacancies by occupation or branch, as statistical offices publish them."),
            "scoreboard new indicator labour_market/job_vacancy_rate --lens context",
        ),
        Missing(
            N_("How many people come on each pathway."),
            lacking("first_work_permits", N_("The register holds rules, not numbers of permits.")),
            N_("first permits by reason and state."),
            "scoreboard new indicator labour_market/first_work_permits --lens context",
        ),
    ),
    pages=("pathways", "domains/labour_market"),
)
