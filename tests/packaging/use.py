"""What a user of the library may write: checked by mypy in strict mode, and run, against the installed wheel."""

import sys

import scoreboard


def summary(project: scoreboard.Project, lens: str) -> str:
    panel: scoreboard.Panel = project.panel()
    scores: scoreboard.Scores = scoreboard.score(panel, project.framework.indices[lens])
    year = int(scores.frame["year"].max())
    step: scoreboard.Step = scores.explain(panel.states[0], year, "overall")
    analysis: scoreboard.Uncertainty = scoreboard.uncertainty(
        panel, scores.index, draws=20, years=[year], workers=1
    )
    shown = [thing._repr_html_() for thing in (project, panel, scores, step, analysis, project.validate())]
    assert all("<table" in text for text in shown)
    return f"{lens}: {len(scores.frame)} scores, {len(analysis.intervals)} intervals"


def findings(report: scoreboard.Report) -> list[str]:
    return [f"{finding.place} {finding.code}" for finding in report]


if __name__ == "__main__":
    bundled = scoreboard.Project.bundled()
    told = [summary(bundled, "policy"), str(len(findings(bundled.validate())))]
    try:
        scoreboard.chart(bundled, "map")
    except ModuleNotFoundError as error:
        told.append(str(error))
    sys.stdout.write("\n".join(told))
