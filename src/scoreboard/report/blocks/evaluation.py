"""The chapter "Did it work?": which changes of policy can be evaluated, and what the data say after them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import pandas as pd

from scoreboard.analysis.evaluation import Evaluation
from scoreboard.analysis.evaluation.outcomes import placebo_of
from scoreboard.analysis.evaluation.sample import LEAST_YEARS
from scoreboard.analysis.evaluation.verdicts import LEAST_CHANGED, LEAST_OTHERS, RULES
from scoreboard.report import enable
from scoreboard.report.blocks.domains import Prose
from scoreboard.report.charts.evaluation import (
    UNITS,
    VERDICTS,
    association_chart,
    estimators_chart,
    pair,
    path_chart,
    rises_chart,
)
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.edition import Edition, open_edition
from scoreboard.report.evaluating import evaluated, known_years, pairs, rises, surveyed
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.borrowed import translated
from scoreboard.report.i18n.prose import in_english
from scoreboard.report.links import indicator_link
from scoreboard.report.tables import table_html
from scoreboard.report.words import capital, count, in_words, inside, number

SHOWN = 3
"""Pairs shown in pictures: those with most states."""
NO_LIBRARY = N_(
    "This part needs the library pyfixest, which is not installed: `pip install "
    '"integration-scoreboard[evaluation]"`.'
)
NO_PAIR = N_("Not enough data: there is no further item that enough states changed with outcomes around.")


@dataclass(frozen=True)
class EvaluationChapter:
    """What the notebook shows; each method is one cell.

    Parameters
    ----------
    edition : the opened project.
    """

    edition: Edition

    def findings(self) -> Prose:
        """Return what can be evaluated at all, and what came out, as a list of sentences."""
        every, found = pairs(self.edition), surveyed(self.edition)
        told = int((found["verdict"] == "told from chance").sum())
        verdicts = [name for name in RULES if (found["verdict"] == name).any()]
        parts = [
            f"{_(VERDICTS[it])}: {count(int((found['verdict'] == it).sum()), 'item')}" for it in verdicts
        ]
        lines = [
            _(
                "Of {pairs} of a policy item and an outcome of the same domain, {enough} have enough data."
            ).format(pairs=count(len(every), "pair"), enough=number(int(every["enough"].sum()))),
            _(
                "Enough are {least} states that changed, with {years} years of the outcome on both sides, "
                "and {others} to compare with; {items} have them."
            ).format(
                least=LEAST_CHANGED, years=LEAST_YEARS, others=LEAST_OTHERS, items=count(len(found), "item")
            ),
        ]
        if verdicts:
            lines += [
                _(
                    "{told} of {n} differences can be told from chance, once it is allowed for how many were "
                    "looked at ({parts})."
                ).format(told=capital(in_words(told)), n=len(found), parts="; ".join(parts))
            ]
        return Prose("\n".join(f"- {line}" for line in lines))

    def years(self) -> Prose:
        """Say from when to when levels and outcomes are known."""
        known = known_years(self.edition)
        lens = {code: it.lens for code, it in self.edition.framework.observed.items()}
        spans = {
            name: known[[lens.get(code) == name for code in known.index]] for name in ("policy", "outcome")
        }
        if any(span.empty for span in spans.values()):
            return Prose(_("Not enough data: policy and outcomes are needed, and one of them is missing."))
        return Prose(
            _(
                "Levels of policy are known from {first} to {last}, and half of the outcomes begin in "
                "{begin} or later. A change before an outcome begins has no years before it, and what takes "
                "long after a change cannot be seen."
            ).format(
                first=spans["policy"]["min"].min(),
                last=spans["policy"]["max"].max(),
                begin=int(spans["outcome"]["min"].median()),
            )
        )

    def timeline(self) -> Any:  # noqa: ANN401
        """Return when states raised each item for the first time."""
        return rises_chart(self.edition, rises(self.edition))

    def key_figures(self) -> Html:
        """Return the chapter's counts as a small table, which is checked against the stored output."""
        every, found, changes = pairs(self.edition), surveyed(self.edition), rises(self.edition)
        rows = {
            _("First rises of a policy item in a state"): len(changes),
            _("Policy items that rose in any state"): changes["item"].nunique(),
            _("Pairs of an item and an outcome of its domain"): len(every),
            _("Pairs with enough data"): int(every["enough"].sum()),
            _("Items with enough data, each weighed once"): len(found),
            _("Differences told from chance after correction"): int(
                (found["verdict"] == "told from chance").sum()
            ),
            _("Items that stop at the years before or a placebo"): int(
                found["verdict"].isin(["moved apart before", "fails a placebo test"]).sum()
            ),
        }
        table = pd.DataFrame({_("What"): list(rows), _("Number"): list(rows.values())})
        return table_html(table, _("What can be evaluated"), sortable=False)

    def survey(self) -> Html | Prose:
        """Return every item with enough data: verdict, difference, interval, p, and what would be found."""
        found = surveyed(self.edition)
        if found.empty:
            return Prose(_(NO_PAIR))
        table = pd.DataFrame(
            {
                _("Item"): [indicator_link(self.edition, code, "") for code in found["item"]],
                _("Outcome"): [self._measured(code) for code in found["outcome"]],
                _("Verdict"): [_(VERDICTS[it]) for it in found["verdict"]],
                _("States"): found["changed"],
                _("Others"): found["others"],
                _("Difference"): found["effect"],
                _("Low"): found["low"],
                _("High"): found["high"],
                "p": found["p"],
                _("p after Holm"): found["p_holm"],
                _("Smallest found"): found["detectable"],
            }
        )
        caption = _(
            "Outcomes after a change of policy, beside states without it; 95 % intervals by permutation"
        )
        return table_html(table, caption, decimals={"p": 2, _("p after Holm"): 2})

    def _measured(self, code: str) -> Html:
        """Return a link to an outcome, and the unit of a difference in it."""
        it = self.edition.framework.indicators[code]
        unit = text(_(UNITS[getattr(it, "unit", "number")]))
        return Html(f"{indicator_link(self.edition, code, '')} ({unit})")

    def power(self) -> Prose:
        """Say how large a difference would have to be to be found."""
        found = surveyed(self.edition)
        if found.empty:
            return Prose(_(NO_PAIR))
        lines = []
        for outcome, part in found.groupby("outcome", sort=False):
            it = self.edition.framework.indicators[str(outcome)]
            low, high = part["detectable"].min(), part["detectable"].max()
            span = number(low, 1) if len(part) == 1 else _("{low} to {high}").format(
                low=number(low, 1), high=number(high, 1)
            )  # fmt: skip
            lines.append(
                _("- **{title}**: {span} {unit}, by {items}.").format(
                    title=in_english(it.title),
                    span=span,
                    unit=_(UNITS[getattr(it, "unit", "number")]),
                    items=count(len(part), "item"),
                )
            )
        return Prose("\n".join(lines))

    def pair(self, place: int) -> Evaluation | None:
        """Return the evaluation of one of the pairs with most states, None where there are fewer."""
        found = surveyed(self.edition)
        if place >= min(SHOWN, len(found)):
            return None
        row = found.iloc[place]
        return evaluated(self.edition, row["item"], row["outcome"])

    def _shown(self, place: int, chart: Any) -> Any:  # noqa: ANN401
        if find_spec("pyfixest") is None:
            return Prose(_(NO_LIBRARY) if place == 0 else "")
        it = self.pair(place)
        if it is None:
            return Prose(_(NO_PAIR) if place == 0 else "")
        return chart(self.edition, it)

    def verdict(self, place: int) -> Any:  # noqa: ANN401
        """Return the verdict on one of the pairs as a sentence, with what was compared."""
        return self._shown(place, _verdict)

    def path(self, place: int) -> Any:  # noqa: ANN401
        """Return the path of one of the pairs by years since the change."""
        return self._shown(place, path_chart)

    def estimators(self, place: int) -> Any:  # noqa: ANN401
        """Return what each estimator says of one of the pairs."""
        return self._shown(place, estimators_chart)

    def placebos(self, place: int) -> Any:  # noqa: ANN401
        """Return the placebo tests of one of the pairs."""
        return self._shown(place, _placebos)

    def without(self, place: int) -> Any:  # noqa: ANN401
        """Return how far the difference of one of the pairs moves when a state is left out."""
        return self._shown(place, _without)

    def association(self, place: int) -> Any:  # noqa: ANN401
        """Return how level and outcome of one of the pairs go together, this year and later."""
        return self._shown(place, association_chart)


