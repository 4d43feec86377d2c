"""The estimation from end to end: hold the microdata against the contract, add up, and make cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.definitions.estimating import Estimate, Mapping
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.definitions.reading import Document
from scoreboard.estimate.cells import (
    CELL,
    Errors,
    person_errors,
    psu_errors,
    quantile_cells,
    register_errors,
    replicated_errors,
    sum_cells,
)
from scoreboard.estimate.columns import Columns
from scoreboard.estimate.engines import Engine, UnreadableError
from scoreboard.estimate.mapping import check_mapping
from scoreboard.estimate.psus import PsuVariance, psu_totals
from scoreboard.estimate.rules import check_rows
from scoreboard.estimate.sample import Sample, lonely, sample_of_persons, sample_of_psus
from scoreboard.estimate.sums import Sums, mean_sums, share_sums
from scoreboard.findings import Place, Report

AT_ONCE = 10
"""Indicators of one pass over the persons: more of them make more different patterns of answers."""
ORDER = ["state", "indicator", "year", "group", "sex"]


@dataclass(frozen=True)
class Estimation:
    """What came of the microdata.

    Parameters
    ----------
    cells : one row per state, indicator, year, group and sex with persons, in the columns of `CELL`: `value` and
        `se` in the indicator's unit, `n` persons of the denominator, `weight` = Σw and `numerator` = Σwy over
        them, the two largest contributions to it, and `statistic`, alike where indicators measure the same of
        different groups. Nothing is hidden yet: these cells must not leave the office.
    left_out : indicator → the variables that its block needs and the mapping lacks.
    findings : what is wrong; with an error there are no cells.
    """

    cells: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=CELL))
    left_out: dict[str, list[str]] = field(default_factory=dict)
    findings: Report = field(default_factory=Report)


def estimate_cells(
    engine: Engine,
    microdata: Path,
    mapping: Mapping,
    document: Document,
    framework: Framework,
    *,
    indicators: Collection[str] = (),
    progress: Callable[[str], None] = lambda message: None,
) -> Estimation:
    """Estimate indicators from microdata.

    Parameters
    ----------
    document : the file of the mapping, for the places of findings.
    indicators : codes of those to estimate; if empty, all that have a block.
    progress : is told what is being done.
    """
    report = Report()
    try:
        columns = Columns(engine.read(microdata), mapping)
    except UnreadableError as error:
        report.add("wrong-value", Place(microdata.name), str(error), "Parquet, CSV, or a folder of Parquet")
        return Estimation(findings=report)
    blocks = _blocks(framework, indicators)
    check_mapping(columns, document, report)
    left_out = {
        code: lacking for code, block in blocks.items() if (lacking := _lacking(columns, framework, code))
    }
    chosen = {code: block for code, block in blocks.items() if code not in left_out}
    if report.ok and not chosen:
        found = "no indicator has all the variables that its block needs"
        report.add("missing-key", document.place(("variables",)), found, "; ".join(_told(left_out)))
    if report.ok:
        progress("checking the rows")
        check_rows(engine, columns, document, microdata.name, framework, report)
    if not report.ok:
        return Estimation(left_out=left_out, findings=report)
    cells = _estimate(engine, columns, chosen, framework, document, report, progress)
    return Estimation(cells if report.ok else Estimation().cells, left_out, report)


def _told(left_out: dict[str, list[str]]) -> list[str]:
    return [f"{code}: {', '.join(names)}" for code, names in left_out.items()]


def _blocks(framework: Framework, indicators: Collection[str]) -> dict[str, Estimate]:
    return {
        code: it.estimate
        for code, it in framework.observed.items()
        if isinstance(it, StatisticIndicator) and it.estimate and (not indicators or code in indicators)
    }


def _lacking(columns: Columns, framework: Framework, code: str) -> list[str]:
    indicator = framework.indicators[code]
    assert isinstance(indicator, StatisticIndicator)
    assert indicator.estimate is not None
    by = {indicator.by} - {"none"}
    return sorted(name for name in indicator.estimate.variables | by if not columns.has(name))


def _estimate(
    engine: Engine,
    columns: Columns,
    blocks: dict[str, Estimate],
    framework: Framework,
    document: Document,
    report: Report,
    progress: Callable[[str], None],
) -> pd.DataFrame:
    summed = {code: block for code, block in blocks.items() if not block.quantile}
    items = list(summed.items())
    batches = [dict(items[at : at + AT_ONCE]) for at in range(0, len(items), AT_ONCE)] or [{}]
    sample: Sample | None = None
    cells: list[pd.DataFrame] = []
    for batch in batches:
        progress(f"adding up for {', '.join(batch)}" if batch else "looking at the sample")
        sample, totals = _sampled(engine, columns, batch, sample)
        if _check_strata(sample, columns, document, report):
            return Estimation().cells
        cells += _batch_cells(engine, columns, sample, totals, batch, framework)
    for code, block in blocks.items():
        if block.quantile and sample:
            progress(f"sorting the values of {code}")
            indicator = framework.indicators[code]
            assert isinstance(indicator, StatisticIndicator)
            cells += list(quantile_cells(engine, columns, sample, indicator, block))
    assert sample is not None  # there is at least one batch, if an empty one
    return _joined(cells, blocks, sample.names(columns))


def _sampled(
    engine: Engine, columns: Columns, batch: dict[str, Estimate], sample: Sample | None
) -> tuple[Sample, pd.DataFrame | None]:
    """Return the sample, looked at once, and the totals of its PSUs where errors are made of them."""
    if columns.mapping.design.kind == "linearised" and columns.has("psu"):
        totals = psu_totals(engine, columns, batch)
        return sample or sample_of_psus(totals), totals
    return sample or sample_of_persons(engine, columns), None


def _check_strata(sample: Sample, columns: Columns, document: Document, report: Report) -> bool:
    """Report strata with one PSU where they are an error; return whether there are any."""
    alone = lonely(sample, columns, columns.mapping.design)
    if len(alone):
        first = "; ".join(" ".join(map(str, row)) for row in alone.head(5).itertuples(index=False))
        found = f"{len(alone)} strata have one PSU (state, year, stratum: {first})"
        allowed = "two or more PSUs in each stratum, or single_psu: adjust or certainty"
        advice = "Join each with a stratum like it, or declare under design how single PSUs count."
        report.add("wrong-value", document.place(("design", "single_psu")), found, allowed, advice)
    return bool(len(alone))


def _batch_cells(
    engine: Engine,
    columns: Columns,
    sample: Sample,
    totals: pd.DataFrame | None,
    batch: dict[str, Estimate],
    framework: Framework,
) -> Iterator[pd.DataFrame]:
    shares = {code: block for code, block in batch.items() if not block.mean}
    sums = share_sums(engine, columns, sample, shares) if shares else {}
    sums |= {code: mean_sums(engine, columns, sample, block) for code, block in batch.items() if block.mean}
    errors = _errors(columns, sample, totals, sums, list(batch))
    for code in batch:
        indicator = framework.indicators[code]
        assert isinstance(indicator, StatisticIndicator)
        yield from sum_cells(indicator, sums[code], sample, errors)


def _errors(
    columns: Columns, sample: Sample, totals: pd.DataFrame | None, sums: dict[str, Sums], batch: list[str]
) -> Errors:
    """Return how standard errors are made, as the design says."""
    design = columns.mapping.design
    if design.kind == "register":
        return register_errors(design)
    if design.kind == "replicates":
        return replicated_errors(sums, design)
    if totals is None:
        return person_errors(sums, sample, design)
    places = {code: at for at, code in enumerate(batch)}
    return psu_errors(PsuVariance(totals, sample, design.single_psu), places)


def _joined(cells: list[pd.DataFrame], blocks: dict[str, Estimate], names: pd.DataFrame) -> pd.DataFrame:
    filled = [part for part in cells if len(part)]
    if not filled:
        return Estimation().cells
    whole = pd.concat(filled, ignore_index=True)
    whole = whole.join(names, on="domain")
    statistic = {code: block.model_dump_json(exclude_defaults=True) for code, block in blocks.items()}
    whole["statistic"] = whole["indicator"].map(statistic)
    whole["n"] = whole["n"].astype(int)
    return whole[CELL].sort_values(ORDER, ignore_index=True)
