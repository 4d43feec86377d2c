"""The definitions held against the structure of a dataset: what is wrong, and what remains to be asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from scoreboard.definitions import Framework, suggest
from scoreboard.exchange.fetching.demands import Demand, Need
from scoreboard.exchange.fetching.structure import Structure
from scoreboard.exchange.places import Gazetteer
from scoreboard.findings import Report


def check_structure(need: Need, structure: Structure, report: Report) -> list[str]:
    """Report what the definitions ask for and the dataset does not have.

    Parameters
    ----------
    need : what is asked of the dataset.
    structure : what the service says that it has.
    report : receives an error for each dimension that is absent, each code that is needed and absent, and each
        dimension with several codes that no filter narrows; each at the line of the definition.

    Returns
    -------
    Remarks on codes that are absent while others of the same line remain.
    """
    remarks: list[str] = []
    for demand in need.all():
        held = structure.codes.get(demand.dimension)
        if held is not None:
            remarks += _check_codes(need, demand, held, report)
        elif not demand.optional:
            found = f"{need.key} has no dimension '{demand.dimension}', which {demand.asker} asks for"
            advice = "Follow the change of the dataset in the definition; " + suggest(
                demand.dimension, structure.codes
            )
            report.add("missing-column", demand.place, found, "", advice, indicator=_indicator(need, demand))
    if need.geography not in structure.codes:
        found = f"{need.key} has no dimension '{need.geography}' of states"
        advice = (
            f"Name it under datasets.{need.key}.columns.state; {suggest(need.geography, structure.codes)}"
        )
        report.add("missing-column", need.place, found, "", advice)
    _check_open(need, structure, report)
    return remarks


def _check_codes(need: Need, demand: Demand, held: Collection[str], report: Report) -> Iterator[str]:
    """Report the needed codes that are absent, else yield a remark on the others."""
    absent = [code for code in demand.codes if code not in held]
    needed = [code for code in absent if code in demand.needed]
    wrong = needed or (absent if len(absent) == len(demand.codes) else [])
    for code in wrong:
        found = (
            f"{need.key}: {demand.dimension} = {code}, which {demand.asker} asks for, is not among its codes"
        )
        advice = "Follow the change of the dataset in the definition; " + suggest(code, held)
        report.add("wrong-value", demand.place, found, "", advice, indicator=_indicator(need, demand))
    if absent and not wrong:
        yield f"{need.key} has no {demand.dimension} = {', '.join(absent)} ({demand.place})"


def _check_open(need: Need, structure: Structure, report: Report) -> None:
    """Report dimensions of several codes that an indicator leaves open: its observations would stand twice."""
    for code, demands in need.demands.items():
        asked = {demand.dimension for demand in (*demands, *need.common)} | {need.geography}
        for name, held in structure.codes.items():
            if len(held) > 1 and name not in asked:
                found = f"{need.key} has the dimension '{name}', of which {code} takes no single code"
                advice = f"Add the filter {name}; {suggest('TOTAL', held)}"
                report.add("missing-key", need.sources[code], found, "", advice, indicator=code)


def _indicator(need: Need, demand: Demand) -> str | None:
    return demand.asker if demand.asker in need.demands else None


def narrow(need: Need, structure: Structure | None, places: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return dimension → the codes to ask for: those that are wanted, and that the dataset has.

    Parameters
    ----------
    structure : of the dataset; without it everything that is wanted is asked for.
    places : code of a place at the service → state, for the states that are wanted; empty: all places.
    """
    codes = need.codes()
    if structure is not None:
        codes = {
            name: tuple(code for code in asked if code in structure.codes[name])
            for name, asked in codes.items()
            if name in structure.codes
        }
    return codes | ({need.geography: tuple(sorted(places))} if places else {})


def places_of(
    need: Need, structure: Structure | None, framework: Framework, states: Collection[str], naming: str
) -> dict[str, str]:
    """Return code of a place at the service → state.

    Parameters
    ----------
    states : codes of the states that are wanted; all of the code list if empty.
    naming : `Service.places`, for services that do not say which places they have.
    """
    wanted = set(states) or set(framework.states)
    if structure is None:
        attribute = {"iso2": "code", "iso3": "iso3"}.get(naming, "eurostat")
        return {getattr(framework.states[code], attribute): code for code in sorted(wanted)}
    gazetteer = Gazetteer(framework.states.values())
    found = {place: gazetteer.resolve(place).state for place in structure.codes.get(need.geography, ())}
    return {place: state for place, state in found.items() if state in wanted}
