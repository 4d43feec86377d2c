"""The book: charts, tables, sentences and generated pages, and the Sphinx extension that joins them.

`enable` is the first line of a computed chapter; nothing is registered by importing this package.
"""

from __future__ import annotations

import pandas as pd

# Where pyarrow is installed pandas would turn a column of `Html` into plain text, and links into their markup.
pd.set_option("mode.string_storage", "python")


def enable() -> None:
    """Make Altair draw with the book's theme and deliver charts in the book's own way."""
    import altair as alt

    from scoreboard.report import renderer, theme

    theme.enable()
    alt.renderers.register(renderer.NAME, renderer.render)
    alt.renderers.enable(renderer.NAME)


__all__ = ["enable"]
