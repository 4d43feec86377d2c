"""Run the chapters of the book and store the outputs that nbval checks, and no others.

Run by `make notebooks` after a change of data or method; the difference is then reviewed like code.
"""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

CHECKED = "nbval-check-output"
BOOK = Path(__file__).parents[1] / "book"


def refresh(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            checked = CHECKED in cell.metadata.get("tags", [])
            cell.outputs = cell.outputs if checked else []
            cell.execution_count = cell.execution_count if checked else None
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for path in sorted([*BOOK.glob("*.ipynb"), *BOOK.glob("*/*.ipynb")]):
        print(f"running {path.relative_to(BOOK)}")  # noqa: T201  (progress of a script)
        refresh(path)
