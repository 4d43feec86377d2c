"""How are women, low-skilled and irregular migrants protected? One answer for each, from three kinds of data."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.records.pathways import Entry
from scoreboard.report.blocks.questions.acts import NO_REGISTER, acts, acts_table, of_act
from scoreboard.report.blocks.questions.asking import Missing, Question, lacking
from scoreboard.report.blocks.questions.levels import item_links, level_counts, level_sentence, levels_chart
from scoreboard.report.blocks.women_men import statistics
from scoreboard.report.charts.differences import clear
from scoreboard.report.charts.double_gap import NATIVE, double_gap, double_gap_chart
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.edition import Edition
from scoreboard.report.i18n import N_, _
from scoreboard.report.words import inside, joined, number

WORK = "employment_rate_citizenship"
WOMEN = ("youth_and_women_job_programmes",)
LOW_SKILLED = ("social_security_equality", "work_rights_by_permit")
IRREGULAR = ("health_cover_undocumented", "cover_barriers_undocumented", "schooling_rights_all_statuses")
ITEMS = WOMEN + LOW_SKILLED + IRREGULAR
OPEN_SKILLS = ("any", "low", "medium")
"""Skill levels of pathways that are open to people without a higher qualification."""
RIGHTS = ("skill_level", "equal_treatment", "equal_treatment_limits", "job_change", "family")


def women(edition: Edition) -> pd.DataFrame:
    """Return the gap between migrant women and men of the reference group in employment; see `double_gap`."""
    it = edition.framework.indicators.get(WORK)
    if not isinstance(it, StatisticIndicator) or "outcome" not in edition.lenses:
        return pd.DataFrame()
    return double_gap(edition, it)


def short(edition: Edition) -> list[str]:
    """Say how women fare at work, and what law gives people with little schooling and people without a permit."""
    low, without = _low_skilled_said(edition), level_sentence(edition, IRREGULAR[0])
    return [_women_said(edition), f"{low.removesuffix('.')}; {inside(without)}"]


def _low_skilled_said(edition: Edition) -> str:
    found = open_acts(edition)
    if found["acts"] == 0:
        return _(NO_REGISTER)
    return _(
        "Of {acts} acts, or parts of acts, in force, {open} are on record as open without a higher qualification, and "
        "{named} of these name areas of equal treatment."
    ).format(**{key: number(it) for key, it in found.items()})


def open_to_all(edition: Edition) -> list[Entry]:
    """Return the acts in force that are on record as open without a higher qualification."""
    return [it for it in acts(edition) if (fact := of_act(it, "skill_level")) and fact.value in OPEN_SKILLS]


def open_acts(edition: Edition) -> dict[str, int]:
    """Count acts in force: all, those that say which skill they ask for, those open without a higher qualification.

    Returns
    -------
    dict of `acts, skilled, open`, and of the open ones `named`, with areas of equal treatment, `limited`, with limits.
    """
    every, open_ = acts(edition), open_to_all(edition)
    skilled = [it for it in every if (fact := of_act(it, "skill_level")) and fact.status == "recorded"]
    named, limited = (
        sum((fact := of_act(it, name)) is not None and fact.status == "recorded" for it in open_)
        for name in ("equal_treatment", "equal_treatment_limits")
    )
    return {
        "acts": len(every), "skilled": len(skilled), "open": len(open_), "named": named, "limited": limited,
    }  # fmt: skip


def _women_said(edition: Edition) -> str:
    rows = women(edition)
    if rows.empty:
        return _(
            "Not enough data: no employment rate tells women and men of both groups apart in enough states."
        )
    it = edition.framework.indicators[WORK]
    return _(
        "Women among {own} were employed less often than men among {other} in {below} of {states} states in {year}, "
        "and in {wider} the gap between the sexes was wider among {own}, beyond what the survey leaves open."
    ).format(
        own=inside(group_name(edition, it, getattr(it, "group", ""))),
        other=inside(group_name(edition, it, NATIVE)),
        year=int(rows["year"].iloc[0]),
        below=number(clear(rows)["below"]),
        states=number(len(rows)),
        wider=number((rows["extra_high"] < 0).sum()),
    )


def shown(edition: Edition) -> list[Any]:
    """Return women at work, acts open to people of any skill and their rights, and states by level of the items."""
    parts: list[Any] = []
    if not women(edition).empty:
        it = edition.framework.indicators[WORK]
        parts = [double_gap_chart(edition, it)] if isinstance(it, StatisticIndicator) else []
    caption = _("What acts, or parts of acts, that are open without a higher qualification say of rights")
    return [
        *parts,
        low_skilled(edition),
        acts_table(open_to_all(edition), RIGHTS, caption),
        levels_chart(edition, ITEMS),
        item_links(edition, ITEMS),
        irregular(edition),
    ]


def low_skilled(edition: Edition) -> str:
    """Say how many acts are open without a higher qualification, and how many of those name or limit rights."""
    found = open_acts(edition)
    if found["acts"] == 0:
        return f"**{_('Low-skilled migrants.')}** {_(NO_REGISTER)}"
    return _(
        "**Low-skilled migrants.** Of {acts} acts, or parts of acts, in force, {skilled} say which skill they ask "
        "for, and {open} of these are open without a higher qualification; {named} of the latter name areas of equal "
        "treatment, and {limited} let states limit it. What is not recorded is no answer to “no”."
    ).format(**{key: number(it) for key, it in found.items()})


def irregular(edition: Edition) -> str:
    """Say for each item on people without a permit how many states have its top and lowest level."""
    found = [level_sentence(edition, code) for code in level_counts(edition, IRREGULAR)["code"]]
    told = " ".join(found) or _(
        "Not enough data: this project has no policy item on people without a permit."
    )
    return f"**{_('Irregular migrants.')}** {told}"


def _by_sex(edition: Edition) -> str:
    told = {it.domain for it in statistics(edition)}
    others = [edition.framework.label("outcome", it) for it in edition.domains("outcome") if it not in told]
    words = _("No statistic tells women and men apart in {domains}.")
    return words.format(domains=joined([inside(it) for it in others])) if others else ""


PROTECTION = Question(
    title=N_("How are women, low-skilled and irregular migrants protected?"),
    short=short,
    shown=shown,
    missing=(
        Missing(
            N_("How women fare in every domain."),
            _by_sex,
            N_("the same rates by sex and citizenship, from microdata where nothing is published."),
            "scoreboard estimate --microdata people.parquet --mapping mapping.yaml --out data",
        ),
        Missing(
            N_("How people with little schooling fare at work."),
            lacking(
                "employment_rate_low_education",
                N_("No indicator tells migrants apart by education and employment together."),
            ),
            N_("employment rates by education and citizenship."),
            "scoreboard new indicator labour_market/employment_rate_low_education --like employment_rate_citizenship",
            (WORK,),
            "scoreboard new indicator labour_market/employment_rate_low_education",
        ),
        Missing(
            N_("How people without a permit live, and how many they are."),
            lambda edition: _(
                "Surveys and registers do not reach them; the items say what the law lays down."
            ),
            N_("evaluated practices and studies that asked them, each with its source."),
            "scoreboard new practice irregular_access --item health_cover_undocumented --state {state}",
            (IRREGULAR[0],),
            f"scoreboard new indicator health/{IRREGULAR[0]} --lens policy",
        ),
    ),
    pages=("women_and_men", "pathways", "commitments", "domains/health", "domains/education"),
)
