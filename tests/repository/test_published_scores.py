"""The policy lens gives the scores of the published edition, 2007 to 2019, to 1e-6."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[2] / "shared/data/policy/published_scores_2007-2019.csv"
DOMAINS = ("labour_market", "education", "health", "anti_discrimination")
REMARK = "not-in-published-edition"
UNPUBLISHED = {
    *(("MD", year, "health") for year in range(2015, 2019)),
    *(("RS", year, "health") for year in range(2015, 2019)),
    ("PT", 2009, "education"),
}


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def cells(policy) -> dict[tuple[str, int, str], float]:
    """(state, year, domain) → score, of the cells that the published edition has."""
    domains = policy.loc[(slice(None), slice(None), DOMAINS), ["score", "reason"]].dropna(subset="score")
    return {
        cell: row.score
        for cell, row in zip(domains.index, domains.itertuples(), strict=True)
        if row.reason != REMARK
    }


def test_numbers_and_sums_by_state_and_domain_are_the_published_ones(cells):
    computed = defaultdict(list)
    for (state, _, domain), score in cells.items():
        computed[state, domain].append(score)
    summary = rows(HERE / "published_summary.csv")
    assert sum(int(row["cells"]) for row in summary) == 1302
    assert len({row["state"] for row in summary}) == 38
    assert {cell: len(scores) for cell, scores in computed.items()} == {
        (row["state"], row["domain"]): int(row["cells"]) for row in summary
    }
    for row in summary:
        assert math.fsum(computed[row["state"], row["domain"]]) == pytest.approx(float(row["sum"]), abs=1e-6)


@pytest.mark.skipif(
    not PUBLISHED.is_file(), reason="the published edition lies only beside its developers' checkouts"
)
def test_every_published_cell_is_reproduced(cells):
    published = {
        (row["state"], int(row["year"]), row["strand"]): float(row["score"]) for row in rows(PUBLISHED)
    }
    assert len(published) == 1302
    assert set(cells) == set(published)
    assert max(abs(cells[cell] - score) for cell, score in published.items()) < 1e-6


def test_nine_cells_are_scored_and_marked_as_unpublished(policy):
    marked = policy[(policy["reason"] == REMARK)]
    assert set(marked.index) == UNPUBLISHED
    assert marked["score"].notna().all()


def test_a_state_year_without_items_has_no_score(project, policy):
    frame = project.panel().frame
    counted = {
        (row.state, row.year, project.framework.indicators[row.indicator].domain)
        for row in frame[frame["value"].notna()].itertuples()
        if project.framework.indicators[row.indicator].lens == "policy"
    }
    empty = [cell for cell in policy.index if cell[2] in DOMAINS and cell not in counted]
    assert len(empty) > 500
    assert policy.loc[empty, "score"].isna().all()
    assert set(policy.loc[empty, "reason"]) == {"no-observations"}


def test_scores_lie_within_0_and_100_and_ranks_within_the_states(project):
    for lens in ("policy", "outcome"):
        frame = project.scores(lens).frame
        assert frame["score"].dropna().between(0, 100).all()
        assert frame["rank"].dropna().between(1, frame["state"].nunique()).all()
        assert frame["score"].notna().sum() > 1000
