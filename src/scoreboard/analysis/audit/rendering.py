"""An audit for people, for machines, and for a page."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Callable, Iterator, Sequence

from scoreboard.analysis.audit.auditing import Audit
from scoreboard.analysis.audit.checks import Answer

SHOWN = 5
"""Cases shown for one question; JSON has all."""
WIDTH, INDENT = 110, " " * 18


def as_text(audits: Sequence[Audit]) -> str:
    """Return audits for reading: step by step, each question with its verdict, number, limit and source."""
    return "\n\n".join("\n".join(_text(each)) for each in audits)


def _text(audit: Audit) -> Iterator[str]:
    yield _title(audit)
    yield _summary(audit)
    for step, name, answers in audit.by_step():
        yield ""
        yield f"{step}. {name}"
        for answer in answers:
            yield f"  {answer.verdict:<14}  {answer.check.question}"
            yield textwrap.fill(
                f"{answer.found.text}.", WIDTH, initial_indent=INDENT, subsequent_indent=INDENT
            )
            yield f"{INDENT}Good: {answer.check.limit} ({answer.check.source})"
            yield from (f"{INDENT}  {case}" for case in _shown(answer))


def _title(audit: Audit) -> str:
    return f"{audit.subject.index.title} {audit.subject.index.version}, {audit.subject.year}"


def _summary(audit: Audit) -> str:
    counts = ", ".join(f"{count} {verdict}" for verdict, count in audit.counts.items())
    return f"{len(audit.answers)} questions: {counts}. {audit.subject.ranked} states have a rank."


def _shown(answer: Answer) -> list[str]:
    """Return the first cases, none where the answer is good."""
    cases = answer.found.cases if answer.verdict == "warn" or answer.check.step == 8 else ()
    more = len(cases) - SHOWN
    return [*cases[:SHOWN], *([f"… and {more} more"] if more > 0 else [])]


def as_json(audits: Sequence[Audit]) -> str:
    """Return audits as JSON, unrounded, with the tables of the coherence."""
    content = {"audits": [each.as_dict() for each in audits]}
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)


def as_markdown(audits: Sequence[Audit]) -> str:
    """Return audits as tables of Markdown, one for each step."""
    return "\n\n".join("\n".join(_markdown(each)) for each in audits)


def _markdown(audit: Audit) -> Iterator[str]:
    yield f"## {_cell(_title(audit))}"
    yield ""
    yield _summary(audit)
    for step, name, answers in audit.by_step():
        yield ""
        yield f"### {step}. {name}"
        yield ""
        yield "| Verdict | Question | Finding | Good | Source |"
        yield "|---|---|---|---|---|"
        for it in answers:
            finding = "<br>".join(map(_cell, [f"{it.found.text}.", *_shown(it)]))
            cells = (
                it.verdict,
                _cell(it.check.question),
                finding,
                str(it.check.limit),
                _cell(it.check.source),
            )
            yield f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Escape what would be markup in a table of Markdown."""
    return html.escape(text, quote=False).replace("|", "\\|").replace("\n", " ")


FORMATS: dict[str, Callable[[Sequence[Audit]], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
"""Name of a format → what writes it."""
