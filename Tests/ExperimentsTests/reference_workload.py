#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Independent simulation of experiments/reference.yaml, for the values in ReferenceWorkloadTests.

NumPy only; nothing of Breakeven is used. Usage: reference_workload.py [millions of trials]
"""
import sys
import numpy as np

MONTHS = 36
rng = np.random.Generator(np.random.PCG64(20261123))


def pert(low, mode, high, n):
    a = 1 + 4 * (mode - low) / (high - low)
    b = 1 + 4 * (high - mode) / (high - low)
    return low + (high - low) * rng.beta(a, b, n)


def payback(upfront, savings):
    cum = np.cumsum(savings, axis=0) - upfront
    paid = cum >= 0
    month = np.argmax(paid, axis=0)
    i = np.arange(cum.shape[1])
    before = np.where(month > 0, cum[month - 1, i], -upfront)
    time = month - before / (cum[month, i] - before)
    return np.where(paid.any(axis=0), time, np.inf)


def chunk(n):
    z95 = 1.6448536269514722
    volume0 = 300_000 * np.exp(0.35 * rng.standard_normal(n))
    growth = 0.03 + 0.02 * rng.standard_normal(n)
    decline = pert(0.0, 0.2, 0.5, n)
    prompt0 = rng.triangular(1200, 1500, 1900, n)
    prompt1 = rng.triangular(250, 300, 400, n)
    out = 100 * np.exp(0.18 * rng.standard_normal(n))
    runs = rng.integers(3, 6, n)
    failed = rng.uniform(0.3, 0.5, n)
    hours = pert(3, 4.5, 8, n)
    spot_mu = (np.log(0.44) + np.log(2.40)) / 2
    spot_sd = (np.log(2.40) - np.log(0.44)) / (2 * z95)
    log_spot0 = spot_mu + spot_sd * rng.standard_normal(n)
    labels = 10_000 * rng.uniform(0.5, 2.0, n)
    weeks = pert(1, 1.5, 3, n)
    rate = 4000 + 500 * rng.standard_normal(n)
    while (bad := rate < 2000).any():
        rate[bad] = 4000 + 500 * rng.standard_normal(bad.sum())
    drift = rng.uniform(6, 12, n)
    parity = rng.random(n) < 0.85

    steps = np.log1p(growth) - 0.005 + 0.1 * rng.standard_normal((MONTHS, n))
    volume = volume0 * np.exp(np.cumsum(steps, axis=0))
    log_spot = np.empty((MONTHS, n))
    last = log_spot0
    for m in range(MONTHS):
        last = last + 0.25 * (log_spot0 - last) + 0.15 * rng.standard_normal(n)
        log_spot[m] = last
    months = np.arange(1, MONTHS + 1)[:, None]
    factor = (1 - decline) ** (months / 12)
    discount = 1.1 ** (-months / 12)

    base = volume * (prompt0 * 2.5 + out * 10) / 1e6 * factor
    hosted = volume * (prompt1 * 0.3 + out * 1.2) / 1e6 * factor
    own = volume * (prompt1 * 0.2 + out * 0.6) / 1e6
    data = labels + weeks * rate
    up_hosted = data + runs * 135 / (1 - failed)
    up_own = data + runs * (hours * np.exp(log_spot0) + 0.8) / (1 - failed)
    due = np.floor(months / drift) - np.floor((months - 1) / drift)
    re_hosted = due * (0.25 * labels + 135 / (1 - failed))
    re_own = due * (0.25 * labels + (hours * np.exp(log_spot) + 0.8) / (1 - failed))

    result = {"total prompting": base.sum(0)}
    for name, serving, retraining, upfront, u in (
        ("hosted", hosted, re_hosted, up_hosted, (prompt1 * 0.3 + out * 1.2) / 1e6),
        ("self-hosted", own, re_own, up_own, (prompt1 * 0.2 + out * 0.6) / 1e6),
    ):
        cost = np.where(parity, serving + retraining, base)
        savings = base - cost
        result[f"payback {name}"] = payback(upfront, savings)
        result[f"npv {name}"] = (savings * discount).sum(0) - upfront
        result[f"upfront {name}"] = upfront
        result[f"total {name}"] = upfront + cost.sum(0)
        result[f"breakeven {name}"] = upfront / ((prompt0 * 2.5 + out * 10) / 1e6 - u)
    return result


def main():
    millions = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    size = 20_000
    parts = [chunk(size) for _ in range(millions * 1_000_000 // size)]
    columns = {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}
    n = millions * 1_000_000
    for name, x in columns.items():
        x.sort()
        for p in (5, 10, 25, 50, 75, 80, 90, 95):
            rank = int(np.ceil(n * p / 100))
            half = 1.0 * np.sqrt(n * p / 100 * (1 - p / 100))
            low, high = x[int(rank - half) - 1], x[min(int(rank + half), n - 1)]
            if np.isfinite(high):
                print(f'("{name}", {p}, {x[rank - 1]:.10g}, {(high - low) / 2:.3g}),')
        if name.startswith("payback"):
            for m in (6, 12, 24, 36):
                share = np.searchsorted(x, m, side="right") / n
                print(f'P({name} <= {m}) = {share:.7f} +- {np.sqrt(share * (1 - share) / n):.1e}')


main()
