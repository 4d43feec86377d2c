"""The What-if page: other weights, another way of joining, other answers, and what they do to the scores."""

from __future__ import annotations

from typing import Any

from docutils import nodes as docutils_nodes

from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.interactive.dataset import embedded, lens_data, year_data
from scoreboard.report.interactive.goals import goals
from scoreboard.report.interactive.program import choices
from scoreboard.report.words import capital, joined

SCRIPT = "what_if"
NO_SCRIPT = "This page computes in your browser and needs JavaScript. Every published score stands on the other pages."

FORM = """\
<form class="sb-lab" id="sb-what-if">
<fieldset class="sb-choices"><legend>What is ranked</legend>
<label>Lens <select name="lens">{lenses}</select></label>
<label>Year <select name="year"></select></label>
<label>Ranked by <select name="node"></select></label>
<label>State in focus <select name="state"></select></label>
</fieldset>
<fieldset><legend>How much each field weighs</legend>
<div class="sb-presets" role="group" aria-label="Ready-made weights"></div>
<div class="sb-sliders"></div>
</fieldset>
<fieldset class="sb-choices"><legend>How scores are joined</legend>
<label>Rule <select name="rule"></select></label>
<label>Where <select name="where"><option value="top">only where the fields are joined</option>
<option value="all">at every level that follows the index's rule</option></select></label>
</fieldset>
</form>
<div class="sb-verdict"><p class="sb-outcome"></p>
<p class="sb-actions"><button type="button" data-do="reset">Reset</button>
<button type="button" data-do="link">Copy link</button>
<button type="button" data-do="csv">Download CSV</button></p></div>
<p class="sb-hidden" role="status"></p>
<div class="sb-scroll" role="group" tabindex="0" aria-label="Ranking with these settings">
<table class="sb-table sb-ranking">
<caption><span></span></caption>
<thead><tr><th scope="col" class="sb-number">Rank</th><th scope="col">State</th><th scope="col">Score</th>
<th scope="col" class="sb-number">Published</th><th scope="col" class="sb-number">Change</th>
<th scope="col" class="sb-number">Published rank band</th></tr></thead><tbody></tbody></table></div>
<p class="sb-without"></p>
"""

ANSWERS = """\
<div class="sb-goal"><label>What would it take to reach <select name="target"></select></label>
<button type="button" data-do="goal">Show the smallest set of changes</button>
<div class="sb-way" role="status"></div></div>
<div class="sb-answers"></div>
"""


def what_if(edition: Edition) -> list[Any]:
    """Return the controls, the ranking, and the data they work on; words where a lens cannot be offered."""
    known = {lens: lens_data(edition, lens) for lens in edition.lenses}
    offered = {lens: data for lens, data in known.items() if not data["obstacles"] and data["years"]}
    refused = [_refusal(data) for lens, data in known.items() if lens not in offered]
    if not offered:
        return [*refused, "There is nothing to recompute here."]
    data = [embedded("lens", it, data_lens=lens) for lens, it in offered.items()]
    data += [
        embedded("year", year_data(edition, lens, year), data_lens=lens, data_year=year)
        for lens, it in offered.items()
        for year in it["years"]
    ]
    ways = {lens: goals(edition, lens) for lens in offered}
    data += [embedded("goals", it, data_lens=lens) for lens, it in ways.items() if it]
    data.append(embedded("names", {it: edition.name(it) for it in edition.states}))
    data.append(embedded("rules", choices()))
    return [
        *refused,
        scripted(Html(f"<noscript><p>{NO_SCRIPT}</p></noscript>{_form(list(offered))}{''.join(data)}")),
    ]


def answers(edition: Edition) -> Any:  # noqa: ANN401  (docutils is typed in part)
    """Return the place of a state's answers on the What-if page, which its script fills."""
    return Html(ANSWERS)


def _form(lenses: list[str]) -> Html:
    options = "".join(
        f"<option{attributes(value=it)}>{text(capital(LENS_NAMES[it]))}</option>" for it in lenses
    )
    return Html(FORM.replace("{lenses}", options))


def _refusal(data: dict[str, Any]) -> str:
    if not data["years"]:
        return f"{data['title']} is not offered here: there is not enough data to rank states in any year."
    names = joined(data["obstacles"])
    return (
        f"{data['title']} is not offered here: {names} compares the states with each other, or is scaled among "
        "them, so that a change for one would change the scores of all. `scoreboard score` computes it."
    )


def scripted(markup: Html, script: str = SCRIPT) -> docutils_nodes.raw:
    """Return markup as a node of a page that loads a script of `runtime.SCRIPTS`."""
    return docutils_nodes.raw("", markup, format="html", scripts=[script])
