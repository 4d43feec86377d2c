"""Faults of national datasets: one cell, one row, or the file around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

import numpy as np
from injection import Fault, Injection, Row, Sample, cell, column_of, marked, one_of

from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator

Text = Callable[[Row, Sample, Random], str | None]
LOOK_ALIKE = str.maketrans("ABCEHIKMOPSTXYaceiopsxy", "АВСЕНІКМОРЅТХУасеіорѕху")
"""Latin letters → Cyrillic letters that look the same."""


def always(text: str) -> Text:
    return lambda row, sample, random: text


def where(suits: Callable[[Row, Sample], bool], text: Text) -> Text:
    """Write `text` only into rows that suit."""
    return lambda row, sample, random: text(row, sample, random) if suits(row, sample) else None


def from_cell(column: str, change: Callable[[str], str]) -> Text:
    return lambda row, sample, random: change(row.cells[column])


def _statistic(row: Row, sample: Sample) -> bool:
    it = sample.framework.indicators[row.cells["indicator"]]
    return isinstance(it, StatisticIndicator) and row.cells["value"] != ""


def _share(row: Row, sample: Sample) -> bool:
    it = sample.framework.indicators[row.cells["indicator"]]
    return isinstance(it, StatisticIndicator) and it.unit == "per_cent" and row.cells["value"] != ""


def _policy(row: Row, sample: Sample) -> bool:
    return isinstance(sample.framework.indicators[row.cells["indicator"]], PolicyIndicator)


def _no_flag_of(letter: str, *keys: str) -> Callable[[Row, Sample], bool]:
    """Rows beside which no row with the same keys has the flag, so that the finding names this very row."""

    def suits(row: Row, sample: Sample) -> bool:
        mine = [row.cells[key] for key in ("state", *keys)]
        return _statistic(row, sample) and not any(
            letter in other.cells["status"]
            for other in sample.rows
            if [other.cells[key] for key in ("state", *keys)] == mine
        )

    return suits


def _numbers(rows: Iterable[Row]) -> np.ndarray:
    return np.array([float(row.cells["value"]) for row in rows if row.cells["value"]])


def _calm(row: Row, sample: Sample) -> bool:
    """Rows of a long series of low shares in a state, all close together."""
    mine = row.key[:1] + row.key[2:]
    series = _numbers(r for r in sample.rows if r.file == row.file and r.key[:1] + r.key[2:] == mine)
    return _share(row, sample) and len(series) > 8 and series.max() < 40 and np.ptp(series) < 8


def _calm_everywhere(row: Row, sample: Sample) -> bool:
    """Rows of a migrant group whose shares are low in every state."""
    mine = row.cells["indicator"], row.cells["group"], row.cells["sex"]
    every = _numbers(
        r for r in sample.rows if (r.cells["indicator"], r.cells["group"], r.cells["sex"]) == mine
    )
    return _share(row, sample) and row.cells["group"] != "" and len(every) > 20 and every.max() < 45


def _thousands(text: str) -> str:
    whole, _, rest = text.partition(".")
    return f"{whole[0]},{whole[1:].ljust(3, '0')[:3]}" + (f".{rest}" if rest else ".0")


def _has_exceptions(row: Row, sample: Sample) -> bool:
    return bool(getattr(sample.framework.indicators[row.cells["indicator"]], "exceptions", ()))


def _parted(row: Row, sample: Sample) -> bool:
    """Rows of both sexes together, beside both women and men."""
    key = list(row.key)
    both = all((row.cells["state"], *key[:3], sex, *key[4:]) in sample.keys for sex in "FM")
    return row.cells["sex"] == "" and both and _share(row, sample)


def _all_foreign(row: Row, sample: Sample) -> bool:
    """Rows of all foreign people, beside those of other EU states and of all other states."""
    key = list(row.key)
    groups = ("EU27_2020_FOR", "NEU27_2020_FOR")
    parts = all((row.cells["state"], *key[:2], group, *key[3:]) in sample.keys for group in groups)
    return row.cells["group"] == "FOR" and parts and _share(row, sample)


def _has_siblings(row: Row, sample: Sample) -> bool:
    """Rows of an indicator that excludes another one, which has the same row."""
    siblings = getattr(sample.framework.indicators[row.cells["indicator"]], "disjoint_with", ())
    ages = [getattr(sample.framework.indicators[code], "age", "") for code in siblings]
    rows = [
        (row.cells["state"], code, *row.key[1:4], age, row.key[5])
        for code, age in zip(siblings, ages, strict=True)
    ]
    return bool(rows) and all(it in sample.keys for it in rows)


def _other_indicator(row: Row, sample: Sample, random: Random) -> str | None:
    """A gap, which has no observations of its own."""
    indicators = sample.framework.indicators.items()
    return random.choice([code for code, it in indicators if getattr(it, "observations_of", None)])


def _other_state(row: Row, sample: Sample, random: Random) -> str:
    return random.choice([code for code in sample.framework.states if code != row.cells["state"]])


def _beyond(row: Row, sample: Sample, random: Random) -> str | None:
    it = sample.framework.indicators[row.cells["indicator"]]
    if not isinstance(it, StatisticIndicator) or it.possible is None or not row.cells["value"]:
        return None
    span = it.possible.high - it.possible.low
    return f"{random.choice([it.possible.low - 0.1, it.possible.high + 0.1 * span]):.1f}"


def _swap(row: Row, sample: Sample, random: Random) -> str:
    """The indicator's code with two neighbouring letters exchanged."""
    code = row.cells["indicator"]
    at = random.choice([n for n in range(len(code) - 1) if code[n] != code[n + 1]])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def line_fault(
    name: str, code: str, change: Callable[[str], list[str] | None], column: str | None = None
) -> Fault:
    """Return the fault that replaces the line of a random row; the finding is on the last of the new lines."""

    def inject(sample: Sample, random: Random) -> Injection | None:
        row = random.choice(sample.rows)
        old = sample.text(row.file).splitlines()[row.line - 1]
        new = change(old)
        if new is None:
            return None
        content = sample.replace_lines(row.file, row.line, new)
        place = row.file, row.line + len(new) - 1, column_of(row, column) if column else None
        return Injection(row.file, content.encode(), place)

    return Fault(name, code, inject)


