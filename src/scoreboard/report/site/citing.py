"""How to cite the edition that the pages show."""

from __future__ import annotations

from scoreboard.exchange.publishing.citing import FILE, Citation, citation
from scoreboard.report.edition import Edition


def edition_citation(edition: Edition) -> Citation:
    """Return the citation of an edition; of a project without CITATION.cff, by its folder and first index."""
    indices = edition.framework.indices.values()
    title = next((index.title for index in indices), edition.root.name)
    version = " / ".join(index.version for index in indices)
    return citation(edition.file(FILE).parent, title, version)
