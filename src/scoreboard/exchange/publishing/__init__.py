"""One edition in other people's formats: observations, scores and what they mean, out of one `Release`.

The contract between the verb `scoreboard export` and a format:

- A format is a module here with ``write(release: Release, folder: Path) -> list[Path]``: it writes its files
  into `folder`, which exists, is empty and is its own, and returns them. It writes nowhere else, asks nothing,
  prints nothing, and imports its libraries inside the function.
- `Release` is all that it may know. It is one edition, or what filters left of it; its frames are not changed.
- The same release gives the same bytes: times are those of ``release.date``, rows keep their order, and what
  has no order is sorted.
- Missing is never zero: a value or score that is missing is empty (null) and keeps its status or reason.
- What the columns are called, mean and allow is said once, in `columns`; a format renders it in its own words.
- The verb puts the folder in its place whole or not at all (`folders`); a row in its table FORMATS makes the
  format known.
"""

from scoreboard.exchange.publishing.making import make_release
from scoreboard.exchange.publishing.release import Release, Table, UnpublishableError

__all__ = ["Release", "Table", "UnpublishableError", "make_release"]
