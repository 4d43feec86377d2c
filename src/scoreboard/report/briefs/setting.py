"""Sets briefs, as a program of its own that is given the file of an order: ``python setting.py order.json``.

typst and vl-convert keep threads of their own, for which a process forked later would wait for ever. Run by its path,
the program loads these two and nothing of this package.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def fulfil(order: dict[str, Any]) -> None:
    """Set briefs one after the other in one compiler, which reads its fonts once.

    Parameters
    ----------
    order : `template`, path of the Typst file; `folder`, where the PDFs go; `standard` of PDF; `vega_lite`, the version
        of the charts; `briefs`: state → what it says, and its charts by name as Vega-Lite texts.
    """
    import typst
    import vl_convert

    template = Path(order["template"])
    with TemporaryDirectory() as name:
        root = Path(name)
        shutil.copy(template, root)
        compiler = typst.Compiler(root / template.name, root=root, ignore_system_fonts=True)
        for state, (said, charts) in order["briefs"].items():
            for chart, spec in charts.items():
                drawn = vl_convert.vegalite_to_svg(spec, vl_version=order["vega_lite"])
                (root / f"{chart}.svg").write_text(drawn, "utf-8")
            (root / f"{state}.json").write_text(json.dumps(said), "utf-8")
            goal = Path(order["folder"], f"{state}.pdf")
            compiler.compile(output=goal, sys_inputs={"state": state}, pdf_standards=[order["standard"]])


if __name__ == "__main__":
    fulfil(json.loads(Path(sys.argv[1]).read_text("utf-8")))
