"""Gaps between groups of unlike composition: direct standardisation and Kitagawa's decomposition.

Where more of one group are men, or young, part of a gap in a rate comes from that alone. Standardisation gives
both groups the same composition; the decomposition splits the gap into what rates and what composition make.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from scoreboard.definitions.sampling import SamplingError
from scoreboard.observations import Panel
from scoreboard.observations.keys import KEY
from scoreboard.scoring.gaps import (
    WHOLE,
    By,
    NothingToCompareError,
    chosen_reference,
    observed_statistic,
    with_errors,
)
from scoreboard.scoring.measures import SIGN
from scoreboard.scoring.methods.formulas import Array, ratio
from scoreboard.scoring.sampling import confidence_interval, declared_sampling

UNSURE = 0.05
"""Standard error of a share of the population above which a composition counts as unknown."""
COLUMNS = [
    "indicator", "state", "year", "group", "sex", "age", "duration", "over", "class", "reference", "level",
    "reference_level", "share", "reference_share", "standardised_level", "difference",
    "standardised_difference", "se", "low", "high", "rates_part", "composition_part", "reason",
]  # fmt: skip


def standardised_rate(rates: ArrayLike, weights: ArrayLike) -> Array:
    """Return Σ w·r/Σ w: the rate a group would have with the composition of the standard population.

    Parameters
    ----------
    rates : array [..., stratum]. A missing rate of a stratum that has weight gives NaN: to leave it out would
        standardise each group to another population.
    weights : array [..., stratum], persons or shares of the standard population, ≥ 0.

    >>> standardised_rate([[50.0, 70.0], [np.nan, 70.0]], [0.25, 0.75]).tolist()
    [65.0, nan]
    """
    rates, weights = np.broadcast_arrays(np.asarray(rates, float), np.asarray(weights, float))
    return ratio(np.where(weights == 0, 0.0, weights * rates).sum(-1), weights.sum(-1), +1)


def standardised_error(errors: ArrayLike, weights: ArrayLike) -> Array:
    """Return sqrt(Σ w²·s²)/Σ w, the standard error of a directly standardised rate.

    For strata sampled independently and a standard population that is known: Keyfitz (1966), Sampling
    variance of standardized mortality rates, Human Biology 38(3), 309–317.

    Parameters
    ----------
    errors : array [..., stratum], standard errors of the rates.
    weights : array [..., stratum], as for `standardised_rate`.

    >>> float(standardised_error([3.0, 4.0], [0.5, 0.5]))
    2.5
    """
    errors, weights = np.broadcast_arrays(np.asarray(errors, float), np.asarray(weights, float))
    squares = np.where(weights == 0, 0.0, (weights * errors) ** 2)
    return ratio(np.sqrt(squares.sum(-1)), weights.sum(-1), +1)


def kitagawa(
    rates: ArrayLike, shares: ArrayLike, reference_rates: ArrayLike, reference_shares: ArrayLike
) -> tuple[Array, Array]:
    """Split the gap of two overall rates into the part of the rates and the part of the composition.

    Σ (w + w′)/2·(r − r′) and Σ (r + r′)/2·(w − w′); they add up to Σ w·r − Σ w′·r′ exactly. Kitagawa (1955),
    Journal of the American Statistical Association 50(272), doi 10.1080/01621459.1955.10501299.

    Parameters
    ----------
    rates, reference_rates : arrays [..., stratum], in the unit of the rate.
    shares, reference_shares : arrays [..., stratum] that sum to 1.

    >>> parts = kitagawa([50.0, 70.0], [0.5, 0.5], [60.0, 80.0], [0.25, 0.75])
    >>> [float(part) for part in parts]
    [-10.0, -5.0]
    """
    first, second = np.asarray(rates, float), np.asarray(reference_rates, float)
    own, other = np.asarray(shares, float), np.asarray(reference_shares, float)
    by_rates = ((own + other) / 2.0 * (first - second)).sum(-1)
    by_composition = ((first + second) / 2.0 * (own - other)).sum(-1)
    return np.asarray(by_rates), np.asarray(by_composition)


def implied_share(
    whole: ArrayLike, first: ArrayLike, second: ArrayLike, rounding: float = 0.1
) -> tuple[Array, Array]:
    """Return the share of the first of two strata that their common rate implies, and its standard error.

    w = (T − r₂)/(r₁ − r₂), since T = w·r₁ + (1 − w)·r₂. All three come from one sample, so only their
    rounding is an error: each is off by rounding/√12, carried through by the delta method. Equal rates
    imply nothing and give NaN; a share outside 0..1 means that the three do not belong together.

    Parameters
    ----------
    whole, first, second : arrays, rates of both strata together and of each, per cent.
    rounding : step of the published figures.

    >>> [float(part.round(4)) for part in implied_share(62.0, 54.0, 70.0)]
    [0.5, 0.0022]
    """
    whole, first, second = (np.asarray(rate, float) for rate in (whole, first, second))
    share = ratio(whole - second, first - second, +1)
    step = rounding / math.sqrt(12.0)
    error = step * np.sqrt(1.0 + share**2 + (1.0 - share) ** 2) * np.abs(ratio(1.0, first - second, +1))
    return share, np.asarray(error)


def standardised_gaps(
    panel: Panel,
    indicator: str,
    over: By = "sex",
    reference: str | None = None,
    *,
    declared: SamplingError | None = None,
    interval: float = 0.95,
    rounding: float = 0.1,
) -> pd.DataFrame:
    """Give every group the reference group's composition, and split the gap into rates and composition.

    The composition is what the data imply: the rate of two classes together lies between theirs as their
    shares of the rate's base do. So it needs exactly two classes and the rate of both.

    Parameters
    ----------
    panel : validated observations.
    indicator : code of a statistic in per cent, or of a gap that uses its observations.
    over : what the composition is of: sex, or age or duration where the data have two classes of it.
    reference : group whose composition is the standard; that of the indicator's gap, else NAT.
    declared, interval, rounding : sources of standard errors; level of intervals; step of the figures.

    Returns
    -------
    DataFrame with the columns of `COLUMNS`, one row per (group, state, year, …). `level` and
    `standardised_level` in per cent; `share` of `class`, 0–1; differences and parts in percentage points,
    negative where the group is worse off, `rates_part + composition_part = difference`; `se`, `low`,
    `high` of the standardised difference; `reason` says why it is missing.

    Raises
    ------
    NothingToCompareError
        If the data do not hold what it needs; the text says what they hold.
    KeyError
        If there is no such indicator.
    """
    it = observed_statistic(panel.framework, indicator)
    direction = SIGN[getattr(panel.framework.indicators[indicator], "direction", it.direction)]
    own = with_errors(panel, it.code, declared or declared_sampling(panel.framework))
    reference = chosen_reference(panel.framework, own, it.code, "group", reference)
    first, second = _classes(own, it.code, it.unit, over)
    wide = _side_by_side(own, over, {"whole": WHOLE[over], "first": first, "second": second})
    wide["share"], wide["share_error"] = implied_share(wide["whole"], wide["first"], wide["second"], rounding)
    is_reference = wide["group"] == reference
    keys = [key for key in KEY if key not in {"indicator", "group", over}]
    groups = wide[~is_reference & (wide["group"] != WHOLE["group"])]
    pairs = groups.merge(
        wide[is_reference].drop(columns="group"), on=keys, how="left", suffixes=("", "_facing")
    )
    result = _standardised(pairs, direction, interval)
    fixed = {"indicator": it.code, "over": over, "class": first, "reference": reference, over: WHOLE[over]}
    return result.assign(**fixed)[COLUMNS]


def _classes(own: pd.DataFrame, code: str, unit: str, over: By) -> tuple[str, str]:
    there = sorted(own[over].unique())
    parts = [each for each in there if each != WHOLE[over]]
    if unit != "per_cent":
        raise NothingToCompareError(f"{code} is no rate in per cent; only rates are means over strata")
    if len(parts) != 2 or len(there) != 3:
        raise NothingToCompareError(
            f"{code} cannot be standardised by {over}: the data hold {over} {', '.join(there) or 'nothing'} and"
            f" no population by {over} and group. Needed are the rates of two classes and of both together"
        )
    return parts[0], parts[1]


def _side_by_side(own: pd.DataFrame, over: By, classes: dict[str, str]) -> pd.DataFrame:
    """Return one row per group, state, year, …: value and `_error` of each class."""
    keys = [key for key in KEY if key not in {"indicator", over}]
    columns = {}
    for name, code in classes.items():
        rows = own[own[over] == code].set_index(keys)
        columns[name], columns[f"{name}_error"] = rows["value"], rows["error"]
    return pd.DataFrame(columns).reset_index()


def _standardised(pairs: pd.DataFrame, direction: int, interval: float) -> pd.DataFrame:
    share, facing = pairs["share"].to_numpy(), pairs["share_facing"].to_numpy()
    rates, facing_rates = (
        pairs[[f"first{side}", f"second{side}"]].to_numpy(float) for side in ("", "_facing")
    )
    reasons = _reasons(pairs)
    known = reasons == ""
    weights = np.stack([facing, 1.0 - facing], axis=-1)
    level = np.where(known, standardised_rate(rates, weights), np.nan)
    difference = direction * (level - pairs["whole_facing"].to_numpy())
    sampled = standardised_error(pairs[["first_error", "second_error"]], weights)
    composition = (rates[:, 0] - rates[:, 1]) * pairs["share_error_facing"].to_numpy()
    error = np.sqrt(sampled**2 + composition**2 + pairs["whole_error_facing"].to_numpy() ** 2)
    error = np.where(known, error, np.nan)
    low, high = confidence_interval(difference, error, interval)
    parts = kitagawa(rates, np.stack([share, 1.0 - share], axis=-1), facing_rates, weights)
    return pairs.assign(
        level=pairs["whole"],
        reference_level=pairs["whole_facing"],
        reference_share=facing,
        standardised_level=level,
        difference=direction * (pairs["whole"] - pairs["whole_facing"]),
        standardised_difference=difference,
        se=error,
        low=low,
        high=high,
        rates_part=np.where(known, direction * parts[0], np.nan),
        composition_part=np.where(known, direction * parts[1], np.nan),
        reason=reasons,
    )


def _reasons(pairs: pd.DataFrame) -> Array:
    """Return why a composition is unknown, empty where both are known."""
    shares, errors = pairs[["share", "share_facing"]], pairs[["share_error", "share_error_facing"]]
    rates = pairs[["whole", "first", "second", "whole_facing", "first_facing", "second_facing"]]
    conditions = {
        "a rate is missing": rates.isna().any(axis=1),
        "the classes have nearly the same rate, which hides the composition": (
            shares.isna().any(axis=1) | (errors > UNSURE).any(axis=1)
        ),
        "the rate of both classes does not lie between theirs": ((shares < 0) | (shares > 1)).any(axis=1),
    }
    return np.select(list(conditions.values()), list(conditions), "")
