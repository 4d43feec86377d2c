"""Charts, tables, formulas and scripts as text, before any browser sees them."""

import json
import re

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.report import enable, figure, inputs, mathml, runtime, tables, theme, topology
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.mime import BUILDERS, VegaMimeRenderer
from scoreboard.report.renderer import MIME_TYPE

SCORES = pd.DataFrame({"State": ["Austria", "Sweden", "Poland"], "Score": [46.14, 86.0, np.nan]})


@pytest.fixture
def chart():
    """A bar chart with everything said; Altair is left as it was."""
    before = alt.theme.active, alt.renderers.active
    enable()
    bars = alt.Chart(SCORES).mark_bar().encode(x="Score:Q", y="State:N").properties(width="container")
    yield figure.describe(
        bars, title="Scores </script>", subtitle="2019", alt_text="Bars & more", table=SCORES, source="A <b>"
    )
    alt.theme.enable(before[0])
    alt.renderers.enable(before[1])


def contrast(one, other):
    """Contrast ratio of two colours: WCAG 2.2, relative luminance."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


# theme


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_of_charts_can_be_read(mode):
    assert contrast(theme.INK[mode], theme.PAGE[mode]) >= 7
    assert contrast(theme.SOFT_INK[mode], theme.PAGE[mode]) >= 4.5


@pytest.mark.parametrize("colour", [theme.BLUE, theme.VERMILION, theme.GREEN])
def test_first_colours_stand_out_from_either_page(colour):
    assert min(contrast(colour, page) for page in theme.PAGE.values()) >= 3


def test_no_letter_is_smaller_than_twelve_pixels():
    sizes = re.findall(r'"\w*[fF]ontSize": (\d+)', json.dumps(theme.light()))
    assert len(sizes) >= 8
    assert min(map(int, sizes)) >= 12


def test_dark_changes_colours_only():
    light, dark = theme.light(), theme.dark()
    assert theme.merge(theme.merge(light, dark), theme.colours("light")) == light


def test_importing_the_package_registers_nothing():
    import subprocess
    import sys

    code = "import scoreboard.report, sys; sys.exit('altair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# figures


def test_notebook_output_is_the_bare_specification(chart):
    bundle = chart._repr_mimebundle_()
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    assert bundle[MIME_TYPE]["description"] == bundle["text/plain"] == "Bars & more"


def test_figure_says_everything_beside_the_drawing(chart):
    markup = figure.chart_html(chart)
    assert '<span class="sb-title">Scores &lt;/script&gt;</span>' in markup
    assert '<span class="sb-subtitle">2019</span>' in markup
    assert '<p class="sb-source">A &lt;b&gt;</p>' in markup
    assert "<noscript><p>The drawing needs JavaScript" in markup
    assert '<th scope="row">Austria</th><td class="sb-number" data-value="46.14">46.1</td>' in markup


def test_embedded_specification_cannot_end_its_script(chart):
    source = chart.to_dict() | {"datasets": {"words": [{"word": "</script><script>alert(1)"}]}}
    markup = figure.chart_html(source)
    embedded = re.search(r'class="sb-spec">(.*?)</script>', markup, re.DOTALL)[1]
    assert json.loads(embedded)["datasets"] == source["datasets"]


def test_embedded_specification_leaves_out_what_is_said_elsewhere(chart):
    markup = figure.chart_html(chart)
    embedded = json.loads(re.search(r'class="sb-spec">(.*?)</script>', markup, re.DOTALL)[1])
    assert not {"title", "usermeta", "$schema"} & set(embedded)


def test_figure_is_the_same_each_time(chart):
    assert figure.chart_html(chart) == figure.chart_html(chart)


def test_without_a_number_the_figure_says_so(chart):
    empty = SCORES.assign(Score=np.nan)
    bare = figure.describe(chart, title="T", alt_text="", table=empty, empty="Nothing on housing.")
    assert figure.chart_html(bare) == (
        '<figure class="sb-figure"><figcaption><span class="sb-title">T</span></figcaption>'
        '<p class="sb-empty">Nothing on housing.</p></figure>'
    )


@pytest.mark.parametrize(
    ("spec", "drawn"),
    [
        ({"datasets": {"a": []}, "data": {"name": "a"}}, False),
        ({"datasets": {"a": []}, "layer": [{"data": {"values": [{"x": 1}]}}]}, True),
        ({"layer": [{"data": {"values": []}}]}, False),
        ({"data": {"name": "europe_states"}}, True),
    ],
)
def test_has_data_looks_at_every_dataset(spec, drawn):
    assert figure.has_data(spec) is drawn


def test_zero_is_a_number_to_draw():
    table = {"columns": ["State", "Score"], "rows": [["Austria", 0.0]], "caption": "c"}
    assert figure.has_data({"usermeta": {"scoreboard": {"table": table}}})


def test_map_names_the_shapes_and_does_not_carry_them():
    layers = [alt.Chart(topology.shapes(part)).mark_geoshape() for part in ("states", "context")]
    spec = alt.layer(*layers).to_dict()
    assert topology.names(spec) == ["europe_context", "europe_states"]
    node = figure.chart_node(spec)
    assert node["scripts"] == ["charts"]
    assert 'data-shapes="europe_context europe_states"' in node.astext()
    assert "arcs" not in node.astext()
    assert "arcs" not in str(spec)


def test_shapes_have_the_states_by_code():
    objects = topology.read()["objects"]
    codes = [shape["id"] for shape in objects["states"]["geometries"]]
    assert len(codes) == len(set(codes)) == 49
    assert {"AT", "GR", "GB", "XK", "TR", "MT", "CY"} <= set(codes)


@pytest.mark.parametrize(
    ("inline", "kind", "taken"), [(False, MIME_TYPE, 1), (True, MIME_TYPE, None), (False, "text/html", None)]
)
def test_mime_plugin_takes_charts_only(chart, inline, kind, taken):
    data = type("Data", (), {"mime_type": kind, "content": chart.to_dict()})
    nodes = VegaMimeRenderer.handle_mime(None, data, inline)
    assert (len(nodes) if nodes else None) == taken


def test_mime_plugin_comes_first_in_every_html_builder():
    from myst_nb.core.render import get_mime_priority

    assert [get_mime_priority(builder, [])[0] for builder in BUILDERS] == [MIME_TYPE] * 3


# tables


def test_table_has_caption_and_scopes():
    markup = tables.table_html(SCORES, "Scores & ranks")
    assert "<caption><span>Scores &amp; ranks</span></caption>" in markup
    assert markup.count('scope="col"') == 2
    assert markup.count('scope="row"') == 3
    assert 'class="sb-table sb-sortable"' in markup
    assert 'role="group" tabindex="0" aria-label="Scores &amp; ranks"' in markup


def test_missing_is_a_dash_with_words_and_never_zero():
    markup = tables.table_html(SCORES, "c")
    assert (
        '<td class="sb-number sb-missing" title="not enough data"><span aria-hidden="true">–</span>' in markup
    )
    assert ">0" not in markup


@pytest.mark.parametrize(("value", "shown"), [(-0.04, "0.0"), (-1.25, "−1.2"), (3, "3"), (99.96, "100.0")])
def test_numbers_are_printed_for_people(value, shown):
    frame = pd.DataFrame({"State": ["A"], "x": pd.Series([value], dtype=object)})
    assert f">{shown}</td>" in tables.table_html(frame, "c")


def test_decimals_by_column_and_links_in_cells():
    frame = pd.DataFrame({"State": [Html("<a href='#'>A</a>"), "<i>"], "x": [1.0, 2.0], "y": [1.0, 2.0]})
    markup = tables.table_html(frame, "c", decimals={"x": 3})
    assert "<th scope=\"row\"><a href='#'>A</a></th>" in markup
    assert "&lt;i&gt;" in markup
    assert ">1.000<" in markup
    assert ">1.0<" in markup


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6), st.text(max_size=5)), min_size=1, max_size=6))
def test_table_keeps_every_cell(values):
    markup = tables.rows_html(["State", "x"], [["A", value] for value in values], "c")
    assert markup.count("<td") == len(values)
    assert markup.count("sb-missing") == sum(map(tables.is_missing, values))


@given(st.text())
def test_text_is_escaped_once(words):
    assert "<" not in text(words)
    assert text(text(words)) == text(words)
    assert '"' not in attributes(title=words)[8:-1]


# formulas


@pytest.mark.parametrize(
    ("latex", "parts"),
    [
        (
            r"\begin{cases} 0 & \text{if } x < l \\ 100 & \text{otherwise} \end{cases}",
            ["<mtable>", "<mtext>if"],
        ),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", ["<mtable", "<mtr>"]),
        (r"\frac{\sum_i w_i x_i}{\sum_i w_i}", ["<mfrac>", "<msub>"]),
        ("a = b \\\\ c = d", ["<mtable"]),
        ("a = b\n\nc = d", ["<mtable"]),
    ],
)
def test_formula_becomes_mathml(latex, parts):
    markup = mathml.mathml(latex, display=True)
    assert 'display="block"' in markup
    assert "<mi>&</mi>" not in markup
    for part in parts:
        assert part in markup


# scripts and inputs


def test_scripts_are_written_once(tmp_path):
    first = {path: path.stat().st_mtime_ns for path in runtime.write(tmp_path)}
    own = {
        "scoreboard.css",
        "print.css",
        "site.js",
        "charts.js",
        "choice.js",
        "groups.js",
        "shapes.js",
        "vega.js",
    }
    own.add("icon.svg")
    assert {path.name for path in first} == own | set(runtime.INTERACTIVE)
    assert {path: path.stat().st_mtime_ns for path in runtime.write(tmp_path)} == first


def test_vega_is_closed_in_a_function_and_names_its_licence():
    script = runtime.vega_script()
    assert script.startswith("/*! vega 6")
    assert "BSD-3-Clause" in script.splitlines()[0]
    assert script.splitlines()[1].startswith("(function(){")


def test_scripts_name_no_foreign_place():
    own = runtime.charts_script() + (runtime.ASSETS / "site.js").read_text(encoding="utf-8")
    assert "http" not in own


def test_fingerprint_follows_content(tmp_path):
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "states.csv"
    seen = []
    for content in ("code\nAT\n", "code\nBE\n", "code\nAT\n"):
        file.write_text(content)
        seen.append(inputs.fingerprint(tmp_path))
    assert seen[0] == seen[2] != seen[1]
