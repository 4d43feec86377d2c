"""An edition of the mini project, and one whose texts and numbers are as awkward as they may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

AWKWARD = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\\back\\slash", "it's \"quoted\"", "<a & b>",
    "Ünïcode – 漢字", "None", "nan", "NA", "NULL", "a,b;c\td", "two\nlines", "0012", "1e5", "TRUE", "{{x}}",
    " spaces ", "$24", "]]>",
]  # fmt: skip
"""Texts that some format might run, change or lose."""
NUMBERS = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, -2.5, 1e22, 123456789.12345679, 2**53 + 1.0]
SOURCE = "Büro/2021 (b) $1"


@pytest.fixture(scope="session")
def edition(mini):
    """The edition of the mini project."""
    return mini.release()


@pytest.fixture(scope="session")
def awkward(edition):
    """An edition of awkward notes, numbers, a source and a group."""
    rows = len(edition.observations)
    observations = edition.observations.assign(
        note=np.resize(np.array(AWKWARD, dtype=object), rows),
        value=np.resize(NUMBERS, rows),
        se=np.where(np.arange(rows) % 3, np.nan, 1 / 7),
        source=edition.observations["source"].replace("WORK-2021", SOURCE),
        group=edition.observations["group"].replace("FOR", "Foreign, all"),
    ).astype({"note": "str"})
    observations.loc[4, ["value", "status"]] = [np.nan, "m"]
    sources = edition.sources.replace("WORK-2021", SOURCE).assign(title='=HYPERLINK("x")')
    return replace(edition, observations=observations, sources=sources)
