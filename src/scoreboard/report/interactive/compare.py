"""The Compare page: two to four states side by side, with intervals, answers and years."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from scoreboard.definitions.models import PolicyIndicator
from scoreboard.report.edition import BOUNDS, LENS_NAMES, Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _
from scoreboard.report.i18n.prose import foreign
from scoreboard.report.interactive.dataset import embedded, line, nodes, years
from scoreboard.report.interactive.texts import COMPARE, texts
from scoreboard.report.interactive.what_if import scripted
from scoreboard.report.ledger import read
from scoreboard.report.words import capital, inside, number

MOST = 4
"""States that may stand side by side."""
DECIMALS = 6
"""Digits of scores and bounds: nothing is computed from them, but rounding twice would show another digit."""
NO_SCRIPT = N_("Choosing states needs JavaScript. Every score stands on the page of its state.")

FORM = """\
<form class="sb-lab sb-choices" id="sb-choose">
<fieldset class="sb-choices"><legend>{states_word}</legend>{states}</fieldset>
<fieldset class="sb-choices"><legend>{compared}</legend>
<label>{lens} <select name="lens">{lenses}</select></label>
<label>{year} <select name="year"></select></label></fieldset>
</form>
<div class="sb-verdict"><p class="sb-outcome" role="status"></p>
<p class="sb-actions"><button type="button" data-do="link">{copy}</button></p></div>
"""


def compare(edition: Edition) -> Any:  # noqa: ANN401  (docutils is typed in part)
    """Return the choice of states and the data of all of them; words where no year ranks states."""
    lenses = [lens for lens in edition.lenses if years(edition, lens)]
    if not lenses or len(edition.states) < 2:
        return _("There is not enough data to compare states.")
    data = [embedded("compare", lens_scores(edition, lens), data_lens=lens) for lens in lenses]
    data.append(embedded("names", {it: edition.name(it) for it in edition.states}))
    data.append(texts(COMPARE))
    return scripted(
        Html(f"<noscript><p>{_(NO_SCRIPT)}</p></noscript>{_form(lenses)}{''.join(data)}"), "compare"
    )


def place(edition: Edition, part: str) -> Html:
    """Return the place of one part of the comparison, which the page's script fills."""
    return Html(f'<div class="sb-compare"{attributes(data_part=part)}></div>')


@read(derived=True, kept=True)
def lens_scores(edition: Edition, lens: str) -> dict[str, Any]:
    """Return the scores with intervals of all years of a lens, and the answers behind them."""
    found = years(edition, lens)
    known = nodes(edition, lens)
    return {
        "name": _(LENS_NAMES[lens]),
        "share": f"{number(100 * edition.framework.indices[lens].robustness.interval)} %",
        "nodes": [
            {
                "code": node,
                "label": edition.framework.label(lens, node),
                "inside": inside(edition.framework.label(lens, node)),
                "proxy": bool(edition.framework.nodes[lens, node].proxy),
            }
            for node in known
        ],
        "years": found,
        "scores": {year: _standing(edition, lens, known, year) for year in found},
        "items": _items(edition, lens),
        "answers": {year: _answers(edition, lens, year) for year in found},
    }


def _standing(edition: Edition, lens: str, known: list[str], year: int) -> dict[str, list[Any]]:
    """Return for each state and node [score, low, high, best rank, worst rank]; None where no score."""
    frames = [edition.year(lens, node, year).set_index("state") for node in known]
    return {
        str(state): [_cell(frame.loc[state, ["score", *BOUNDS]]) for frame in frames]
        for state in frames[0].index
    }


def _cell(row: pd.Series[Any]) -> list[float | None] | None:
    if pd.isna(row["score"]):
        return None
    return [None if pd.isna(value) else round(float(value), DECIMALS) for value in row]


def _items(edition: Edition, lens: str) -> list[dict[str, Any]]:
    """Return title, field and levels of every policy item, in the order of the tree."""
    scores = edition.scores(lens)
    found = []
    for column, code in enumerate(scores.tree.leaves):
        item = edition.framework.indicators[code]
        if isinstance(item, PolicyIndicator):
            words = {it.score: it.reason for it in item.exceptions} | {
                it.score: it.condition for it in item.levels
            }
            found.append(
                {
                    "column": column,
                    "code": code,
                    "title": item.title,
                    "field": edition.framework.label("outcome", item.domain),
                    "levels": {f"{score:g}": [said, foreign(said)] for score, said in words.items()},
                }
            )
    return found


def _answers(edition: Edition, lens: str, year: int) -> dict[str, str]:
    """Return each state's answers as a line of numbers; nothing where no item is a question of policy."""
    if not _items(edition, lens):
        return {}
    block = edition.scores(lens).block
    units = np.flatnonzero(block.years == year)
    return {str(block.states[unit]): line(block.values[unit]) for unit in units}


def _form(lenses: list[str]) -> Html:
    options = "".join(
        f"<option{attributes(value=it)}>{text(capital(_(LENS_NAMES[it])))}</option>" for it in lenses
    )
    states = "".join(
        f"<label>{_('State')} {position} <select{attributes(name=f'state-{position}')}></select></label>"
        for position in range(1, MOST + 1)
    )
    words = {
        "states_word": _("States"),
        "compared": _("What is compared"),
        "lens": _("Lens"),
        "year": _("Year"),
    }
    return Html(FORM.format(states=states, lenses=options, copy=_("Copy link"), **words))
