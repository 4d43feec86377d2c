"""Faults of definitions, sources and schemas: which text is replaced by which, and what must be found there.

Most are one `edit`: files, pattern, replacement, in which ▲ marks the place that the finding must name.
"""

from __future__ import annotations

import re
from random import Random

from injection import Fault, Injection, Sample, edit

ITEM = "indicators/*/*.yaml"
INDEX = "indicators/[op]*.yaml"
DATASETS = "indicators/sources.yaml"
SOURCES = "data/*/sources.yaml"
LOST = "unknown-node unknown-indicator more-faults"
"""An indicator that cannot be read is missed by its tree, its gaps and its data."""
LOST_SOURCES = "source-not-declared more-faults"
LOST_DATASETS = "unknown-source"
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


FAULTS = (
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
