"""The What-if page: other weights, another way of joining, other answers, and what they do to the scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes as docutils_nodes

from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import N_, _
from scoreboard.report.interactive.dataset import embedded, lens_data, year_data
from scoreboard.report.interactive.goals import aims, goals
from scoreboard.report.interactive.program import choices
from scoreboard.report.interactive.texts import WHAT_IF, texts
from scoreboard.report.words import capital, joined

SCRIPT = "what_if"
NO_SCRIPT = N_(
    "This page computes in your browser and needs JavaScript. Every published score stands on the other pages."
)

FORM = """\
<form class="sb-lab" id="sb-what-if">
<fieldset class="sb-choices"><legend>{ranked}</legend>
<label>{lens} <select name="lens">{lenses}</select></label>
<label>{year} <select name="year"></select></label>
<label>{by} <select name="node"></select></label>
<label>{focus} <select name="state"></select></label>
</fieldset>
<fieldset><legend>{weights}</legend>
<div class="sb-presets" role="group" aria-label="{presets}"></div>
<div class="sb-sliders"></div>
</fieldset>
<fieldset class="sb-choices"><legend>{joined}</legend>
<label>{rule} <select name="rule"></select></label>
<label>{where} <select name="where"><option value="top">{top}</option>
<option value="all">{everywhere}</option></select></label>
</fieldset>
</form>
<div class="sb-verdict"><p class="sb-outcome"></p>
<p class="sb-actions"><button type="button" data-do="reset">{reset}</button>
<button type="button" data-do="link">{copy}</button>
<button type="button" data-do="csv">{csv}</button></p></div>
<p class="sb-hidden" role="status"></p>
<div class="sb-scroll" role="group" tabindex="0" aria-label="{ranking}">
<table class="sb-table sb-ranking">
<caption><span></span></caption>
<thead><tr><th scope="col" class="sb-number">{rank}</th><th scope="col">{state}</th><th scope="col">{score}</th>
<th scope="col" class="sb-number">{published}</th><th scope="col" class="sb-number">{change}</th>
<th scope="col" class="sb-number">{band}</th></tr></thead><tbody></tbody></table></div>
<p class="sb-without"></p>
"""
FORM_WORDS = {
    "ranked": N_("What is ranked"),
    "lens": N_("Lens"),
    "year": N_("Year"),
    "by": N_("Ranked by"),
    "focus": N_("State in focus"),
    "weights": N_("How much each field weighs"),
    "presets": N_("Ready-made weights"),
    "joined": N_("How scores are joined"),
    "rule": N_("Rule"),
    "where": N_("Where"),
    "top": N_("only where the fields are joined"),
    "everywhere": N_("at every level that follows the index's rule"),
    "reset": N_("Reset"),
    "copy": N_("Copy link"),
    "csv": N_("Download CSV"),
    "ranking": N_("Ranking with these settings"),
    "rank": N_("Rank"),
    "state": N_("State"),
    "score": N_("Score"),
    "published": N_("Published"),
    "change": N_("Change"),
    "band": N_("Published rank band"),
}
ANSWERS = """\
<div class="sb-goal"><label>{reach} <select name="target"></select></label>
<button type="button" data-do="goal">{show}</button>
<div class="sb-way" role="status"></div></div>
<div class="sb-answers"></div>
"""
GOAL_WORDS = {
    "reach": N_("What would it take to reach"),
    "show": N_("Show the smallest set of changes"),
}


def _said(words: Mapping[str, str]) -> dict[str, Html]:
    return {name: text(_(said)) for name, said in words.items()}


def what_if(edition: Edition) -> list[Any]:
    """Return the controls, the ranking, and the data they work on; words where a lens cannot be offered."""
    known = {lens: lens_data(edition, lens) for lens in edition.lenses}
    offered = {lens: data for lens, data in known.items() if not data["obstacles"] and data["years"]}
    refused = [_refusal(data) for lens, data in known.items() if lens not in offered]
    if not offered:
        return [*refused, _("There is nothing to recompute here.")]
    data = [embedded("lens", it, data_lens=lens) for lens, it in offered.items()]
    data += [
        embedded("year", year_data(edition, lens, year), data_lens=lens, data_year=year)
        for lens, it in offered.items()
        for year in it["years"]
    ]
    data += [embedded("aims", shared, data_lens=lens) for lens in offered if (shared := aims(edition, lens))]
    data += [
        embedded("goals", ways, data_lens=lens, data_year=year)
        for lens in offered
        for year, ways in goals(edition, lens).items()
    ]
    data.append(embedded("names", {it: edition.name(it) for it in edition.states}))
    data += [embedded("rules", choices()), texts(WHAT_IF)]
    return [
        *refused,
        scripted(Html(f"<noscript><p>{_(NO_SCRIPT)}</p></noscript>{_form(list(offered))}{''.join(data)}")),
    ]


def answers(edition: Edition) -> Any:  # noqa: ANN401  (docutils is typed in part)
    """Return the place of a state's answers on the What-if page, which its script fills."""
    return Html(ANSWERS.format(**_said(GOAL_WORDS)))


def _form(lenses: list[str]) -> Html:
    options = "".join(
        f"<option{attributes(value=it)}>{text(capital(_(LENS_NAMES[it])))}</option>" for it in lenses
    )
    return Html(FORM.format(lenses=options, **_said(FORM_WORDS)))


def _refusal(data: dict[str, Any]) -> str:
    if not data["years"]:
        return _("{title} is not offered here: there is not enough data to rank states in any year.").format(
            title=data["title"]
        )
    return _(
        "{title} is not offered here: {names} compares the states with each other, or is scaled among them, so that "
        "a change for one would change the scores of all. `scoreboard score` computes it."
    ).format(title=data["title"], names=joined(data["obstacles"]))


def scripted(markup: Html, script: str = SCRIPT) -> docutils_nodes.raw:
    """Return markup as a node of a page that loads a script of `runtime.SCRIPTS`."""
    return docutils_nodes.raw("", markup, format="html", scripts=[script])
