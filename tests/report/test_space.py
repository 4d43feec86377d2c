"""The space kept for a drawing, from its specification; the real book is held to it in a browser (test_real_book)."""

import altair as alt
import pandas as pd
import pytest

from scoreboard.report import space, topology
from scoreboard.report.figure import chart_html

ROWS = alt.InlineData(values=[{"x": 1, "y": "AT", "who": "women"}, {"x": 2, "y": "BE", "who": "men"}])
POINTS = alt.Chart(ROWS).mark_point().encode(alt.X("x:Q", title=None), alt.Y("y:N")).properties(height=100)


def around(chart):
    """Return the pixels kept beside the drawing itself."""
    spec = chart.to_dict()
    style = dict(part.split(":") for part in space.kept(spec).split(";"))
    assert style["--sb-inner"] == f"{spec['height']}px"
    return int(style["--sb-around"].removesuffix("px"))


def test_an_axis_takes_room_and_its_title_more():
    bare = around(POINTS.encode(alt.X("x:Q", axis=None)))
    assert bare == space.FRAME
    assert around(POINTS) == bare + space.LABELS
    assert around(POINTS.encode(alt.X("x:Q", title="Score"))) == bare + space.LABELS + space.TITLE
    assert (
        around(POINTS.encode(alt.X("x:Q", title=None, axis=alt.Axis(orient="top"))))
        == bare + space.LABELS + space.ABOVE
    )


@pytest.mark.parametrize(
    ("legend", "pixels"),
    [
        (alt.Color("who:N"), space.SYMBOLS + space.ROW),
        (alt.Color("who:N", legend=alt.Legend(columns=1)), space.SYMBOLS + 2 * space.ROW),
        (
            alt.Color("who:N", scale=alt.Scale(domain=list("abc")), legend=alt.Legend(columns=2)),
            space.SYMBOLS + 2 * space.ROW,
        ),
        (alt.Color("x:Q"), space.RAMP),
        (alt.Color("x:Q", legend=alt.Legend(orient="bottom")), space.RAMP + space.BELOW),
        (alt.Color("who:N", legend=None), 0),
    ],
)
def test_a_legend_takes_room_for_its_rows(legend, pixels):
    assert around(POINTS.encode(legend)) == around(POINTS) + pixels


def test_a_layer_counts_once():
    layered = alt.layer(POINTS, POINTS.mark_rule()).properties(height=100)
    assert around(layered) == around(POINTS)


def test_small_drawings_side_by_side_are_as_high_as_the_longest_of_each_row():
    rows = [
        {"panel": "a", "y": "AT"},
        {"panel": "b", "y": "AT"},
        {"panel": "b", "y": "BE"},
        {"panel": "c", "y": "AT"},
    ]
    small = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_point()
        .encode(alt.Y("y:N"))
        .properties(height=alt.Step(20))
    )
    chart = small.facet("panel:N", columns=2)
    assert space.drawing(chart.to_dict()) == (2 * 20 + space.HEADER + space.GAP) + (
        20 + space.HEADER + space.GAP
    )


def test_joined_drawings_add_up_below_each_other_and_not_beside():
    assert space.drawing(alt.vconcat(POINTS, POINTS).to_dict()) == 200
    assert space.drawing(alt.hconcat(POINTS, POINTS.properties(height=150)).to_dict()) == 150


def test_a_map_is_never_higher_than_a_phone_is_wide_and_choices_stand_below():
    lens = alt.param(name="lens", bind=alt.binding_select(options=["policy", "outcome"], name="Lens "))
    chart = alt.Chart(topology.shapes()).mark_geoshape().properties(height=440).add_params(lens)
    assert (
        space.kept(chart.to_dict())
        == f"--sb-inner:min(440px, 90vw);--sb-around:{space.FRAME}px;--sb-choices:1"
    )


def test_no_room_is_kept_where_the_height_is_not_told():
    chart = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(alt.X("x:Q"))
    assert space.kept(chart.to_dict()) is None
    assert '<div class="sb-plot"></div>' in chart_html(chart)
