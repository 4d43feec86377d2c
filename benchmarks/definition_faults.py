"""Faults of definitions, sources and schemas: which text is replaced by which, and what must be found there.

Most are one `edit`: files, pattern, replacement, in which ▲ marks the place that the finding must name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from random import Random

from injection import MARK, Fault, Injection, Sample, Say, edit, in_index, in_tree, one_of

from scoreboard.definitions import leaves
from scoreboard.definitions.checks.tree import name_of
from scoreboard.definitions.models import Index, Node

ITEM = "indicators/*/*.yaml"
INDEX = "indicators/[op]*.yaml"
DATASETS = "indicators/sources.yaml"
SOURCES = "data/*/sources.yaml"
LOST = "unknown-node unknown-indicator more-faults"
"""An indicator that cannot be read is missed by its tree, its gaps and its data."""
LOST_SOURCES = "source-not-declared more-faults"
LOST_DATASETS = "unknown-source"
WEIGHED = r"^( +)(children:\n +- (?:\{indicator: \w+, |node: \w+\n +title: .*\n +))weight:"
"""A group whose first child has a weight."""
LEAF = r"^( +)- \{?indicator: (\w+)\}?\n"


def delete(name: str, code: str, files: str, follows: str) -> Fault:
    def inject(sample: Sample, random: Random) -> Injection:
        file = random.choice(sample.files(files))
        return Injection(file, None, (file, None, None))

    return Fault(name, code, inject, frozenset(follows.split()))


def _copied(sample: Sample, random: Random) -> Injection:
    """A definition copied under another name, its code left as it was."""
    file = random.choice(sample.files(ITEM))
    copy = file.replace(".yaml", "_copy.yaml")
    line = sample.text(file).split("\ncode:")[0].count("\n") + 2
    return Injection(copy, sample.text(file).encode(), (copy, line, 1))


def _forgotten(sample: Sample, random: Random) -> Injection | None:
    """A leaf taken out of a tree; the finding names the definition."""
    file = random.choice(sample.files(INDEX))
    text = sample.text(file)
    leaf = random.choice(list(re.finditer(LEAF + r"(?=\1- )", text, re.MULTILINE)))
    if len(re.findall(rf"\b{leaf[2]}\b", text)) > 1:
        return None
    (home,) = sample.files(f"indicators/*/{leaf[2]}.yaml")
    line = sample.text(home).split("\ncode:")[0].count("\n") + 2
    return Injection(file, (text[: leaf.start()] + text[leaf.end() :]).encode(), (home, line, 1))


def _old_encoding(sample: Sample, random: Random) -> Injection:
    """One letter of a definition in Latin-1."""
    file = random.choice(sample.files(ITEM))
    lines = sample.text(file).splitlines(keepends=True)
    line = random.randrange(len(lines))
    at = random.randrange(len(lines[line]))
    before = "".join(lines[:line]).encode()
    content = before + lines[line][:at].encode() + b"\xfc" + lines[line][at:].encode()
    content += "".join(lines[line + 1 :]).encode()
    return Injection(file, content, (file, line + 1, len(lines[line][:at].encode()) + 1))


def of_children(least: int, new: Callable[[list[str], Random], str | None]) -> Say:
    """Say something of the children of a group that has some, all without weights of their own."""

    def text(node: Node, sample: Sample, random: Random) -> str | None:
        weights = any("weight" in child.model_fields_set for child in node.children)
        return None if weights or len(node.children) < least else new([*map(name_of, node.children)], random)

    return text


def points(names: list[str], number: int = 10) -> str:
    return "{" + ", ".join(f"{name}: {number}" for name in names) + "}"


def but_one(items: list[str], random: Random) -> list[str]:
    """Return all items but one, each of which stands there once."""
    left_out = random.choice(items)
    return [it for it in items if it != left_out]


def budget(names: list[str], second: str) -> str:
    experts = f"{{first: {points(names)}, ▲second: {second}}}"
    return f"weighting: {{method: budget_allocation, allocations: {experts}}}"


def judged(more: str, than: str, by: int = 1) -> str:
    return f"{{more: {more}, than: {than}, by: {by}}}"


def judgements(names: list[str], others: dict[frozenset[str], str] | None = None) -> list[str]:
    """Return a judgement of every pair: alike, but for some."""
    others = others or {}
    return [others.get(frozenset(pair), judged(*pair)) for pair in combinations(names, 2)]


def ahp(said: list[str], mark: str = "") -> str:
    return f"weighting: {{method: ahp, {mark}comparisons: [{', '.join(said)}]}}"


def _in_a_circle(names: list[str], random: Random) -> str | None:
    """Each of three is judged more important than the next; the first is as far off as the others."""
    if len(names) > 3:
        return None
    by = random.randint(3, 9)
    circle = zip(names, [*names[1:3], names[0]], strict=False)
    said = {frozenset(pair): judged(*pair, by) for pair in circle}
    said[frozenset(names[:2])] = MARK + said[frozenset(names[:2])]
    return ahp(random.sample(every := judgements(names, said), len(every)))


def _turned_round(names: list[str], random: Random) -> str:
    """One child is judged nine times as important as any other, and a ninth of one of them."""
    most, wrong = random.sample(names, 2)
    said = {frozenset((most, it)): judged(most, it, 9) for it in names if it != most}
    said[frozenset((most, wrong))] = MARK + judged(wrong, most, 9)
    return ahp(random.sample(every := judgements(names, said), len(every)))


def _pair_twice(names: list[str], random: Random) -> str:
    pair = random.sample(names, 2)
    return ahp([*judgements(names), MARK + judged(*pair, 2)])


def _effective_below(node: Node, sample: Sample, random: Random) -> str | None:
    codes = list(leaves(node))
    weights = any("weight" in child.model_fields_set for child in node.children)
    few = weights or len(codes) < 2
    return None if few else f"weighting: {{method: effective, ▲effective: {points(but_one(codes, random))}}}"


def _effective(index: Index, sample: Sample, random: Random) -> str:
    codes = list(dict.fromkeys(code for root in index.tree for code in leaves(root)))
    return f"weighting: {{method: effective, ▲effective: {points(but_one(codes, random))}}}"


def _alternative_for_none(index: Index, sample: Sample, random: Random) -> str:
    """A rule for a group that there is, and for a name misspelt or an indicator."""
    groups = [it.node for _, it in sample.places(index.lens) if it.node]
    wrong = random.choice([f"{random.choice(groups)}x", *leaves(index.tree[0])])
    return f"aggregation: {{alternatives: [{{rule: harmonic}}], nodes: [{random.choice(groups)}, ▲{wrong}]}}"


def _target_of_none(index: Index, sample: Sample, random: Random) -> str:
    name = name_of(random.choice(sample.places(index.lens))[1])
    more = "value: 60, by: 2030, reason: The goal of a programme."
    return f"time: {{targets: [{{node: {name}, {more}}}, {{▲node: {name}x, {more}}}]}}"


FAULTS: tuple[Fault, ...] = (
    edit("colon in a title", "yaml-syntax", ITEM, r"^title: (\w+)", r"title: \1▲: \1", LOST),
    edit("bracket never closed", "yaml-syntax", ITEM, r"^references: \[(.*)\]$", r"references: ▲[\1", LOST),
    edit("quote never closed", "yaml-syntax", ITEM, r"^title: (.*)$", r'title: ▲"\1', LOST),
    edit("tab as indentation", "yaml-syntax", ITEM, r"^  - (\{score|score)", "▲\t- \\1", LOST),
    edit("key out of line", "yaml-syntax", ITEM, r"^  high: ", " ▲high: ", LOST),
    edit("anchor", "yaml-feature-refused", ITEM, r"^(unit|lens): (\w+)", r"\1: ▲&x \2", LOST),
    edit("alias", "yaml-feature-refused", ITEM, r"^(unit|direction): (\w+)", r"\1: ▲*x", LOST),
    edit("tag", "yaml-feature-refused", ITEM, r"^(unit|lens|domain): (\w+)", r"\1: ▲!x \2", LOST),
    edit("second document", "yaml-feature-refused", ITEM, r"\Z", "\n▲---\ncode: other\n", LOST),
    edit("key that is a list", "yaml-feature-refused", ITEM, r"^(unit|domain): ", r"▲[\1]: ", LOST),
    edit("key twice", "duplicate-key", ITEM, r"^(unit|lens|domain|code): .*$", r"\g<0>\n▲\1: x", LOST),
    edit("key twice in braces", "duplicate-key", ITEM, r"\{low: (\S+),", r"{low: \1, ▲low: \1,", LOST),
    edit(
        "source twice",
        "duplicate-key",
        SOURCES,
        r"^  (\w+:\n(?:    .*\n)+)",
        r"  \1  ▲\1",
        LOST_SOURCES,
    ),
    edit("key misspelt", "unknown-key", ITEM, r"^(title|why|domain):", r"▲\1s:", LOST + " missing-key"),
    edit(
        "key of a level misspelt", "unknown-key", ITEM, r"condition: ", "▲conditon: ", LOST + " missing-key"
    ),
    edit("key of a tree misspelt", "unknown-key", INDEX, r"^( +)title: ", r"\1▲titel: "),
    edit(
        "key of a source misspelt",
        "unknown-key",
        SOURCES,
        r"^    title: ",
        "    ▲titel: ",
        LOST_SOURCES + " missing-key",
    ),
    edit(
        "key of a dataset misspelt",
        "unknown-key",
        DATASETS,
        r"^    provider: ",
        "    ▲publisher: ",
        LOST_DATASETS + " missing-key",
    ),
    edit("merge key", "unknown-key", ITEM, r"^(unit|evidence):", r"▲<<: {}\n\1:", LOST),
    edit(
        "key left out",
        "missing-key",
        ITEM,
        r"\A(#.*\n)([\s\S]*?)^(?:title|domain): .*\n",
        r"\1▲\2",
        LOST,
    ),
    edit("goalposts left out", "missing-key", ITEM, r"\A(#.*\n)([\s\S]*?)^goalposts:\n(?: +.*\n)+", r"\1▲\2"),
    edit(
        "condition left out",
        "missing-key",
        ITEM,
        r"^  - score: (\d+)\n    condition: .*\n(?:      .*\n)*",
        r"  - ▲score: \1\n",
        LOST,
    ),
    edit(
        "licence left out",
        "licence-missing",
        SOURCES,
        r"^  (\w+:\n(?:    .*\n)*?)    licence: .*\n",
        r"  ▲\1",
        LOST_SOURCES,
    ),
    edit("licence empty", "licence-missing", SOURCES, r"^    licence: .*$", "    ▲licence:", LOST_SOURCES),
    edit(
        "title left out of a source",
        "missing-key",
        SOURCES,
        r"^  (\w+:\n(?:    .*\n)*?)    title: .*\n",
        r"  ▲\1",
        LOST_SOURCES,
    ),
    edit("unit that there is not", "wrong-value", ITEM, r"^unit: \w+", "▲unit: percent", LOST),
    edit(
        "direction of context", "wrong-value", ITEM, r"^direction: (more|less)_is_better", "▲direction: none"
    ),
    edit("empty title", "wrong-value", ITEM, r"^title: .*$", "▲title: ''", LOST),
    edit("score above 100", "wrong-value", ITEM, r"\bscore: \d+", "▲score: 101", LOST),
    edit("goalpost in words", "wrong-value", ITEM, r"^  low: .*$", "  ▲low: little", LOST),
    edit("goalpost nan", "wrong-value", ITEM, r"^  low: .*$", "  ▲low: nan", LOST),
    edit("goalpost of 400 digits", "wrong-value", ITEM, r"^  low: .*$", "  ▲low: " + "9" * 400, LOST),
    edit("version of two parts", "wrong-value", INDEX, r"^version: .*$", "▲version: '1.0'"),
    edit("years the wrong way", "wrong-value", INDEX, r"^  first: .*$", "  ▲first: 2030"),
    edit("weight in words", "wrong-value", INDEX, LEAF, r"\1- {indicator: \2, ▲weight: heavy}\n"),
    edit(
        "date not ISO",
        "wrong-value",
        SOURCES,
        r"^    accessed: .*$",
        "    ▲accessed: 22.11.2025",
        LOST_SOURCES,
    ),
    edit("group that is not one", "wrong-value", ITEM, r"^group: \w+", "▲group: MARTIANS"),
    edit("reference that is not one", "wrong-value", ITEM, r"^reference: \w+", "▲reference: VENUSIANS"),
    edit("condition of a look-up", "wrong-value", INDEX, r'(\w+): ">=50"', r'▲\1: "at least 50"'),
    edit("code misspelt", "code-file-mismatch", ITEM, r"^code: (\w+)", r"▲code: \1x", LOST),
    edit("domain of another", "code-file-mismatch", ITEM, r"^domain: (?!health)\w+", "▲domain: health"),
    edit(
        "lens of the other index",
        "code-file-mismatch",
        "indicators/policy.yaml",
        r"^lens: .*$",
        "▲lens: outcome",
    ),
    Fault("definition copied", "duplicate-code", _copied, frozenset({"code-file-mismatch"})),
    edit(
        "node name twice",
        "duplicate-code",
        INDEX,
        r"- node: (?!overall)\w+",
        "- ▲node: overall",
        "unknown-node",
    ),
    edit("leaf misspelt", "unknown-node", INDEX, r"\bindicator: (\w+)", r"▲indicator: \1x"),
    edit("look-up of no child", "unknown-node", INDEX, r"(\w+): \">=50\"", r'▲\1x: ">=50"'),
    edit("remark on no node", "unknown-node", INDEX, r"^    node: (\w+)", r"    ▲node: \1x"),
    Fault("leaf forgotten", "unused-indicator", _forgotten, frozenset({"unknown-node"})),
    edit("leaf twice", "item-counted-twice", INDEX, LEAF + r"(?=\1- )", r"\g<0>\1- ▲indicator: \2\n"),
    edit("weight zero", "weights-not-positive", INDEX, LEAF, r"\1- {indicator: \2, ▲weight: 0}\n"),
    edit("weight negative", "weights-not-positive", INDEX, LEAF, r"\1- {indicator: \2, ▲weight: -1}\n"),
    edit(
        "goalposts reversed",
        "goalposts-reversed",
        ITEM,
        r"^  low: (\S+)\n  high: (\S+)",
        r"  ▲low: \2\n  high: \1",
    ),
    edit(
        "possible range reversed",
        "goalposts-reversed",
        ITEM,
        r"^possible: \{low: (\S+), high: (\S+)\}",
        r"possible: {▲low: \2, high: \1}",
        "value-out-of-range more-faults",
    ),
    edit(
        "levels exchanged",
        "level-scores-disordered",
        ITEM,
        r"^levels:\n  - (\{?)score: (\d+)(.*\n(?:    .*\n)*)  - (\{?)score: (\d+)",
        r"▲levels:\n  - \1score: \5\3  - \4score: \2",
    ),
    edit(
        "example of no level",
        "example-fails",
        ITEM,
        r"^    level: \d+\n    score:",
        "    level: 41\n    ▲score:",
    ),
    edit(
        "example of a score",
        "example-fails",
        ITEM,
        r"\bgroup: (.*), score: .*\}",
        r"group: \1, ▲score: 43.21}",
    ),
    edit(
        "example of a look-up",
        "example-fails",
        INDEX,
        r"^( +children: .*\n +)score: .*$",
        r"\1▲score: 43",
    ),
    edit("reference misspelt", "unknown-reference", ITEM, r"^references: \[(\w+)", r"references: [▲\1x"),
    edit(
        "reference of a dataset",
        "unknown-reference",
        DATASETS,
        r"^    references: \[(\w+)",
        r"    references: [▲\1x",
    ),
    edit("dataset misspelt", "unknown-source", ITEM, r"^  - dataset: (\w+)", r"  - ▲dataset: \1x"),
    edit("base misspelt", "unknown-indicator", ITEM, r"^observations_of: (\w+)", r"▲observations_of: \1x"),
    edit("schema edited", "schema-stale", "schemas/*.json", r'"type"', '"kind"'),
    delete("schema deleted", "schema-stale", "schemas/*.json", ""),
    Fault("old encoding of a definition", "encoding-not-utf8", _old_encoding, frozenset(LOST.split())),
    delete("index deleted", "file-missing", INDEX, ""),
    delete("datasets deleted", "file-missing", DATASETS, LOST_DATASETS),
    delete("sources of a state deleted", "file-missing", SOURCES, LOST_SOURCES),
    delete("list of states deleted", "file-missing", "data/states.csv", "unknown-state"),
    edit(
        "source that no row uses",
        "unused-source",
        SOURCES,
        r"^sources:\n(  \w+:\n)((?:    .*\n)+)",
        r"sources:\n\1\2  ▲unused:\n\2",
    ),
)

IDLE, GAP, WRONG = "parameter-without-effect", "missing-key", "wrong-value"
METHOD = (
    (IDLE, "indicator", "key of another normalisation", (
        "normalisation: {method: goalposts, low: 0, high: 100, ▲target: 50}",
        "normalisation: {method: min_max, ▲sd: 10}",
        "normalisation: {method: z_score, ▲lowest_score: 1}",
        "normalisation: {method: distance_to_target, target: 50, ▲reference: AT}",
        "normalisation: {method: distance_to_best, ▲target: 100}",
        "normalisation: {method: distance_to_reference, reference: AT, ▲target: 100}",
        "normalisation: {method: fraction_of_max, ▲high: 100}",
        "normalisation: {method: rank, ▲mean: 50}",
        "normalisation: {method: percentile_rank, ▲highest_score: 100}",
        "normalisation: {method: borda, ▲low: 1}",
    )),
    (IDLE, "indicator", "peers of fixed bounds", (
        "normalisation: {method: goalposts, low: 0, high: 100, ▲over: year}",
        "normalisation: {method: distance_to_reference, reference: SE, ▲over: panel}",
    )),
    (IDLE, "indicator", "logarithm of an order", (
        "normalisation: {method: rank, ▲transform: log}",
        "normalisation: {method: percentile_rank, over: year, ▲transform: log}",
        "normalisation: {method: borda, ▲transform: log}",
    )),
    (IDLE, "indicator", "key of groups at an indicator", (
        "▲coverage: 0.5", "▲least_children: 1", "▲aggregation: geometric", "▲weighting: {method: equal}",
        "▲parameters: {shift: 1}",
    )),
    (IDLE, "node", "scale of a group that is none", ("normalisation: {▲method: none}",)),
    (IDLE, "node", "parameters without a rule", ("▲parameters: {shift: 1}", "▲parameters: {exponent: 2}")),
    (IDLE, "node", "parameter of another rule", (
        "aggregation: arithmetic\nparameters: {▲shift: 1}",
        "aggregation: geometric\nparameters: {▲exponent: 2}",
        "aggregation: power\nparameters: {exponent: 2, ▲tolerance: 0.1}",
        "aggregation: copeland\nparameters: {▲penalty: lower}",
        "aggregation: benefit_of_the_doubt\nparameters: {▲reference_year: 2019}",
    )),
    (IDLE, "aggregation", "parameter of another rule of all", (
        "aggregation: harmonic\nparameters: {shift: 1, ▲tolerance: 0.1}",
        "aggregation: mazziotta_pareto\nparameters: {▲least_share: 0.1}",
        "aggregation: arithmetic\nparameters: {▲over: year}",
    )),
    (IDLE, "imputation", "key of another imputation", (
        "imputation: {method: mean, ▲maximum_age_years: 3}",
        "imputation: {method: latest, maximum_age_years: 3, ▲groups: [[AT, SE]]}",
        "imputation: {method: multiple, ▲groups: [[AT, SE]]}",
        "imputation: {method: none, ▲maximum_age_years: 2}",
    )),
    (IDLE, "treatment", "treatment of nothing", ("▲treatment: {winsorise: 0, then: null}",)),
    (IDLE, "treatment", "transformation between bounds", (
        "treatment: {▲then: log_shifted}", "treatment: {winsorise: 3, ▲then: box_cox}",
    )),
    (IDLE, "robustness.treatment", "transformation as alternative", (
        "treatment: {alternatives: [{winsorise: 3}, {winsorise: 5, ▲then: box_cox}]}",
    )),
    (IDLE, "robustness.aggregation", "parameter of an alternative", (
        "aggregation: {alternatives: [{rule: harmonic}, {rule: geometric, parameters: {▲tolerance: 0.1}}]}",
        "aggregation: {alternatives: [{rule: copeland, parameters: {▲shift: 1}}]}",
    )),
    (IDLE, "robustness.normalisation", "key of an alternative", (
        "normalisation: {alternatives: [{method: rank}, {method: z_score, ▲high: 5}]}",
        "normalisation: {alternatives: [{method: borda, ▲transform: log}]}",
    )),
    ("factor-without-effect", "robustness.aggregation", "alternative as before", (
        "aggregation: {alternatives: [▲{rule: arithmetic}]}",
        "aggregation: {alternatives: [{rule: harmonic}, ▲{rule: harmonic}]}",
    )),
    ("factor-without-effect", "robustness.treatment", "treatment as before", (
        "treatment: {alternatives: [▲null]}",
        "treatment: {alternatives: [{winsorise: 2, then: null}, ▲null]}",
        "treatment: {alternatives: [{winsorise: 2, then: null}, ▲{winsorise: 2, then: null}]}",
    )),
    ("factor-without-effect", "robustness.normalisation", "alternative twice", (
        "normalisation: {alternatives: [{method: rank}, ▲{method: rank}]}",
        "normalisation: {alternatives: [{method: rank}, {method: min_max}, ▲{method: rank, over: panel}]}",
    )),
    ("unknown-key", "indicator", "key of a normalisation misspelt", (
        "normalisation: {method: min_max, ▲lowest: 0}",
        "normalisation: {method: goalposts, ▲lo: 0, high: 100}",
        "normalisation: {method: z_score, ▲standard_deviation: 10}",
    )),
    ("unknown-key", "robustness.weights", "key of a factor misspelt", (
        "weights: {▲share: 0.25}", "weights: {within: 0.25}\n▲goal_posts: {within: 0.1}",
    )),
    (WRONG, "indicator", "method that there is not", (
        "normalisation: {▲method: minmax}", "normalisation: {▲method: zscore}", "normalisation: {▲method: Rank}",
    )),
    (WRONG, "indicator", "bound without logarithm", (
        "normalisation: {method: goalposts, ▲low: 0, high: 100, transform: log}",
        "normalisation: {method: distance_to_target, ▲target: -1, transform: log}",
    )),
    (WRONG, "indicator", "ends of a scale reversed", (
        "normalisation: {method: min_max, ▲lowest_score: 100, highest_score: 1}",
        "normalisation: {method: min_max, ▲highest_score: 0}",
    )),
    ("goalposts-reversed", "indicator", "goalposts of a place reversed", (
        "normalisation: {method: goalposts, ▲low: 90, high: 10}",
        "normalisation: {method: goalposts, ▲low: 5, high: 5}",
    )),
    (GAP, "indicator", "target or reference left out", (
        "▲normalisation: {method: distance_to_target}", "▲normalisation: {method: distance_to_reference}",
    )),
    (GAP, "node", "goalposts of a group left out", (
        "▲normalisation: {method: goalposts}", "▲normalisation: {method: goalposts, high: 90}",
    )),
    ("unknown-state", "indicator", "reference that is no state", (
        "normalisation: {method: distance_to_reference, ▲reference: EL}",
        "normalisation: {method: distance_to_reference, ▲reference: QQ}",
    )),
    (GAP, "imputation", "age of a value left out", (
        "▲imputation: {method: latest}", "▲imputation: {method: linear}",
    )),
    (WRONG, "imputation", "state in two groups", (
        "imputation: {method: mean, groups: [[AT, SE], [TR, ▲AT]]}",
        "imputation: {method: median, groups: [[AT, ▲AT]]}",
    )),
    (GAP, "node", "power without exponent", ("▲aggregation: power", "▲aggregation: power\nparameters: {}")),
    (GAP, "aggregation", "power of all without exponent", ("▲aggregation: power",)),
    (GAP, "robustness.aggregation", "alternative without exponent", (
        "aggregation: {alternatives: [{▲rule: power}]}",
        "aggregation: {alternatives: [{rule: harmonic}, {▲rule: power}], nodes: [overall]}",
    )),
    (WRONG, "node", "number that the rule cannot bear", (
        "aggregation: copeland\nparameters: {▲tolerance: 0.5}",
        "aggregation: mazziotta_pareto\nparameters: {▲reference_year: 1999}",
        "aggregation: benefit_of_the_doubt\nparameters: {▲greatest_share: 0.05}",
    )),
    (WRONG, "robustness.weights", "weights in two ways", (
        "▲weights: {within: 0.25, dirichlet: 20}", "▲weights: {}",
    )),
)  # fmt: skip
"""Wrong uses of the grammar of an index: code, where, name, and texts, of which one is drawn."""

WEIGHTS = (
    ("weights-incomplete", "expert silent on a child", of_children(
        2, lambda names, random: budget(names, points(but_one(names, random))))),
    ("weights-incomplete", "expert without points", of_children(
        2, lambda names, random: budget(names, points(names, 0)))),
    ("weights-incomplete", "pair not judged", of_children(
        3, lambda names, random: ahp(but_one(judgements(names), random), MARK))),
    ("weights-incomplete", "aim for all but one", of_children(
        2, lambda names, random: f"weighting: {{method: optimised, ▲aim: {points(but_one(names, random))}}}")),
    ("weights-incomplete", "indicator without effective weight", _effective_below),
    ("judgements-inconsistent", "judgements in a circle", of_children(3, _in_a_circle)),
    ("judgements-inconsistent", "judgement turned round", of_children(4, _turned_round)),
    (IDLE, "table of another weighting", of_children(
        1, lambda names, random: f"weighting: {{method: equal, ▲aim: {points(names)}}}")),
    (GAP, "weighting without its table", of_children(1, lambda names, random: "▲weighting: " + random.choice(
        ["{method: ahp}", "{method: effective}", "{method: budget_allocation}"]))),
    (WRONG, "pair judged twice", of_children(2, _pair_twice)),
    (WRONG, "judged beside itself", of_children(2, lambda names, random: ahp(
        [*judgements(names), f"{{more: {names[0]}, ▲than: {names[0]}, by: 2}}"]))),
    ("unknown-node", "judgement of no child", of_children(2, lambda names, random: ahp(
        [*judgements(names), f"{{more: {names[0]}, ▲than: {names[0]}x, by: 2}}"]))),
    ("unknown-node", "points for no child", of_children(2, lambda names, random: budget(
        names, points([*names, f"▲{names[0]}x"])).replace(MARK, "", 1))),
)  # fmt: skip
"""Wrong ways to give weights to the children of a group."""


def _told(code: str, where: str, name: str, texts: tuple[str, ...]) -> Fault:
    if where in ("node", "indicator"):
        return in_tree(name, code, where, one_of(*texts))
    return in_index(name, code, where, one_of(*texts))


METHOD_FAULTS = (
    *(_told(*row) for row in METHOD),
    *(in_tree(name, code, "node", text) for code, name, text in WEIGHTS),
    in_tree(
        "goalposts of an item left out", GAP, "indicator",
        one_of("▲normalisation: {method: goalposts}", "▲normalisation: {method: goalposts, low: 0}"),
        lenses=("policy",),
    ),
    edit("weight beside a weighting", IDLE, INDEX, WEIGHED, r"\1weighting: {method: equal}\n\1\2▲weight:"),
    edit("weight beside equal weights of all", IDLE, INDEX, r"^missing:\n([\s\S]*?)weight:(?= \d)",
         r"weighting: {method: equal}\nmissing:\n\1▲weight:"),
    edit("table of a look-up that is none", IDLE, INDEX, r"aggregation: lookup\n( +)lookup:",
         r"aggregation: arithmetic\n\1▲lookup:"),
    edit("reference of a level", IDLE, ITEM, r"^measure: level\n", r"measure: level\n▲reference_sex: T\n"),
    in_index("effective weights of all but one", "weights-incomplete", "weighting", _effective, IDLE),
    in_index("one table for many groups", WRONG, "weighting", lambda index, *_:
             f"weighting: {{method: optimised, ▲aim: {points([*map(name_of, index.tree[0].children)])}}}", IDLE),
    in_index("alternative for no group", "unknown-node", "robustness.aggregation", _alternative_for_none),
    in_index("target of no node", "unknown-node", "time", _target_of_none),
)  # fmt: skip
