"""A new indicator: the template of its kind, with the structure of a like one if there is one."""

from __future__ import annotations

import re
from typing import Any

import yaml

from scoreboard.definitions import Framework
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.scaffold.writing import Plan, template

LENSES = ("policy", "outcome", "context")
STRUCTURE = (
    "unit", "direction", "measure", "observations_of", "by", "groups", "group", "reference", "sexes", "age",
    "possible", "sources",
)  # fmt: skip
"""What a like indicator lends: how it is counted. Texts, goalposts and examples are each indicator's own."""


def indicator_plan(domain: str, code: str, lens: str, framework: Framework, like: str | None = None) -> Plan:
    """Return the file of a new indicator.

    Parameters
    ----------
    domain, code : folder and stem of the file.
    lens : policy, outcome or context.
    framework : the project's definitions.
    like : code of an indicator of the same lens whose structure is taken over.

    Raises
    ------
    KeyError
        If `like` is not defined.
    """
    model = framework.indicators[like] if like else None
    derived = isinstance(model, StatisticIndicator) and model.observations_of is not None
    name = f"{lens}_derived" if derived else lens
    text = template(f"{name}.yaml")
    for key, value in {"code": code, "domain": domain, **_structure(framework, like)}.items():
        text = fill(text, key, value)
    return {f"indicators/{domain}/{code}.yaml": text}


def _structure(framework: Framework, like: str | None) -> dict[str, Any]:
    """Return what the file of `like` says of its structure, as plain values."""
    if like is None:
        return {}
    written = framework.documents[like].value
    lent = {key: written[key] for key in STRUCTURE if key in written}
    if "levels" in written:
        lent["levels"] = [{"score": level["score"], "condition": None} for level in written["levels"]]
    return lent


def fill(text: str, key: str, value: Any) -> str:  # noqa: ANN401  (YAML holds anything)
    r"""Return the template with the top-level `key` set; its comments stay.

    >>> fill("# Which?\ncode:\nwhy:\n", "code", "job_access")
    '# Which?\ncode: job_access\nwhy:\n'
    """
    return re.sub(
        rf"^{key}:.*\n(?:[ -].*\n)*", lambda _: _block(key, value), text, count=1, flags=re.MULTILINE
    )


def _block(key: str, value: Any) -> str:  # noqa: ANN401
    """Return a key with its value; mappings in a list get a line for each key."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return f"{key}: {_flow(value)}\n"
    items = [
        "\n    ".join(f"{name}: {_flow(part)}".rstrip() for name, part in item.items()) for item in value
    ]
    return f"{key}:\n" + "".join(f"  - {item}\n" for item in items)


def _flow(value: Any) -> str:  # noqa: ANN401
    """Return a value on one line; nothing for None, which a person is to write."""
    if value is None:
        return ""
    return yaml.safe_dump([value], allow_unicode=True, sort_keys=False, width=1000, default_flow_style=True)[
        1:-2
    ]
