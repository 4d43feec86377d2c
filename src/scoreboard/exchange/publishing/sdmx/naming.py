"""What things are called in SDMX: identifiers of any text, versions, names of code lists, statuses."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from scoreboard.exchange.publishing.columns import Column
from scoreboard.exchange.publishing.release import Release, Table
from scoreboard.exchange.publishing.texts import as_texts
from scoreboard.observations.statuses import statuses

AGENCY = "SCOREBOARD"
PUBLISHED = ("observations", "scores", "sources")
"""The tables that are published as data; the others are code lists and their descriptions."""
OBS_STATUS = Column(
    "obs_status",
    "string",
    "attribute",
    "OBS_STATUS",
    "status of the value in the codes of SDMX; OBS_FLAG has all letters of the source",
    "obs_status",
    required=True,
)
STATUS_NAMES = {
    "A": "Normal value",
    "B": "Time series break",
    "D": "Definition differs",
    "E": "Estimated value",
    "F": "Forecast value",
    "I": "Imputed value",
    "M": "Missing value; data cannot exist",
    "N": "Not significant",
    "O": "Missing value",
    "P": "Provisional value",
    "Q": "Missing value; suppressed",
    "U": "Low reliability",
}
"""The codes of SDMX's CL_OBS_STATUS that occur here."""
MISSING = {"M", "O", "Q"}
_ILLEGAL = re.compile(r"[^A-Za-z0-9_@\-]")


def identifier(code: str) -> str:
    """Return a code as an SDMX identifier; what it may not hold is written as ``$`` and the bytes in hex.

    >>> identifier("NEU27_2020_FOR"), identifier("WORK 2021"), identifier("a$é")
    ('NEU27_2020_FOR', 'WORK$202021', 'a$24$C3$A9')
    """
    return _ILLEGAL.sub(lambda found: "".join(f"${byte:02X}" for byte in found[0].encode()), code)


def code_of(identifier: str) -> str:
    """Return the code that an identifier was made of.

    >>> code_of("WORK$202021"), code_of("a$24$C3$A9")
    ('WORK 2021', 'a$é')
    """
    plain = re.sub(r"\$([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), identifier)
    return plain.encode("latin-1").decode("utf-8")


def version(release: Release) -> str:
    """Return the edition's version as SDMX has it: three numbers; 1.0.0 where the edition counts otherwise."""
    return release.version if re.fullmatch(r"\d+\.\d+\.\d+", release.version) else "1.0.0"


def flow(table: Table) -> str:
    """Return the identifier of a table's dataflow."""
    return table.name.upper()


def described(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table with those that SDMX adds."""
    return (*table.columns, OBS_STATUS) if table.name == "observations" else table.columns


def rows(table: Table) -> pd.DataFrame:
    """Return a table as text under the names of its concepts, codes as identifiers."""
    texts = as_texts(table)
    if table.name == "observations":
        texts["obs_status"] = _obs_status(texts)
    coded = [it.name for it in described(table) if it.codes and it.name != "status"]
    for name in coded:
        texts[name] = texts[name].map({code: identifier(code) for code in texts[name].unique()})
    return texts.set_axis([it.concept for it in described(table)], axis="columns")


def _obs_status(texts: pd.DataFrame) -> pd.Series[str]:
    """Return the one code of CL_OBS_STATUS for the letters of each row: the weightiest that fits."""
    return pd.Series(
        [
            _one_status(letters, value != "")
            for letters, value in zip(texts["status"], texts["value"], strict=True)
        ],
        texts.index,
        dtype="str",
    )


@cache
def _one_status(letters: str, there: bool) -> str:
    found = [row["sdmx"] for letter, row in statuses().items() if letter in letters]
    fitting = [code for code in found if (code in MISSING) != there]
    return next(iter(fitting), "A" if there else "O")
