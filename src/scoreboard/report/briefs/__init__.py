"""Two pages on each state as an accessible PDF: the page of the state, short enough for a meeting."""

from scoreboard.report.briefs.writing import begin_briefs, key, write_briefs

FOLDER = "briefs"
"""Below `_static` of the built site; `links.brief_link` leads there."""

__all__ = ["FOLDER", "begin_briefs", "key", "write_briefs"]
