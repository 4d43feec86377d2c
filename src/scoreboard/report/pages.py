"""The generated pages: one for every state and one for every indicator, each from one template.

A page holds headings and directives only; what it shows is computed when it is read.
"""

from __future__ import annotations

from pathlib import Path

from scoreboard.definitions import Framework, walk
from scoreboard.report.blocks.codebook import head
from scoreboard.report.edition import Edition

STATE_PAGE = """\
# {name}

```{{scoreboard}} state_summary {code}
```

## Where {name} stands

```{{scoreboard}} state_standing {code}
```

```{{scoreboard}} housing_proxy
```

## How it moved

```{{scoreboard}} state_trends {code}
```

### What changed in the law

```{{scoreboard}} state_changes {code}
```

## Policy, item by item

```{{scoreboard}} state_policy {code}
```

## Outcomes, value by value

```{{scoreboard}} state_outcomes {code}
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

LOOKUP_PAGE = """\
# {title}

```{{scoreboard}} node_lookup {lens} {code}
```
"""


def write_pages(edition: Edition, book: Path) -> list[Path]:
    """Write the pages of all states and indicators into the book's sources.

    Parameters
    ----------
    edition : the opened project.
    book : the folder of the book's sources; pages go to states/ and codebook/ below it.

    Returns
    -------
    The pages; only changed ones are written, and pages of states or indicators that are gone are removed.
    """
    texts = {f"states/{code}.md": _state(edition, code) for code in edition.states}
    texts |= {f"codebook/{code}.md": page for code, page in _indicators(edition.framework).items()}
    for folder in ("states", "codebook"):
        for old in (book / folder).glob("*.md"):
            if old.name != "index.md" and f"{folder}/{old.name}" not in texts:
                old.unlink()
    return [_write(book / name, text) for name, text in texts.items()]


def _state(edition: Edition, code: str) -> str:
    return STATE_PAGE.format(name=edition.name(code), code=code)


def _indicators(framework: Framework) -> dict[str, str]:
    pages = {
        code: INDICATOR_PAGE.format(title=indicator.title, code=code, head=head(framework, code))
        for code, indicator in framework.indicators.items()
    }
    for lens, index in framework.indices.items():
        for _, node in walk(index.tree):
            if node.aggregation == "lookup" and node.node:
                title = framework.label(lens, node.node)
                pages[node.node] = LOOKUP_PAGE.format(title=title, lens=lens, code=node.node)
    return pages


def _write(path: Path, text: str) -> Path:
    if not path.is_file() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return path
