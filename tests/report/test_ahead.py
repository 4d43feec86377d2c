"""What a build will ask is found in its pages, made on all cores, and taken from there."""

import pytest

from scoreboard.report import ahead
from scoreboard.report.chapters import outputs_key
from scoreboard.report.contents import content_key
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import Ledger

BLOCKS = "scoreboard.report.blocks"
PAGE = """
# A page

```{scoreboard} coverage_summary
```

:::{scoreboard} state_standing "AT"
:::

```{scoreboard} no_such_block
```

```{scoreboard} state_standing "AT
```

    ```{scoreboard} coverage_matrix policy
"""


def test_the_blocks_of_a_page_are_found(small, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    found = ahead.asked(small, page, BLOCKS)
    assert found == [content_key(BLOCKS, "coverage_summary"), content_key(BLOCKS, "state_standing", "AT")]
    chapter = small.root / "book" / "chapter.ipynb"
    assert ahead.asked(small, chapter, BLOCKS) == [outputs_key("book/chapter.ipynb")]


@pytest.fixture
def opened(mini, tmp_path):
    """Open the project with a ledger that is kept."""

    def open_again():
        edition = Edition(mini)
        edition.ledger = Ledger(edition, tmp_path / "ledger")
        return edition

    return open_again


def pages():
    good = [[content_key(BLOCKS, "state_standing", state)] for state in ("AT", "BE", "SE")]
    return [*good, [content_key(BLOCKS, "state_standing", "no such state")]]


@pytest.mark.parametrize("number", [2, 1])
def test_what_is_made_ahead_is_not_made_again(opened, monkeypatch, number):
    monkeypatch.setattr(ahead, "cores", lambda: number)
    edition = opened()
    ahead.make(edition, pages())
    made = []
    monkeypatch.setattr(Ledger, "_made", lambda ledger, key: made.append(key))
    known = [key for keys in pages() for key in keys if key in edition.ledger.records]
    for key in known:
        assert edition.ledger.value(key)
    assert made == []
    assert len(known) == (3 if number > 1 else 0)  # what fails, and one core, is left to the build


def test_nothing_is_begun_where_nothing_changed(opened, monkeypatch):
    edition = opened()
    ahead.make(edition, pages()[:3])
    edition.ledger.save()
    monkeypatch.setattr(ahead, "spread", None)  # would fail if it were called
    ahead.make(opened(), pages()[:3])
