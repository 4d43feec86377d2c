"""GeoJSON: the rules of RFC 7946, the places of the states, and the scores as they are."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.definitions import State
from scoreboard.exchange.publishing import geojson, shapes

INSIDE = {
    "AT": (14.5, 47.5), "PT": (-8.0, 39.5), "MT": (14.42, 35.89), "LI": (9.54, 47.15), "SM": (12.46, 43.94),
    "IS": (-18.5, 64.9), "CY": (33.2, 35.0), "SE": (15.0, 62.0), "GB": (-1.5, 52.5), "XK": (20.9, 42.6),
}  # fmt: skip
"""Places well inside a state, in degrees east and north."""


@pytest.fixture(scope="module")
def release(mini):
    return mini.release()


@pytest.fixture(scope="module")
def collection(release, tmp_path_factory):
    (path,) = geojson.write(release, tmp_path_factory.mktemp("geojson"))
    return json.loads(path.read_text("utf-8"))


def rings(geometry):
    """Yield (ring, whether it is an outer one)."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from ((ring, position == 0) for position, ring in enumerate(polygon))


def contains(geometry, place):
    """Count the borders to the east of a place: odd inside."""
    x, y = place
    crossings = 0
    for ring, _ in rings(geometry):
        for (a, b), (c, d) in pairwise(ring):
            if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
                crossings += 1
    return crossings % 2 == 1


def test_the_file_is_what_an_independent_model_of_the_rfc_accepts(collection):
    read = FeatureCollection.model_validate(collection)
    assert [feature.id for feature in read.features] == ["AT", "BE", "SE"]
    assert "crs" not in collection  # RFC 7946, section 4: always WGS 84


def test_every_shape_keeps_the_rules_of_polygons():
    seen = 0
    for code, geometry in shapes.geometries().items():
        for ring, outer in rings(geometry):
            seen += 1
            assert ring[0] == ring[-1], code
            assert len(ring) >= 4, code
            assert (shapes.signed_area(ring) > 0) == outer, code
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring), code
    assert seen > 150


@pytest.mark.parametrize("code", INSIDE)
def test_shapes_lie_where_the_states_do(code):
    found = [it for it, geometry in shapes.geometries().items() if contains(geometry, INSIDE[code])]
    assert found == [code]


def test_boxes_hold_their_features_and_the_box_of_all_holds_them(collection):
    for feature in collection["features"]:
        west, south, east, north = feature["bbox"]
        assert all(
            west <= x <= east and south <= y <= north
            for ring, _ in rings(feature["geometry"])
            for x, y in ring
        )
        assert collection["bbox"][0] <= west
        assert collection["bbox"][3] >= north


def test_every_headline_score_is_there_to_the_last_bit_or_null_with_its_reason(collection, release):
    properties = {feature["id"]: feature["properties"] for feature in collection["features"]}
    seen = missing = 0
    for row in release.scores.itertuples():
        name = f"{row.lens}_{row.node}_{row.year}"
        if name not in properties[row.state]:
            assert row.node in release.framework.indicators or row.node in ("employment", "teachers")
            continue
        seen += 1
        given = properties[row.state][name]
        if row.score == row.score:
            assert given == row.score
            assert f"{name}_missing" not in properties[row.state]
        else:
            missing += 1
            assert given is None
            assert properties[row.state][f"{name}_missing"] == row.reason != ""
    assert seen > missing > 0


def test_a_state_without_a_known_shape_is_unlocated_and_said_so(release):
    invented = State("XA", "Aland", "XAA", "XA", (), "", "", False, False, False)
    framework = replace(release.framework, states={**release.framework.states, "XA": invented})
    scores = release.scores.replace({"state": {"SE": "XA"}})
    made = geojson.collection(replace(release, framework=framework, scores=scores))
    feature = made["features"][-1]
    assert (feature["id"], feature["geometry"], made["unlocated"]) == ("XA", None, ["XA"])
    assert "bbox" not in feature
    FeatureCollection.model_validate(made)


def test_what_is_smaller_than_the_grid_becomes_a_point():
    made = shapes._geometry({"type": "Polygon", "arcs": [[0]]}, [[(12.0, 41.0), (12.5, 41.0), (12.0, 41.0)]])
    assert made == {"type": "Point", "coordinates": (12.25, 41.0)}
    assert shapes.bounds(made) == (12.25, 41.0, 12.25, 41.0)


corner = st.tuples(st.integers(-170, 170), st.integers(-80, 80))


@given(st.lists(corner, min_size=3, max_size=8, unique=True), st.sampled_from([1, -1]))
def test_turning_keeps_the_places_and_gives_the_asked_direction(corners, sign):
    ring = [*corners, corners[0]]
    turned = shapes._turned(ring, sign)
    assert sorted(turned) == sorted(ring)
    assert shapes.signed_area(turned) * sign == abs(shapes.signed_area(ring))


def test_the_same_edition_gives_the_same_bytes(release, tmp_path):
    first = geojson.write(release, tmp_path)[0].read_bytes()
    assert geojson.write(release, tmp_path)[0].read_bytes() == first
