"""Elements of XML and HTML, built rather than pasted: whatever a file held is escaped by construction."""

from __future__ import annotations

from xml.etree import ElementTree

Element = ElementTree.Element
Content = Element | str


def element(tag: str, *content: Content, **attributes: object) -> Element:
    """Return an element.

    Parameters
    ----------
    content : elements and texts, in order.
    attributes : an underscore stands for a hyphen, one at the end is left out; None leaves the attribute out.

    >>> ElementTree.tostring(element("td", "a < b", class_="cell"), "unicode")
    '<td class="cell">a &lt; b</td>'
    """
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = Element(tag, {name: str(value) for name, value in named.items() if value is not None})
    for part in content:
        _append(made, part)
    return made


def _append(parent: Element, part: Content) -> None:
    """Append an element, or a text behind whatever is there already."""
    if not isinstance(part, str):
        parent.append(part)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + part
    else:
        parent.text = (parent.text or "") + part
