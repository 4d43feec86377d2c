"""A JSON API of plain files at stable versioned paths, with an OpenAPI 3.1 description.

`models` says what each file holds, `documents` fills them from a release, `openapi` describes them from the same
models. The files need no server that knows of them: any that hands out files will do, and so does a folder.
Within v1 a path stays where it is and a field keeps its meaning; new fields and paths may come.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from scoreboard.exchange.publishing.release import Release

FOLDER = "api/v1"


def write(release: Release, folder: Path, pages: Collection[str] = ()) -> list[Path]:
    """Write the API below `folder`/api/v1.

    Parameters
    ----------
    pages : names of the pages of a book that lies in `folder`; the files then link to them.
    """
    from scoreboard.exchange.publishing.json_api.documents import documents
    from scoreboard.exchange.publishing.json_api.openapi import describe

    texts = {
        path: document.model_dump_json(by_alias=True, exclude_defaults=True)
        for path, document in documents(release, pages)
    }
    texts["openapi.json"] = json.dumps(describe(release, texts), ensure_ascii=False)
    files = [folder / FOLDER / path for path in texts]
    for parent in {file.parent for file in files}:
        parent.mkdir(parents=True, exist_ok=True)
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(f"{text}\n", "utf-8")
    return files
