"""New records put into the text of a register; all lines that stand in it stay as they are."""

from __future__ import annotations

import json
import re
from typing import Any

SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/state-pathways.json\n"
EMPTY = SCHEMA_LINE + "sources:\noverrides: {}\npathways:\n"
"""A register without records; `sources` and `pathways` are about to be filled."""
_SECTION = re.compile(r"^([a-z]+):(.*)$", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\d{4}-\d{2}-\d{2}")


def inserted(text: str, section: str, block: str) -> str:
    r"""Return the text with a block at the end of one of its sections; a section that is absent comes last.

    >>> inserted("sources:\n  A: {}\npathways: {}\n", "sources", "  B: {}\n")
    'sources:\n  A: {}\n  B: {}\npathways: {}\n'
    """
    text = text if text.endswith("\n") else text + "\n"
    found = {it[1]: it for it in _SECTION.finditer(text)}
    if section not in found:
        return f"{text}{section}:\n{block}"
    own = found[section]
    later = [it.start() for it in found.values() if it.start() > own.start()]
    end = min(later, default=len(text))
    if own[2].strip() in ("{}", "null"):
        return f"{text[: own.start()]}{section}:\n{block}{text[own.end() + 1 :]}"
    return text[:end] + block + text[end:]


def written(value: Any) -> str:  # noqa: ANN401  (a scalar, a list or a mapping of these)
    """Return a plain value as YAML on one line.

    >>> written({"value": ["a", "b"], "since": "2024-01-01", "note": "Yes, it is."})
    '{value: [a, b], since: 2024-01-01, note: "Yes, it is."}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(it)}" for key, it in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in ("true", "false", "null"):
        return value
    return json.dumps(value, ensure_ascii=False)


def block(key: str, content: dict[str, Any]) -> str:
    """Return one record of a section: a line for each key, and one for each term."""
    lines = [f"  {key}:"]
    for name, value in content.items():
        if name == "terms":
            lines += ["    terms:", *(f"      {field}: {written(term)}" for field, term in value.items())]
        else:
            lines.append(f"    {name}: {written(value)}")
    return "\n".join(lines) + "\n"
