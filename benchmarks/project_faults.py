"""Faults around the datasets, and those that show only when scores are worked.

Waivers, links, sizes, series that end; then indices that ask of the data what they cannot give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

from definition_faults import LOST
from injection import (
    LENSES,
    MARK,
    STATES,
    Content,
    Fault,
    Injection,
    Row,
    Sample,
    column_of,
    edit,
    in_index,
    in_tree,
    line_of,
    marked,
    one_of,
    say,
    with_entry,
)  # fmt: skip

from scoreboard.definitions import leaves
from scoreboard.definitions.models import Node
from scoreboard.definitions.reading import MOST_FAULTS
from scoreboard.findings import Finding, Severity
from scoreboard.observations.contracts import MOST_FAILURES

WAIVER = """waivers:
  - {mark_finding}finding: {finding}
    indicator: {indicator}
    reason: The office that publishes it confirms the value.
    owner: The desk
    {mark_expires}expires: {expires}
"""


def _a_warning(sample: Sample, random: Random) -> Finding:
    """A warning that the unchanged sample has, about a row."""
    warnings = [
        finding
        for finding in sample.findings
        if finding.severity is Severity.WARNING and finding.indicator and finding.place.line
    ]
    return random.choice(warnings)


def waiver(name: str, code: str, marks: str, expires: str = "2999-12-31", more: str = "") -> Fault:
    """Return the fault of one waiver in a state that has none; `marks` names the key at fault."""

    def inject(sample: Sample, random: Random) -> Injection:
        finding = _a_warning(sample, random)
        other = "licence-missing" if code == "wrong-value" else "byte-order-mark"
        text = WAIVER.format(
            finding=other if code in ("waiver-unused", "wrong-value") else finding.code,
            indicator=finding.indicator,
            expires=expires,
            mark_finding="▲" if marks == "finding" else "",
            mark_expires="▲" if marks == "expires" else "",
        )
        folder = finding.place.file.rsplit("/", 1)[0]
        injection = marked(f"{folder}/waivers.yaml", text + more)
        if code != "waived":
            return injection
        place = finding.place
        return Injection(injection.file, injection.content, (place.file, place.line, place.column))

    return Fault(name, code, inject)


def _linked_out(sample: Sample, random: Random) -> Injection:
    """A dataset that is a link to a file elsewhere on the machine."""
    file = random.choice([f"{folder}/linked.csv" for folder in sample.files("data/??")])
    return Injection(file, Path(__file__), (file, None, None))


def _huge(sample: Sample, random: Random) -> Injection:
    """A definition with two megabytes of remarks."""
    file = random.choice(sample.files("indicators/*/*.yaml"))
    return Injection(file, sample.text(file).encode() + b"# more\n" * 300_000, (file, None, None))


def _ended(sample: Sample, random: Random) -> Injection | None:
    """A series of rows cut off many years ago, in a state in which none is stale yet."""
    row = random.choice(sample.rows)
    code, state = row.cells["indicator"], row.cells["state"]
    if any(finding.code == "stale-data" and finding.state == state for finding in sample.findings):
        return None
    lasts = [_last_year(sample, code, other) for other in ("AT", "CY", "MT", "SE")]
    if state not in ("AT", "CY", "MT", "SE") or min(lasts) < "2015":
        return None
    lines = [line.split(",") for line in sample.text(row.file).splitlines()]
    kept = [cells for cells in lines if cells[1] != code or cells[2] <= "2007"]
    left = [(cells[2], number) for number, cells in enumerate(kept, 1) if cells[1] == code and cells[7]]
    if not left:
        return None
    content = "".join(",".join(cells) + "\n" for cells in kept).encode()
    return Injection(row.file, content, (row.file, max(left)[1], len(f"{state},{code},") + 1))


def _last_year(sample: Sample, code: str, state: str) -> str:
    cells = (row.cells for row in sample.rows)
    years = [it["year"] for it in cells if it["value"] and (it["indicator"], it["state"]) == (code, state)]
    return max(years, default="")


def _short_lines(sample: Sample, random: Random) -> Injection:
    """Lines that broke off, somewhere in a random file, more than are listed."""
    row = random.choice(sample.rows)
    broken = [f"{row.cells['state']},{row.cells['indicator']}\n"] * random.randint(
        MOST_FAULTS + 1, 3 * MOST_FAULTS
    )
    content = sample.replace_lines(row.file, row.line, [_line(sample, row), *broken])
    return Injection(row.file, content.encode(), (row.file, None, None))


def _many_flags(sample: Sample, random: Random) -> Injection:
    """A row with a status of no list, over and over: more than are listed of one kind in all data."""
    row = random.choice(sample.rows)
    copies = [line_of(row.cells | {"status": "?"})] * random.randint(MOST_FAILURES + 1, 2 * MOST_FAILURES)
    content = sample.replace_lines(row.file, row.line, copies)
    return Injection(row.file, content.encode(), ("data", None, None))


def _line(sample: Sample, row: Row) -> str:
    return sample.text(row.file).splitlines(keepends=True)[row.line - 1]


def _dropped(sample: Sample, random: Random) -> Injection | None:
    """A row that was there before and went away."""
    row = random.choice(sample.rows)
    content = sample.replace_lines(row.file, row.line, [])
    return Injection(row.file, content.encode(), (row.file, None, None))


def _lost_in_a_sum(sample: Sample, random: Random) -> Injection | None:
    """Numbers of women and men beside a number of both that is not their sum; the definition admits them."""
    row = random.choice([row for row in sample.rows if _is_count(row, sample)])
    total = float(row.cells["value"])
    lost = random.randint(5, 500)
    women = random.randint(0, int(total))
    parts = {"F": women, "M": int(total) - women + lost}
    cells = [row.cells | {"sex": sex, "value": str(value)} for sex, value in parts.items()]
    lines = [_line(sample, row), *map(line_of, cells)]
    home = f"indicators/{sample.framework.indicators[row.cells['indicator']].domain}/{row.cells['indicator']}.yaml"
    definition = sample.text(home).replace("\nunit: number\n", "\nunit: number\nsexes: [T, F, M]\n").encode()
    place = row.file, row.line, column_of(row, "value")
    content = sample.replace_lines(row.file, row.line, lines).encode()
    return Injection(row.file, content, place, {home: definition})


def _is_count(row: Row, sample: Sample) -> bool:
    it = sample.framework.indicators[row.cells["indicator"]]
    return getattr(it, "unit", "") == "number" and row.cells["value"] != ""


def _has_rows(sample: Sample, code: str, *states: str) -> bool:
    """Return whether an indicator has a value in each of some states, or in any."""
    base = sample.framework.base(code).code
    there = {key[0] for key in sample.keys if key[1] == base}
    return bool(there) and there.issuperset(states)


def _answers(sample: Sample, code: str) -> dict[str, list[float]]:
    """Return year → answers of the states to a policy item, in the years of the index."""
    years = sample.framework.policy.years
    result: dict[str, list[float]] = defaultdict(list)
    for row in sample.rows:
        if row.cells["indicator"] == code and years.first <= int(row.cells["year"]) <= years.last:
            result[row.cells["year"]].append(float(row.cells["value"]))
    return result


def _varied(sample: Sample, code: str) -> bool:
    return len(set().union(*_answers(sample, code).values())) > 1


def _named(text: str, code: str) -> str:
    """Mark the place of an indicator whose normalisation was changed."""
    return text.replace(f"indicator: {code}, norm", f"{MARK}indicator: {code}, norm")


def _alike_in_a_year(node: Node, sample: Sample, random: Random) -> str | None:
    """Compare states within each year, in one of which all give the same answer."""
    if all(len(set(answers)) > 1 for answers in _answers(sample, node.indicator or "").values()):
        return None
    method = random.choice(["min_max", "z_score", "distance_to_best", "rank", "percentile_rank", "borda"])
    return f"normalisation: {{method: {method}, over: year}}"


def _alike_throughout(sample: Sample, random: Random) -> Injection | None:
    """Compare states whose answers to a question are all the same."""
    path, leaf = random.choice([it for it in sample.places("policy") if it[1].indicator])
    code = leaf.indicator or ""
    mine = [row for row in sample.rows if row.cells["indicator"] == code and row.cells["value"]]
    value = random.choice(mine).cells["value"]
    file, line = sample.where("policy", path)
    text = say(sample.text(file), line, "normalisation: {method: min_max}")
    same = _rewritten(sample, mine, lambda row: line_of(row.cells | {"value": value}))
    return replace(marked(file, _named(text, code)), beside=same)


def _rewritten(sample: Sample, rows: Iterable[Row], new: Callable[[Row], str]) -> dict[str, Content]:
    """Return the files of some rows with another line for each of them."""
    lines: dict[str, list[str]] = {}
    for row in rows:
        lines.setdefault(row.file, sample.text(row.file).splitlines(keepends=True))[row.line - 1] = new(row)
    return {file: "".join(each).encode() for file, each in lines.items()}


ALL_PASSED = "normalisation: {method: goalposts, low: -200, high: -100}"
"""Goalposts that every policy item has passed."""


def spoilt(name: str, code: str, keys: str, *more: str, whole: bool = False) -> Fault:
    """Return the fault of a policy group that says more, while one child, or each, says `keys` of its values.

    Where nothing that the group says is marked, the finding is to name the child.
    """

    def inject(sample: Sample, random: Random) -> Injection | None:
        places = sample.places("policy")
        path, group = random.choice([it for it in places if len(it[1].children) > 1])
        within = [it for it in places if it[0][:-2] == path and _varied(sample, it[1].indicator or "")]
        if len(within) < (len(group.children) if whole else 1):
            return None
        children = within if whole else [random.choice(within)]
        file, line = sample.where("policy", path)
        text = sample.text(file)
        for inner, _ in children:
            text = say(text, sample.where("policy", inner)[1], keys)
        said = random.choice(more)
        if MARK not in said:
            text = _named(text, children[0][1].indicator or "")
        return marked(file, say(text, line, said))

    return Fault(name, code, inject)


def _without_data(node: Node, sample: Sample, random: Random) -> str | None:
    """Weigh by the data a group that has none."""
    weights = any("weight" in child.model_fields_set for child in node.children)
    if weights or len(node.children) < 2 or any(_has_rows(sample, code) for code in leaves(node)):
        return None
    return f"▲weighting: {{method: {random.choice(['pca', 'entropy', 'critic', 'optimised'])}}}"


def _unfitted_alternative(sample: Sample, random: Random) -> Injection | None:
    """Weights by entropy, and a normalisation as an alternative that gives scores below nought."""
    path, group = random.choice([it for it in sample.places("policy") if len(it[1].children) > 1])
    if not all(_varied(sample, child.indicator or "") for child in group.children):
        return None
    file, line = sample.where("policy", path)
    text = say(sample.text(file), line, "weighting: {method: entropy}")
    entry = "normalisation: {alternatives: [{method: rank}, ▲{method: z_score}]}"
    return marked(file, with_entry(text, "robustness.normalisation", entry))


def _reference_without_data(node: Node, sample: Sample, random: Random) -> str | None:
    """Hold all states against one that has no value."""
    code = node.indicator or ""
    lacking = [state for state in STATES if not _has_rows(sample, code, state)]
    if not lacking or not _has_rows(sample, code, "AT", "SE"):
        return None
    return f"normalisation: {{method: distance_to_reference, reference: {random.choice(lacking)}}}"


def _group_without_reference(node: Node, sample: Sample, random: Random) -> str | None:
    """Hold the scores of a group against those of a state that has none."""
    codes = list(leaves(node))
    if any(_has_rows(sample, code, "XK") or not _has_rows(sample, code, "AT", "SE") for code in codes):
        return None
    return "▲normalisation: {method: distance_to_reference, reference: XK}"


def _without_logarithm(node: Node, sample: Sample, random: Random) -> str | None:
    """Take the logarithm of nought."""
    answers = [it for year in _answers(sample, node.indicator or "").values() for it in year]
    if min(answers) > 0 or max(answers) == 0:
        return None
    method = random.choice(["min_max", "z_score", "distance_to_best", "goalposts, low: 1, high: 100"])
    return f"normalisation: {{method: {method}, transform: log}}"


def _share_of_a_burden(node: Node, sample: Sample, random: Random) -> str | None:
    """A share of the greatest value, of an indicator of which less is better."""
    it = sample.framework.indicators[node.indicator or ""]
    burden = getattr(it, "direction", "") == "less_is_better" and getattr(it, "measure", "") == "level"
    return (
        "normalisation: {method: fraction_of_max}"
        if burden and _has_rows(sample, it.code, "AT", "SE")
        else None
    )


def _planned(sample: Sample, random: Random) -> Injection | None:
    """A group of an indicator that was defined before it has data."""
    lens = random.choice(LENSES)
    path, leaf = random.choice([it for it in sample.places(lens) if it[1].indicator])
    code = leaf.indicator or ""
    if code not in sample.framework.observed or not _has_rows(sample, code):
        return None
    home = sample.framework.place(code).file
    definition = sample.text(home).replace(f"\ncode: {code}\n", f"\ncode: {code}_planned\n").encode()
    file, line = sample.where(lens, path)
    lines = sample.text(file).splitlines(keepends=True)
    shift = lines[line - 1].split("- ")[0]
    lines.insert(line, f"{shift}- {{▲node: planned, children: [{{indicator: {code}_planned}}]}}\n")
    injection = marked(file, "".join(lines))
    return replace(injection, beside={home.replace(".yaml", "_planned.yaml"): definition})


def _data_lost(sample: Sample, random: Random) -> Injection | None:
    """All rows of the indicators of a group taken out; others have data beside it."""
    lens = random.choice(LENSES)
    path, group = random.choice([it for it in sample.places(lens) if it[1].node and len(it[0]) > 2])
    gone = {sample.framework.base(code).code for code in leaves(group)}
    above = next(node for other, node in sample.places(lens) if other == path[:-2])
    left = [code for code in leaves(above) if sample.framework.base(code).code not in gone]
    if not any(_has_rows(sample, code) for code in left) or not any(_has_rows(sample, it) for it in gone):
        return None
    rows = [row for row in sample.rows if row.cells["indicator"] in gone]
    file, line = sample.where(lens, path)
    column = sample.text(file).splitlines()[line - 1].index("node:") + 1
    contents = _rewritten(sample, rows, lambda row: "")
    first = next(iter(contents))
    return Injection(first, contents.pop(first), (file, line, column), contents)


INERT = "factor-without-effect"
"""Follows where nearly all is lost that a factor could change in so small a sample."""


FAULTS = (
    waiver("waiver of nothing", "waiver-unused", "finding"),
    waiver("waiver of a fault of form", "wrong-value", "finding"),
    waiver("waiver expired", "waiver-expired", "expires", "2001-01-01"),
    waiver("waiver of something else", "waiver-expectation-failed", "", more="    ▲expect: other text\n"),
    waiver("waiver that holds", "waived", ""),
    edit("code of old", "unknown-indicator", "data/*/[el]*.csv", r"^(\w\w),(\w+_rate\w*),", r"\1,▲old_\2,"),
    Fault("dataset linked from outside", "path-outside-project", _linked_out),
    Fault("definition of megabytes", "file-too-large", _huge, frozenset(LOST.split())),
    Fault("series ended long ago", "stale-data", _ended),
    Fault("lines broken off throughout", "more-faults", _short_lines, frozenset({"row-length"})),
    Fault(
        "flag of no list throughout", "more-faults", _many_flags,
        frozenset({"status-unknown", "duplicate-observation"}),
    ),
    Fault("row gone since before", "row-count-dropped", _dropped, against=True),
    Fault("persons lost in a sum", "parts-do-not-sum", _lost_in_a_sum),
    in_index("goalposts of an index without", INERT, "robustness.goalposts",
             one_of("▲goalposts: {within: 0.1}", "▲goalposts: {within: 0.4}"), lenses=("policy",)),
    in_index("sampling error of answers", INERT, "robustness.sampling", one_of("▲sampling: {}"), lenses=("policy",)),
    in_index("nothing imputed by chance", INERT, "robustness.imputation", one_of("▲imputation: {}")),
    in_index("mean by another name", INERT, "robustness.aggregation", one_of(
        "aggregation: {alternatives: [▲{rule: power, parameters: {exponent: 1}}]}",
        "aggregation: {alternatives: [{rule: harmonic}, ▲{rule: power, parameters: {exponent: 1}}]}",
    )),
    in_index("rule for an only child", INERT, "robustness.aggregation", one_of(*(
        f"aggregation: {{alternatives: [▲{{rule: harmonic}}], nodes: [{node}]}}"
        for node in ("activity", "work_intensity", "income", "equal_standing")
    )), lenses=("outcome",)),
    in_index("treatment that nothing needs", INERT, "robustness.treatment", one_of(
        "treatment: {alternatives: [▲{winsorise: 5, then: null, skewness: 900, kurtosis: 900}]}",
        "treatment: {alternatives: [{winsorise: 5, then: null, skewness: 0.1, kurtosis: 0.1}, "
        "▲{winsorise: 1, then: null, skewness: 900, kurtosis: 900}]}",
    ), INERT),
    in_tree("same answer in a year", "constant-indicator", "indicator", _alike_in_a_year, lenses=("policy",)),
    Fault("same answer throughout", "constant-indicator", _alike_throughout),
    spoilt("child without spread", "constant-indicator", ALL_PASSED,
           "aggregation: mazziotta_pareto", "aggregation: mazziotta_pareto\nparameters: {penalty: higher}"),
    spoilt("group without spread", "constant-indicator", ALL_PASSED,
           "▲normalisation: {method: z_score, mean: 50, sd: 10}", "▲normalisation: {method: min_max, over: year}",
           whole=True),
    edit("years without data", "empty-group", "indicators/[op]*.yaml",
         r"^  first: .*\n  last: .*\n([\s\S]*?)- node:", r"  first: 1960\n  last: 1964\n\1- ▲node:"),
    Fault("group before its data", "empty-group", _planned),
    Fault("data of a group lost", "empty-group", _data_lost, frozenset({INERT})),
    in_tree("reference without data", "value-without-score", "indicator", _reference_without_data),
    in_tree("group without reference", "value-without-score", "node", _group_without_reference, INERT,
            ("outcome",)),
    in_tree("logarithm of nought", "value-without-score", "indicator", _without_logarithm, lenses=("policy",)),
    in_tree("share of a burden", "value-without-score", "indicator", _share_of_a_burden, lenses=("outcome",)),
    spoilt("weights of a child without spread", "weights-not-fitted", ALL_PASSED, "▲weighting: {method: pca}",
           "▲weighting: {method: entropy}", "▲weighting: {method: critic}", "▲weighting: {method: optimised}"),
    spoilt("entropy of scores below nought", "weights-not-fitted", "normalisation: {method: z_score}",
           "▲weighting: {method: entropy}"),
    in_tree("weights of a group without data", "weights-not-fitted", "node", _without_data, lenses=("outcome",)),
    Fault("weights that an alternative spoils", "weights-not-fitted", _unfitted_alternative),
)  # fmt: skip
