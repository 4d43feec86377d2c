"""The cells of one dataset in our own terms: state, year, value and status of every row of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import NormalDist

import pandas as pd

from scoreboard.definitions import suggest
from scoreboard.definitions.registers import Dataset
from scoreboard.exchange import sdmx_csv
from scoreboard.exchange.places import Gazetteer
from scoreboard.exchange.shapes import Delivery
from scoreboard.findings import Place, Report
from scoreboard.observations.contracts import FLAGS, NUMBER

CONFIDENTIAL = "[CN]"
"""Status letters beside which a value is never written: confidential, not for publication."""


@dataclass(frozen=True)
class Cells:
    """One dataset, read and understood but not yet cut into indicators.

    Parameters
    ----------
    key : of the dataset.
    delivery : the file it came in.
    dimensions : DataFrame, the file's columns as categories; filters look here.
    roles : our field → the file's column.
    frame : DataFrame of text, the same rows: state (empty where left out), reason (why), year, value,
        status, n, se, note, url.
    """

    key: str
    delivery: Delivery
    dimensions: pd.DataFrame
    roles: dict[str, str]
    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.frame)


def understand(
    key: str, dataset: Dataset, delivery: Delivery, gazetteer: Gazetteer, report: Report
) -> Cells | None:
    """Resolve states, years, values and flags of a delivery.

    Returns
    -------
    The cells, or None where required columns are absent; findings say what could not be understood.
    """
    roles = _roles(key, dataset, delivery, report)
    if roles is None:
        return None
    raw = delivery.frame
    blank = pd.Series("", index=raw.index, dtype="str")
    text = {field: raw[roles[field]].str.strip() if field in roles else blank for field in _FIELDS}
    frame = pd.DataFrame({field: text[field] for field in ("n", "note", "url")})
    frame["state"], frame["reason"] = _states(text["state"], gazetteer, delivery, report)
    frame["year"] = _years(text["year"], delivery, report)
    frame["status"] = _status(text["status"], text["confidentiality"], dataset.status, delivery, report)
    frame["value"] = _values(text["value"], frame["status"], delivery, report)
    frame.loc[(frame["value"] == "") & (frame["status"] == ""), "status"] = "m"
    frame["se"] = _errors(text, dataset.interval_level, delivery, report).mask(frame["value"] == "", "")
    return Cells(key, delivery, raw.astype("category"), roles, frame)


_FIELDS = (
    "state", "year", "value", "status", "confidentiality", "n", "note", "url", "se", "ci_low", "ci_high",
)  # fmt: skip


def _roles(key: str, dataset: Dataset, delivery: Delivery, report: Report) -> dict[str, str] | None:
    """Return field → column of the file, or None with a finding for each absent column."""
    if delivery.official:
        named = sdmx_csv.ROLES | dataset.columns
        present = {field: column for field, column in named.items() if column in delivery.frame}
        absent = [named[field] for field in _REQUIRED if field not in present]
    else:
        present = dataset.columns
        absent = [column for column in present.values() if column not in delivery.frame]
        absent += [f"the column of '{field}'" for field in _REQUIRED if field not in present]
    for column in absent:
        advice = f"Correct datasets.{key}.columns in indicators/sources.yaml, or the file; " + suggest(
            column, map(str, delivery.frame)
        )
        report.add("missing-column", Place(delivery.file, 1), f"{column} is absent", "", advice)
    return None if absent else present


_REQUIRED = ("state", "year", "value")


def _states(
    places: pd.Series[str], gazetteer: Gazetteer, delivery: Delivery, report: Report
) -> tuple[pd.Series[str], pd.Series[str]]:
    """Return the state of each row, and the reason where it has none."""
    resolved = {place: gazetteer.resolve(place) for place in places.unique()}
    unknown = places.map({place: not found.known for place, found in resolved.items()}).astype(bool)
    advice = "Add the name to the aliases in data/states.csv, or a rule for what is not a state."
    _report_each("unknown-state", places, unknown, "", advice, delivery, report)
    state = places.map({place: found.state for place, found in resolved.items()})
    reason = places.map({place: f"{found.reason}: {place}" for place, found in resolved.items()})
    return state.astype("str"), reason.mask(state != "", "").astype("str")


def _years(text: pd.Series[str], delivery: Delivery, report: Report) -> pd.Series[str]:
    """Return the year of each period: 2014 of ``2014``, ``2014-11`` and ``2014-Q4``."""
    years = text.str.extract(r"^(\d{4})(?!\d)")[0]
    _report_each("wrong-value", text, years.isna(), "a year, such as 2019 or 2019-11", "", delivery, report)
    return years.fillna("").astype("str")


def _status(
    words: pd.Series[str],
    confidentiality: pd.Series[str],
    meaning: dict[str, str],
    delivery: Delivery,
    report: Report,
) -> pd.Series[str]:
    """Return status letters: the publisher's words translated, confidentiality as capitals."""
    letters = words.map({word: meaning.get(word, word) for word in words.unique()})
    letters = letters.str.replace("c", "C", regex=False)  # Eurostat's observation flag for confidential
    status = letters + confidentiality.where(confidentiality != "F", "")  # F: free, nothing to say
    wrong = ~status.str.fullmatch(f"[{re.escape(FLAGS)}]*")
    advice = "Translate the publisher's word under `status` of the dataset in indicators/sources.yaml."
    _report_each("status-unknown", status, wrong, f"letters of {FLAGS}", advice, delivery, report)
    return status.astype("str")


def _values(
    text: pd.Series[str], status: pd.Series[str], delivery: Delivery, report: Report
) -> pd.Series[str]:
    """Return the source's own digits, empty where there is no value or it may not be published."""
    value = text.mask(text == ":", "")
    wrong = (value != "") & ~value.str.fullmatch(NUMBER)
    _report_each("not-a-number", value, wrong, "a number with a decimal point", "", delivery, report)
    return value.mask(status.str.contains(CONFIDENTIAL), "").astype("str")


def _errors(
    text: dict[str, pd.Series[str]], level: float, delivery: Delivery, report: Report
) -> pd.Series[str]:
    """Return the published standard error, else that behind a confidence interval: (high − low)/2z."""
    stated, low, high = (text[field].mask(text[field] == ":", "") for field in ("se", "ci_low", "ci_high"))
    for column in (stated, low, high):
        wrong = (column != "") & ~column.str.fullmatch(NUMBER)
        _report_each("not-a-number", column, wrong, "a number with a decimal point", "", delivery, report)
    widths = pd.to_numeric(high, errors="coerce") - pd.to_numeric(low, errors="coerce")
    _report_each(
        "wrong-value", low, widths < 0, "the lower bound of the interval", "Are the two columns swapped?",
        delivery, report,
    )  # fmt: skip
    errors = widths / (2.0 * NormalDist().inv_cdf((1.0 + level) / 2.0))
    derived = pd.Series([f"{error:.6g}" if error >= 0 else "" for error in errors], stated.index, dtype="str")
    return stated.where(stated != "", derived)


def _report_each(
    code: str,
    text: pd.Series[str],
    wrong: pd.Series[bool],
    allowed: str,
    advice: str,
    delivery: Delivery,
    report: Report,
) -> None:
    """Report each distinct wrong text once, at its first row, with the number of rows."""
    for word, rows in text[wrong].groupby(text[wrong], sort=True):
        place = delivery.place(int(rows.index[0]))
        report.add(code, place, f"'{word}' ({len(rows)} times)", allowed, advice)