def _other_value(line: str) -> list[str] | None:
    cells = line.split(",")
    if not cells[7]:
        return None
    cells[7] = "0" if float(cells[7]) == 100 else "100"  # both are levels of every policy item
    return [line + "\n", ",".join(cells) + "\n"]


def head_fault(
    name: str, code: str, change: Callable[[str, str], str], columns: tuple[str, ...], follows: str = ""
) -> Fault:
    """Return the fault that changes the whole text of a random dataset, given one of `columns`."""

    def inject(sample: Sample, random: Random) -> Injection:
        file = random.choice(sample.files("data/*/*.csv"))
        return marked(file, change(sample.text(file), random.choice(columns)))

    return Fault(name, code, inject, frozenset(follows.split()))


def _drop_column(text: str, column: str) -> str:
    rows = [line.split(",") for line in text.splitlines()]
    at = rows[0].index(column)
    return "▲" + "".join(",".join(row[:at] + row[at + 1 :]) + "\n" for row in rows)


def _rename(new: str) -> Callable[[str, str], str]:
    return lambda text, column: text.replace(f",{column},", f",▲{new.format(column)},", 1)


def _latin_1(sample: Sample, random: Random) -> Injection:
    row = random.choice(sample.rows)
    lines = [line.encode() for line in sample.text(row.file).splitlines(keepends=True)]
    old = lines[row.line - 1].rstrip(b"\n")
    lines[row.line - 1] = old + b"\xfc\n"
    return Injection(row.file, b"".join(lines), (row.file, row.line, len(old) + 1))


def _old_marks(sample: Sample, random: Random) -> Injection:
    """A file with a byte-order mark."""
    file = random.choice(sample.files("data/*/*.csv"))
    return Injection(file, b"\xef\xbb\xbf" + sample.text(file).encode(), (file, 1, 1))


