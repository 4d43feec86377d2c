"""States under the names that publishers use; what is not a state is left out by rule."""

import pytest

from scoreboard.exchange.places import Gazetteer

from .making import states

GAZETTEER = Gazetteer(states().values())


@pytest.mark.parametrize(
    ("place", "state"),
    [
        ("EL", "GR"), ("GR", "GR"), ("Greece", "GR"), ("GRC", "GR"), ("UK", "GB"), ("GB", "GB"),
        ("United Kingdom", "GB"), ("XK", "XK"), ("Kosovo*", "XK"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("Czech Republic", "CZ"), ("Kosovo (under United Nations Security Council Resolution 1244/99)", "XK"),
        ("Germany (until 1990 former territory of the FRG)", "DE"), ("Bosnia and Herzegovina", "BA"),
        (" Bosnia  &  Herzegovina ", "BA"), ("Moldova, Republic of", "MD"), ("NO", "NO"),
    ],
)  # fmt: skip
def test_states_are_found(place, state):
    assert GAZETTEER.resolve(place).state == state


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("EU", "an aggregate of states"), ("EU27_2020", "an aggregate of states"),
        ("EU28-UK", "an aggregate of states"), ("EA20", "an aggregate of states"),
        ("Euro area – 20 countries (from 2023)", "an aggregate of states"),
        ("Euro area - 19 countries  (2015-2022)", "an aggregate of states"),
        ("European Union - 27 countries (from 2020)", "an aggregate of states"),
        ("D-W", "a part of a state"), ("D-E", "a part of a state"),
    ],
)  # fmt: skip
def test_what_is_not_a_state_is_left_out_by_rule(place, reason):
    found = GAZETTEER.resolve(place)
    assert (found.state, found.reason, found.known) == ("", reason, True)


@pytest.mark.parametrize("place", ["Atlantis", "", "EE1", "EAST"])
def test_any_other_place_is_unknown(place):
    assert not GAZETTEER.resolve(place).known


def test_no_name_means_two_states():
    names: dict[str, set[str]] = {}
    for state in states().values():
        for name in (state.code, state.eurostat, state.iso3, state.name, *state.aliases):
            names.setdefault(name, set()).add(state.code)
    assert {name: codes for name, codes in names.items() if len(codes) > 1} == {}


def test_no_code_of_a_state_falls_under_a_rule_for_others():
    assert [state for state in states() if GAZETTEER.resolve(state).state != state] == []