def _said(sentence: str) -> str:
    """Return a sentence of the rooms below in the language of the edition, or marked as English."""
    return translated(sentence) or in_english(sentence)


def _verdict(edition: Edition, it: Evaluation) -> Prose:
    return Prose(f"**{in_english(pair(edition, it))}.** {_said(it.sentence)} {_said(it.compared)}")


def _placebos(edition: Edition, it: Evaluation) -> Html:
    table = it.placebos[["placebo", "states", "effect", "low", "high", "p"]].set_axis(
        [_("Placebo"), _("States"), _("Difference"), _("Low"), _("High"), "p"], axis="columns"
    )
    table[_("Placebo")] = [_said(words) for words in table[_("Placebo")]]
    other = placebo_of(it.indicator)
    if other is not None:
        who = inside(group_name(edition, it.indicator, other.group))
        table.iloc[-1, 0] = text(_("the same outcome of {group}").format(group=who))
    caption = _("{pair}: differences where there can be none").format(pair=pair(edition, it))
    return table_html(table, caption, decimals={"p": 3}, sortable=False)


def _without(edition: Edition, it: Evaluation) -> Prose:
    rows = it.without.dropna(subset=["effect"]).sort_values("effect")
    ends = {
        end: _("{size} without {state}").format(size=number(effect, 1), state=edition.name(state))
        for end, state, effect in zip(
            ("low", "high"), rows["state"].iloc[[0, -1]], rows["effect"].iloc[[0, -1]], strict=True
        )
    }
    said = _("{effect} with all states; with one of them left out, from {low} to {high}.").format(
        effect=number(it.evidence.effect, 1), **ends
    )
    return Prose(f"**{in_english(pair(edition, it))}.** {said}")


def evaluation_chapter() -> EvaluationChapter:
    """Open the chapter from a notebook of the book, and make charts display."""
    enable()
    return EvaluationChapter(open_edition())
