"""Findings as GitHub's workflow commands."""

from __future__ import annotations

import re

from scoreboard.findings.renderers.github import render

COMMAND = re.compile(r"::(?P<kind>error|warning) (?P<properties>[^\r\n]*?)::(?P<message>[^\r\n]*)")


def test_one_command_for_each_error_and_warning(report):
    found = render(report).split("\n")
    assert found[0] == (
        "::error file=data/AT/x.csv,line=2,col=20,title=not-a-number::"
        "value = 'abc', allowed: a number%0Awas 12 meant?"
    )
    assert found[1].startswith("::warning file=data/AT/sources.yaml,title=unused-source::'A, B: 100%25'%0A")
    assert found[2] == "12,345 observations, 2 files checked: 1 error, 1 warning, 1 remark"
    assert len(found) == 3


def test_whatever_a_file_holds_stays_inside_its_command(hostile):
    text, report, lines = hostile
    *commands, summary = render(report, lines).splitlines()
    assert len(commands) == len(report)
    for finding, command in zip(report, commands, strict=True):
        parts = COMMAND.fullmatch(command)
        assert parts, command
        names = [pair.split("=")[0] for pair in parts["properties"].split(",")]
        assert names == ["file", "line", "col", "title"]
        if text.isascii() and text.isprintable():
            assert unescape(parts["message"]).startswith(f"{finding.found}, allowed: {finding.allowed}\n")
        assert re.sub("%(25|0A|0D|3A|2C)", "", command).count("%") == 0
    assert summary.startswith("nothing checked")


def unescape(text):
    """Decode as the runner does: the percent sign last."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