def _foreign_folder(sample: Sample, random: Random) -> Injection:
    """A folder that is no state's."""
    folder = "data/" + random.choice(["EL", "UK", "QQ", "Austria", "at"])
    return Injection(f"{folder}/health.csv", b"state,indicator,year,value,source\n", (folder, None, None))


def _undeclared(sample: Sample, random: Random) -> Injection:
    """An entry of sources.yaml renamed: the first row of a random file that used it."""
    row = random.choice(sample.rows)
    source = row.cells["source"]
    file = f"data/{row.cells['state']}/sources.yaml"
    content = sample.text(file).replace(f"\n  {source}:\n", f"\n  {source}x:\n").encode()
    return Injection(file, content, (row.file, row.line, column_of(row, "source")))


FAULTS = (
    cell("letters for a value", "not-a-number", "value", one_of("abc", "n/a", ":", "-", "12%", "1.2.3")),
    cell("nan or inf", "not-a-number", "value", one_of("nan", "NaN", "inf", "-Infinity", "NA")),
    cell("digits of another script", "not-a-number", "value", one_of("٤٢", "４２", "४२.५")),
    cell("blank around a value", "not-a-number", "value", one_of(" 50", "50 ", "\u00a050")),
    cell("letters for a standard error", "not-a-number", "se", one_of("±1", "x", "1;0")),
    cell("letters for a count", "not-a-number", "n", one_of("<5", "few", "1e")),
    cell("year in words", "not-a-number", "year", one_of("2019a", "2019-20", "", "MMXIX", "2019.0")),
    cell("decimal comma", "decimal-comma", "value", one_of("45,3", "7,1", "0,5")),
    cell(
        "comma between thousands",
        "thousands-separator",
        "value",
        where(_statistic, from_cell("value", _thousands)),
    ),
    cell(
        "blank between thousands",
        "thousands-separator",
        "value",
        one_of("12 345", "1\u202f200", "1\u00a0234.5", "1'234"),
    ),
    cell("value too high or low", "value-out-of-range", "value", _beyond),
    cell(
        "value beyond all bounds",
        "value-out-of-range",
        "value",
        where(_statistic, one_of("1e308", "1e999", "-1e999", "9" * 40)),
    ),
    cell(
        "score that is no level",
        "unknown-level",
        "value",
        where(_policy, one_of("42", "99.9", "-50", "1000")),
    ),
    cell("exception not declared", "undeclared-exception", "value", where(_has_exceptions, always("75"))),
    cell("year long past", "year-out-of-range", "year", one_of("1066", "1949", "0", "20")),
    cell("year to come", "future-year", "year", one_of("2200", "9999", "20199")),
    cell("indicator misspelt", "unknown-indicator", "indicator", _swap),
    cell("data for a gap", "unknown-indicator", "indicator", _other_indicator),
    cell(
        "indicator in look-alike letters",
        "unknown-indicator",
        "indicator",
        lambda row, *_: row.cells["indicator"].replace("a", "а", 1),
    ),
    cell(
        "state of another list",
        "unknown-state",
        "state",
        one_of("EL", "UK", "QQ", "", "aut"),
        "state-folder-mismatch",
    ),
    cell(
        "state in look-alike letters",
        "unknown-state",
        "state",
        from_cell("state", lambda text: text.translate(LOOK_ALIKE)),
        "state-folder-mismatch",
    ),
    cell("row of another state", "state-folder-mismatch", "state", _other_state, "duplicate-observation"),
    cell("group in other words", "unknown-group", "group", one_of("FOREIGN", "EU28_FOR", "nat")),
    cell("sex in other words", "unknown-group", "sex", one_of("X", "female", "f")),
    cell("age of another class", "unknown-group", "age", one_of("Y15-19", "adult")),
    cell("duration not in the definition", "unknown-group", "duration", one_of("Y_LT5", "long")),
    cell(
        "no value, no status",
        "missing-without-status",
        "value",
        where(lambda row, _: row.cells["status"] == "", always("")),
    ),
    cell("status of no list", "status-unknown", "status", one_of("q", "U", "b,u", "?", "provisional")),
    cell(
        "confidential value",
        "confidential-value-published",
        "status",
        where(lambda row, _: row.cells["value"] != "", one_of("C", "N", "bC")),
        found_in="value",
    ),
    cell("source not declared", "source-not-declared", "source", one_of("STAT-1999", "")),
    Fault(
        "source renamed in its list", "source-not-declared", _undeclared, frozenset({"source-not-declared"})
    ),
    cell(
        "break flagged",
        "break-in-series",
        "status",
        where(_no_flag_of("b", "indicator", "year"), always("b")),
    ),
    cell(
        "low reliability flagged",
        "low-reliability",
        "status",
        where(_no_flag_of("u", "indicator"), always("u")),
    ),
    cell(
        "share of exactly 0 or 100",
        "unflagged-extreme",
        "value",
        where(lambda row, s: _share(row, s) and not row.cells["status"], one_of("0", "100", "0.0")),
    ),
    cell("value far from its series", "large-change", "value", where(_calm, always("96.5"))),
    cell(
        "value far from all states", "outlier-among-states", "value", where(_calm_everywhere, always("97.5"))
    ),
    cell("sexes do not bracket", "sexes-do-not-bracket-total", "value", where(_parted, always("99.9"))),
    cell("groups do not bracket", "group-identity", "value", where(_all_foreign, always("99.9"))),
    cell("more than all", "implausible-with-sibling", "value", where(_has_siblings, always("99.9"))),
    cell("cell of a megabyte", "cell-too-long", "note", always("x" * 2**20)),
    cell(
        "formula in a note",
        "formula-cell",
        "note",
        one_of('=HYPERLINK("http://x.example")', "+1+1", "@SUM(A1)", "-2+3"),
    ),
    cell("NUL in a note", "invisible-character", "note", always("\0b")),
    cell(
        "right-to-left mark in a code",
        "invisible-character",
        "source",
        from_cell("source", lambda text: "\u200f" + text),
        "source-not-declared",
    ),
    cell(
        "zero-width blank in a code",
        "invisible-character",
        "indicator",
        from_cell("indicator", lambda text: "\u200b" + text),
        "unknown-indicator",
    ),
    line_fault("row twice", "duplicate-observation", lambda line: [line + "\n"] * 2, "indicator"),
    line_fault("row twice, other value", "duplicate-observation", _other_value, "indicator"),
    line_fault("comma too many", "row-length", lambda line: [line + ",\n"]),
    line_fault("comma too few", "row-length", lambda line: [line.replace(",,", ",", 1) + "\n"]),
    line_fault("blank line", "row-length", lambda line: [line + "\n", "\n"]),
    line_fault(
        "quote of a cell never closed", "csv-syntax", lambda line: [line.rsplit(",", 1)[0] + ',"see above\n']
    ),
    line_fault("text after a quote", "csv-syntax", lambda line: [line.rsplit(",", 1)[0] + ',"a"b\n']),
    line_fault("other line end", "mixed-line-endings", lambda line: [line + "\r\n"]),
    head_fault(
        "column left out", "missing-column", _drop_column, ("state", "indicator", "year", "value", "source")
    ),
    head_fault(
        "column misspelt", "unknown-column", _rename("{}s"), ("year", "value", "source"), "missing-column"
    ),
    head_fault("column of one's own", "unknown-column", _rename("my_{}"), ("se", "n", "duration")),
    head_fault(
        "column twice",
        "unknown-column",
        lambda text, column: text.replace(f",{column},", ",▲value,", 1),
        ("se", "n"),
    ),
    Fault("byte-order mark", "byte-order-mark", _old_marks),
    Fault("old encoding", "encoding-not-utf8", _latin_1),
    Fault("folder of no state", "unknown-state", _foreign_folder),
)
