"""The page on which pathways are filtered: its controls, and the data that its script works on."""

from __future__ import annotations

from typing import Any

from scoreboard.report.blocks.pathways.data import groups, page_data
from scoreboard.report.blocks.pathways.texts import PATHWAYS
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _
from scoreboard.report.interactive.dataset import embedded
from scoreboard.report.interactive.texts import texts
from scoreboard.report.interactive.what_if import scripted

NO_SCRIPT = N_("Filtering needs JavaScript. `scoreboard pathways` prints the same records as a table.")
VIEWS = {"table": N_("Table"), "cards": N_("Cards"), "beside": N_("Side by side")}
FORM = """\
<form class="sb-lab" id="sb-pathways">
<fieldset class="sb-ticks"><legend>{states_word}</legend>{states}</fieldset>
<fieldset class="sb-ticks"><legend>{pathways_word}</legend>{pathways}</fieldset>
<fieldset class="sb-choices"><legend>{when}</legend>
<label>{day} <input type="date" name="day"></label>
<label>{view} <select name="view">{views}</select></label></fieldset>
<div id="sb-conditions"></div>
<p class="sb-actions"><button type="button" data-do="add">{add}</button></p>
</form>
<div class="sb-verdict"><p class="sb-outcome" role="status"></p>
<p class="sb-actions"><button type="button" data-do="link">{copy}</button>
<button type="button" data-do="csv">{csv}</button></p></div>
<div id="sb-found"></div>
<details id="sb-maybe" hidden><summary></summary><div></div></details>
<details class="sb-data"><summary>{command}</summary><p><code data-said="command"></code></p></details>
"""
WORDS = {
    "states_word": N_("States; none chosen means all"),
    "pathways_word": N_("Pathways; none chosen means all"),
    "when": N_("When, and how it is shown"),
    "day": N_("In force on (empty for any day)"),
    "view": N_("View"),
    "add": N_("Add a condition"),
    "copy": N_("Copy link"),
    "csv": N_("Download CSV"),
    "command": N_("The same records on the command line"),
}


def filter_page(edition: Edition) -> Any:  # noqa: ANN401  (docutils is typed in part)
    """Return the controls and the data of all pathways; words for a project without any."""
    catalogue = edition.pathways
    if not len(catalogue):
        return _("No pathway is on record in this edition.")
    states = {it.state: edition.name(it.state) for it in catalogue}
    form = FORM.format(
        states=_ticks("state", states),
        pathways=_ticks("pathway", groups(catalogue)),
        views="".join(
            f"<option{attributes(value=key)}>{text(_(said))}</option>" for key, said in VIEWS.items()
        ),
        **{key: text(_(said)) for key, said in WORDS.items()},
    )
    data = embedded("pathways", page_data(edition)) + embedded("names", states) + texts(PATHWAYS)
    return scripted(Html(f"<noscript><p>{text(_(NO_SCRIPT))}</p></noscript>{form}{data}"), "pathways")


def _ticks(name: str, choices: dict[str, str]) -> str:
    return "".join(
        f'<label class="sb-tick"><input{attributes(type="checkbox", name=name, value=value)}> {text(label)}</label>'
        for value, label in choices.items()
    )
