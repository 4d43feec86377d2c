"""The languages of the report: one message catalogue for each, gettext's, and English where it is silent.

Words for readers are written ``_("Show the numbers")`` where they stand, and looked up when they are shown.
Titles of definitions are looked up once, by `framework.localised`; prose in `book/` by Sphinx itself. The
catalogues are ``locale/<language>/LC_MESSAGES/scoreboard.po`` of this package for the interface, and ``book.po``
in the book's own folder `locale` for what a project says itself. ``scoreboard book --catalogues`` renews them.
"""

from scoreboard.report.i18n.messages import LANGUAGES, N_, SOURCE, _, active, ngettext, speaking, use

__all__ = ["LANGUAGES", "N_", "SOURCE", "_", "active", "ngettext", "speaking", "use"]
