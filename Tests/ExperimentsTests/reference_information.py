#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Value of information of experiments/reference.yaml, for the values in InformationTests.

Nested simulation with NumPy and SciPy only; nothing of Breakeven is used. EVPI is a plain average over
trials. EVPPI of an input: it is fixed at the midpoints of strata, which are finer at both ends of its
distribution, everything else is drawn, the same at every midpoint, and the cheapest option of each
midpoint is chosen by its mean cost. The error is the spread over independent replicates of the whole.

The starting volume at which half of the trials have paid back within twelve months needs no search:
savings and volume are proportional, so each trial has a least volume, of which it is the median.

Usage: reference_information.py [replicates] [inner trials] [midpoints] [input[+input] ...]
"""
import sys
import numpy as np
from scipy import stats

MONTHS = 36
Z95 = 1.6448536269514722


def pert(low, mode, high):
    a = 1 + 4 * (mode - low) / (high - low)
    b = 1 + 4 * (high - mode) / (high - low)
    return stats.beta(a, b, loc=low, scale=high - low)


def triangular(low, mode, high):
    return stats.triang((mode - low) / (high - low), loc=low, scale=high - low)


SPOT_MU = (np.log(0.44) + np.log(2.40)) / 2
SPOT_SD = (np.log(2.40) - np.log(0.44)) / (2 * Z95)
INPUTS = {
    "starting_volume": stats.lognorm(0.35, scale=300_000),
    "growth": stats.norm(0.03, 0.02),
    "price_decline": pert(0.0, 0.2, 0.5),
    "base_prompt": triangular(1200, 1500, 1900),
    "tuned_prompt": triangular(250, 300, 400),
    "output_tokens": stats.lognorm(0.18, scale=100),
    "iterations": stats.randint(3, 6),
    "failed_share": stats.uniform(0.3, 0.2),
    "gpu_hours": pert(3, 4.5, 8),
    "spot_start": stats.lognorm(SPOT_SD, scale=np.exp(SPOT_MU)),
    "label_price": stats.uniform(0.5, 1.5),
    "eval_weeks": pert(1, 1.5, 3),
    "weekly_rate": stats.truncnorm(-4, np.inf, loc=4000, scale=500),
    "drift_interval": stats.uniform(6, 6),
    "parity": stats.bernoulli(0.85),
}


def draw(rng, n):
    """Everything uncertain, and the shocks of demand and of the spot price."""
    x = {name: family.rvs(size=n, random_state=rng) for name, family in INPUTS.items()}
    noise = 0.1 * rng.standard_normal((MONTHS, n))
    deviation = np.empty((MONTHS, n))
    last = np.zeros(n)
    for m in range(MONTHS):
        last = 0.75 * last + 0.15 * rng.standard_normal(n)
        deviation[m] = last
    x["walk"] = np.exp(np.cumsum(noise - 0.005, axis=0))
    x["spot"] = np.exp(deviation)
    return x


def total_costs(x):
    """Total cost of prompting, the hosted fine-tune and the own one: three rows."""
    n = x["walk"].shape[1]
    growth = np.broadcast_to(1 + x["growth"], n)
    decline = np.broadcast_to((1 - x["price_decline"]) ** (1 / 12), n)
    drift = np.broadcast_to(x["drift_interval"], n)
    plain = np.zeros(n)
    falling = np.zeros(n)
    events = np.zeros(n)
    spot = np.zeros(n)
    level = np.ones(n)
    factor = np.ones(n)
    before = np.zeros(n)
    for m in range(MONTHS):
        level = level * growth
        factor = factor * decline
        volume = level * x["walk"][m]
        plain += volume
        falling += volume * factor
        past = np.floor((m + 1) / drift)
        due = past - before
        before = past
        events += due
        spot += due * x["spot"][m]
    million = x["starting_volume"] / 1e6
    labels = 10_000 * x["label_price"]
    data = labels + x["eval_weeks"] * x["weekly_rate"]
    kept = 1 - x["failed_share"]
    base = million * falling * (x["base_prompt"] * 2.5 + x["output_tokens"] * 10)
    hosted = million * falling * (x["tuned_prompt"] * 0.3 + x["output_tokens"] * 1.2)
    own = million * plain * (x["tuned_prompt"] * 0.2 + x["output_tokens"] * 0.6)
    hosted = hosted + events * (0.25 * labels + 135 / kept)
    own = own + events * (0.25 * labels + 0.8 / kept)
    own = own + spot * x["gpu_hours"] * x["spot_start"] / kept
    runs = x["iterations"] / kept
    parity = x["parity"]
    first = data + runs * 135
    second = data + runs * (x["gpu_hours"] * x["spot_start"] + 0.8)
    return np.stack([
        np.broadcast_to(base, n),
        first + np.where(parity, hosted, base),
        second + np.where(parity, own, base),
    ])


def evpi(rng, millions):
    parts = []
    for _ in range(50 * millions):
        costs = total_costs(draw(rng, 20_000))
        parts.append(np.vstack([costs, costs.min(0)]).mean(1))
    parts = np.array(parts)
    means = parts.mean(0)
    best = means[:3].argmin()
    gains = parts[:, best] - parts[:, 3]
    return gains.mean(), gains.std(ddof=1) / np.sqrt(len(parts))


def nodes(name, midpoints):
    if name in ("iterations", "parity"):
        values = {"iterations": [3, 4, 5], "parity": [0, 1]}[name]
        return values, INPUTS[name].pmf(values)
    even = np.arange(midpoints + 1) / midpoints
    edges = even * even * (3 - 2 * even)
    return INPUTS[name].ppf((edges[1:] + edges[:-1]) / 2), np.diff(edges)


def evppi(rng, names, n, midpoints):
    """Of some inputs together; the midpoints of two are a grid of about ten times as many."""
    x = draw(rng, n)
    if len(names) > 1:
        midpoints = int(np.sqrt(10 * midpoints))
    points = [({}, 1.0)]
    for name in names:
        values, weights = nodes(name, midpoints)
        points = [({**point, name: value}, weight * share)
                  for point, weight in points for value, share in zip(values, weights)]
    means = np.array([total_costs({**x, **point}).mean(1) for point, _ in points])
    weights = np.array([weight for _, weight in points])
    return (weights @ means).min() - weights @ means.min(1)


def least_volumes(rng, n):
    """The starting volume from which on a trial of the hosted option pays back within 12 months."""
    x = draw(rng, n)
    growth = 1 + x["growth"]
    decline = (1 - x["price_decline"]) ** (1 / 12)
    labels = 10_000 * x["label_price"]
    kept = 1 - x["failed_share"]
    spent = labels + x["eval_weeks"] * x["weekly_rate"] + x["iterations"] / kept * 135
    saving = x["base_prompt"] * 2.5 + x["output_tokens"] * 10
    saving = (saving - x["tuned_prompt"] * 0.3 - x["output_tokens"] * 1.2) / 1e6
    saved = np.zeros(n)
    least = np.full(n, np.inf)
    for m in range(12):
        due = np.floor((m + 1) / x["drift_interval"]) - np.floor(m / x["drift_interval"])
        spent = spent + due * (0.25 * labels + 135 / kept)
        saved = saved + growth ** (m + 1) * x["walk"][m] * decline ** (m + 1) * saving
        least = np.minimum(least, spent / saved)
    return np.where(x["parity"] == 1, least, np.inf)


def main():
    replicates, n, midpoints = (
        int(sys.argv[i]) if len(sys.argv) > i else d for i, d in ((1, 20), (2, 20_000), (3, 100)))
    rng = np.random.Generator(np.random.PCG64(20261124))
    value, error = evpi(rng, replicates)
    print(f'("evpi", {value:.6g}, {error:.3g}),', flush=True)
    medians = np.array([np.median(least_volumes(rng, 100_000)) for _ in range(replicates)])
    error = medians.std(ddof=1) / np.sqrt(replicates)
    print(f'("median least volume", {medians.mean():.6g}, {error:.3g}),', flush=True)
    for name in sys.argv[4:] or INPUTS:
        found = np.array([evppi(rng, name.split("+"), n, midpoints) for _ in range(replicates)])
        error = found.std(ddof=1) / np.sqrt(replicates)
        print(f'("{name}", {found.mean():.6g}, {error:.3g}),', flush=True)


main()
