"""Labels of official code lists → their codes, for files that give labels only."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from scoreboard.definitions import suggest
from scoreboard.findings import Place, Report

CodeLists = dict[str, dict[str, str]]
"""Dimension → label → code; every code is also a label of itself."""


def read_codelists(path: Path) -> CodeLists:
    """Read data/codelists.csv (dimension, code, label); no file means no lists."""
    lists: CodeLists = {}
    if not path.is_file():
        return lists
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            codes = lists.setdefault(row["dimension"], {})
            codes[spelt(row["label"])] = codes[row["code"]] = row["code"]
    return lists


def code_labels(path: Path) -> dict[str, dict[str, str]]:
    """Read data/codelists.csv the other way: dimension → code → label; no file means no labels."""
    labels: dict[str, dict[str, str]] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                labels.setdefault(row["dimension"], {}).setdefault(row["code"], row["label"])
    return labels


def spelt(label: str) -> str:
    """Return the label with single spaces; publishers' own labels sometimes hold two."""
    return " ".join(label.split())


def to_codes(
    frame: pd.DataFrame,
    dimensions: Iterable[str],
    lists: CodeLists,
    place: Callable[[int], Place],
    report: Report,
) -> pd.DataFrame:
    """Replace the labels of `dimensions` by their codes.

    Parameters
    ----------
    place : position of a row → its place in the file.

    Returns
    -------
    A copy of the frame; a label that no list holds stays, with a finding that names its first line.
    """
    frame = frame.copy()
    for dimension in dimensions:
        codes = lists.get(dimension, {})
        for label in frame[dimension].unique():
            if spelt(label) not in codes:
                first = int((frame[dimension] == label).to_numpy().argmax())
                advice = suggest(label, codes) or f"the file has no list '{dimension}'"
                advice = f"Add the label to data/codelists.csv; {advice}"
                report.add("wrong-value", place(first), f"{dimension} '{label}'", "", advice)
        frame[dimension] = frame[dimension].map(lambda label, codes=codes: codes.get(spelt(label), label))
    return frame
