"""Multiple imputation: against the model written out in full, against simulation, and Rubin's rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.scoring.methods.multiple_imputation import LOGITS, predict, rubin


def simulate(rng, years, states, between, within, missing):
    """Return a panel of the model, and which of its cells to hide."""
    panel = 50 + rng.normal(0, 3, (years, 1)) + rng.normal(0, between, states)
    panel = panel + rng.normal(0, within, (years, states))
    hidden = rng.random((years, states)) < missing
    hidden[:, 0] = True
    return panel, hidden


def predict_densely(panel):
    """Return what `predict` does, with the covariance matrix of all observations written out and inverted."""
    year, state = np.nonzero(~np.isnan(panel))
    all_years, all_states = (axis.ravel() for axis in np.indices(panel.shape))
    y, x, x_all = panel[year, state], np.eye(len(panel))[year], np.eye(len(panel))[all_years]
    degrees = len(y) - len(panel)
    logs, means, variances = [], [], []
    for odds in np.exp(LOGITS):
        v = np.eye(len(y)) + odds * (state[:, None] == state)
        across = odds * (all_states[:, None] == state)
        inverse = np.linalg.inv(v)
        information = x.T @ inverse @ x
        effects = np.linalg.solve(information, x.T @ inverse @ y)
        residual = y - x @ effects
        squares = residual @ inverse @ residual
        rest = x_all - across @ inverse @ x
        known = np.sum(across @ inverse * across, axis=1)
        learned = np.sum(rest @ np.linalg.inv(information) * rest, axis=1)
        determinants = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
        prior = np.log(odds) - 2 * np.log1p(odds)
        logs.append(prior - 0.5 * (determinants + degrees * np.log(squares)))
        means.append(x_all @ effects + across @ inverse @ residual)
        variances.append(squares / (degrees - 2) * (1 + odds - known + learned))
    weights = np.exp(np.array(logs) - max(logs))[:, None] / np.exp(np.array(logs) - max(logs)).sum()
    mean = (weights * means).sum(axis=0)
    variance = (weights * (np.array(variances) + (means - mean) ** 2)).sum(axis=0)
    return mean.reshape(panel.shape), np.sqrt(variance).reshape(panel.shape)


@pytest.mark.parametrize("size", [(1, 8), (3, 4), (6, 10)])
def test_prediction_is_that_of_the_model_written_out(size):
    panel, hidden = simulate(np.random.default_rng(5), *size, 6, 2, 0.2)
    panel[hidden] = np.nan
    for fast, dense in zip(predict(panel), predict_densely(panel), strict=True):
        np.testing.assert_allclose(fast, dense, rtol=1e-7)


@pytest.mark.parametrize(
    ("size", "between", "within"), [((15, 38), 10, 2), ((5, 20), 1, 3), ((4, 10), 3, 1), ((1, 20), 2, 2)]
)
def test_intervals_hold_as_many_hidden_values_as_they_say(size, between, within):
    rng = np.random.default_rng(2)
    errors = []
    for _ in range(120):
        panel, hidden = simulate(rng, *size, between, within, 0.25)
        mean, sd = predict(np.where(hidden, np.nan, panel))
        errors.append(((panel - mean) / sd)[hidden])
    standardised = np.concatenate(errors)
    assert len(standardised) > 500
    assert np.mean(np.abs(standardised) < 1.96) == pytest.approx(0.95, abs=0.02)
    assert np.mean(standardised) == pytest.approx(0, abs=0.15)


@pytest.mark.parametrize(
    "panel",
    [
        [[1.0, 2.0, 3.0, np.nan]],  # two observations more than years: no variance of the spread
        [[np.nan, np.nan], [np.nan, np.nan]],
        [[5.0] * 6, [7.0] * 5 + [np.nan]],  # no spread between states
    ],
)
def test_too_few_or_even_observations_predict_nothing(panel):
    mean, sd = predict(panel)
    assert np.isnan(mean).all()
    assert np.isnan(sd).all()


def test_a_year_without_observations_is_not_predicted():
    panel, _ = simulate(np.random.default_rng(1), 5, 9, 4, 1, 0)
    panel[2] = np.nan
    mean, sd = predict(panel)
    assert np.isnan(mean[2]).all()
    assert not np.isnan(np.delete(mean + sd, 2, axis=0)).any()
    np.testing.assert_array_equal(np.delete(mean, 2, axis=0), predict(np.delete(panel, 2, axis=0))[0])


def test_pooled_variance_by_hand():
    # within 4, between ((9−11)² + (11−11)² + (13−11)²)/2 = 4, total 4 + 4·4/3, degrees 2·(1 + 4/(16/3))²
    pooled = rubin([9.0, 11.0, 13.0], [3.0, 4.0, 5.0])
    assert (pooled.estimate, pooled.within, pooled.between) == (11.0, 4.0, 4.0)
    assert pooled.variance == pytest.approx(28 / 3)
    assert pooled.degrees == pytest.approx(2 * 1.75**2)


def test_analyses_that_agree_add_no_variance_and_have_infinite_degrees():
    pooled = rubin([[5.0, 1.0], [5.0, 3.0]], [[2.0, 1.0], [2.0, 1.0]])
    assert pooled.variance.tolist() == [2.0, 4.0]
    assert pooled.degrees[0] == np.inf
    assert pooled.degrees[1] == pytest.approx((1 + 1 / 3) ** 2)


def test_an_estimate_missing_in_one_analysis_is_missing():
    pooled = rubin([[np.nan, 1.0], [2.0, 2.0]], np.ones((2, 2)))
    assert np.isnan([pooled.estimate[0], pooled.variance[0], pooled.degrees[0]]).all()
    assert pooled.estimate[1] == 1.5


@pytest.mark.parametrize("estimates", [[3.0], 3.0, np.empty((0, 4))])
def test_one_analysis_cannot_be_combined(estimates):
    with pytest.raises(ValueError, match=r"at least two analyses, not [01]"):
        rubin(estimates, estimates)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=9), st.floats(0.1, 50))
def test_the_total_is_never_less_than_the_variance_within(estimates, variance):
    pooled = rubin(estimates, variance)
    assert pooled.variance >= pooled.within >= variance * (1 - 1e-12)
    assert pooled.degrees >= len(estimates) - 1
