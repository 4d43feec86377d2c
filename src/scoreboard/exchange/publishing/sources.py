"""Where the figures of an edition come from, and on which terms."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.exchange.publishing.release import Release

LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/legalcode",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/legalcode",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/legalcode",
    "CC BY-SA 3.0 IGO": "https://creativecommons.org/licenses/by-sa/3.0/igo/legalcode",
}
"""Name of a licence → its text; others are named only."""


@dataclass(frozen=True, order=True)
class UsedDataset:
    """One dataset that figures of the edition come from."""

    provider: str
    title: str
    dataset: str
    licence: str
    url: str


def used_datasets(release: Release) -> list[UsedDataset]:
    """Return every dataset that a state's source names, each once, in the order of provider and title."""
    names = ["provider", "title", "dataset", "licence", "url"]
    return sorted({UsedDataset(*row) for row in release.sources[names].itertuples(index=False, name=None)})


def licence_address(name: str) -> str:
    """Return where the text of a licence stands, or nothing."""
    return LICENCES.get(name, "")
