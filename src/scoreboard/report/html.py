"""Marked-up text: a string that is already HTML, and the escaping of everything else."""

from __future__ import annotations

import html

__all__ = ["Html", "attributes", "text"]


class Html(str):
    """A string of finished HTML; notebooks show it as such."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def text(value: object) -> Html:
    """Return a value as HTML text: escaped, unless it is `Html` already."""
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=False))


def attributes(**values: object) -> Html:
    """Return ` name="value"` pairs, escaped; None and False are left out, `_` becomes `-`.

    >>> attributes(tabindex=0, aria_label='5 < 6 "units"', title=None)
    ' tabindex="0" aria-label="5 &lt; 6 &quot;units&quot;"'
    """
    pairs = ((name.rstrip("_").replace("_", "-"), value) for name, value in values.items())
    told = (pair for pair in pairs if pair[1] is not None and pair[1] is not False)
    return Html("".join(f' {name}="{html.escape(str(value))}"' for name, value in told))
