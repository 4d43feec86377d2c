"""The generated pages: one for every state, indicator and kind of finding, each from one template.

A page holds headings and directives only; what it shows is computed when it is read.
"""

from __future__ import annotations

from pathlib import Path

from scoreboard.definitions import Framework, walk
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.findings import catalogue
from scoreboard.report.blocks import findings
from scoreboard.report.blocks.codebook import head
from scoreboard.report.edition import Edition

STATE_PAGE = """\
# {name}

```{{scoreboard}} state_summary {code}
```

```{{scoreboard}} state_ways_on {code}
```

## Where {name} stands

```{{scoreboard}} state_standing {code}
```

```{{scoreboard}} proxies
```

## Strengths and weaknesses

Each item beside the middle of other states, in the latest year in which {name} has a value of it.

```{{scoreboard}} state_against {code}
```

## What changed, and why

```{{scoreboard}} state_trends {code}
```

```{{scoreboard}} state_moves {code}
```

### What changed in the law

```{{scoreboard}} state_changes {code}
```

## Policy, item by item

```{{scoreboard}} state_policy {code}
```

```{{scoreboard}} state_commitments {code}
```

```{{scoreboard}} state_practices {code}
```

## Outcomes, value by value

```{{scoreboard}} state_outcomes {code}
```

### By people's characteristics

```{{scoreboard}} state_people {code}
```

## Legal pathways

```{{scoreboard}} state_pathways {code}
```

## Context

Shown beside the scores, never scored and never ranked: recorded hate crimes reflect how a state records them,
attitudes are those of the receiving society, and values of the whole population say how everyone fares.

```{{scoreboard}} state_context {code}
```

## Where the numbers come from

```{{scoreboard}} state_sources {code}
```
"""

INDICATOR_PAGE = """\
# {title}

{head}

## How it is scored

```{{scoreboard}} indicator_scoring {code}
```

## What is known

```{{scoreboard}} indicator_data {code}
```

## Source and definition

```{{scoreboard}} indicator_source {code}
```
"""

PEOPLE = """
## By people's characteristics

```{{scoreboard}} indicator_people {code}
```
"""

LOOKUP_PAGE = """\
# {title}

```{{scoreboard}} node_lookup {lens} {code}
```
"""


FINDING_PAGE = """\
# {title}

{head}

## In this edition

```{{scoreboard}} finding_here {code}
```
"""


def write_pages(edition: Edition, book: Path) -> list[Path]:
    """Write the pages of all states, indicators and kinds of findings into the book's sources, in English.

    Parameters
    ----------
    edition : the opened project.
    book : the folder of the book's sources; pages go to states/, codebook/ and findings/ below it, so far as
        the book has these chapters.

    Returns
    -------
    The pages; only changed ones are written, and pages of what is gone are removed.
    """
    chapters = {
        "states": {code: _state(edition.written, code) for code in edition.states},
        "codebook": _indicators(edition.written),
        "findings": {code: _finding(code) for code in catalogue()},
    }
    written = []
    for chapter, texts in chapters.items():
        if not (book / chapter / "index.md").is_file():
            continue
        for old in (book / chapter).glob("*.md"):
            if old.stem != "index" and old.stem not in texts:
                old.unlink()
        written += [_write(book / chapter / f"{code}.md", text) for code, text in texts.items()]
    return written


def _state(framework: Framework, code: str) -> str:
    return STATE_PAGE.format(name=framework.states[code].name, code=code)


def _indicators(framework: Framework) -> dict[str, str]:
    pages = {
        code: INDICATOR_PAGE.format(title=indicator.title, code=code, head=head(framework, code))
        + (PEOPLE.format(code=code) if isinstance(indicator, StatisticIndicator) else "")
        for code, indicator in framework.indicators.items()
    }
    for lens, index in framework.indices.items():
        for _, node in walk(index.tree):
            if node.aggregation == "lookup" and node.node:
                title = framework.label(lens, node.node)
                pages[node.node] = LOOKUP_PAGE.format(title=title, lens=lens, code=node.node)
    return pages


def _finding(code: str) -> str:
    kind = catalogue()[code]
    return FINDING_PAGE.format(title=findings.prose(kind.title), head=findings.head(kind), code=code)


def _write(path: Path, text: str) -> Path:
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    return path
