# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference workload in NumPy, as a careful analyst would write it: blocks that stay in cache.

Run as a program it times itself:  reference_workload.py TRIALS PROCESSES
It prints one line of JSON: seconds of sampling and model, seconds of the tables, and the figures.
"""

import json
import math
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402  the number of threads must be set before

MONTHS = 36
BLOCK = 8192
VOLATILITY = 0.10
REVERSION, SPOT_VOLATILITY = 0.25, 0.15
SPOT_LOG_MEAN = 0.5 * (math.log(0.44) + math.log(2.40))
SPOT_LOG_SD = 0.5 * (math.log(2.40) - math.log(0.44)) / 1.6448536269514722
HOSTED_RUN = 15_000_000 * 3 * 3.00 / 1e6
DISCOUNT = 1.10 ** (-np.arange(1, MONTHS + 1) / 12)
WEIGHTS = np.vstack([np.ones(MONTHS), DISCOUNT])
PERCENTILES = (5, 10, 25, 50, 75, 80, 90, 95)
COLUMNS = (
    "payback_hosted", "payback_self", "npv_hosted", "npv_self", "upfront_hosted", "upfront_self",
    "total_baseline", "total_hosted", "total_self", "requests_hosted", "requests_self",
)


def pert_shapes(low, mode, high):
    """Shapes of the beta distribution that the PERT distribution is, with lambda 4."""
    return 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)


def draw(generator, n):
    """The fifteen inputs of `n` trials, in the order of the experiment file."""
    def pert(low, mode, high):
        return low + (high - low) * generator.beta(*pert_shapes(low, mode, high), n)

    inputs = {
        "starting_volume": 300_000 * np.exp(0.35 * generator.standard_normal(n)),
        "growth": generator.normal(0.03, 0.02, n),
        "price_decline": pert(0, 0.20, 0.50),
        "base_prompt": generator.triangular(1200, 1500, 1900, n),
        "tuned_prompt": generator.triangular(250, 300, 400, n),
        "output_tokens": 100 * np.exp(0.18 * generator.standard_normal(n)),
        "iterations": generator.integers(3, 6, n),
        "failed_share": generator.uniform(0.30, 0.50, n),
        "gpu_hours": pert(3, 4.5, 8),
        "spot_start": np.exp(SPOT_LOG_MEAN + SPOT_LOG_SD * generator.standard_normal(n)),
        "label_price": generator.uniform(0.50, 2.00, n),
        "eval_weeks": pert(1, 1.5, 3),
        "weekly_rate": generator.normal(4000, 500, n),
        "drift_interval": generator.uniform(6, 12, n),
        "parity": generator.random(n) < 0.85,
    }
    rate = inputs["weekly_rate"]
    outside = np.flatnonzero(rate < 2000)
    while outside.size:
        rate[outside] = generator.normal(4000, 500, outside.size)
        outside = outside[rate[outside] < 2000]
    return inputs


def volumes(inputs, shocks):
    """Requests of each month, (36, n); `shocks` is overwritten."""
    logs = shocks
    logs *= VOLATILITY
    logs += np.log1p(inputs["growth"]) - 0.5 * VOLATILITY**2
    logs[0] += np.log(inputs["starting_volume"])
    for month in range(1, MONTHS):
        np.add(logs[month], logs[month - 1], out=logs[month])
    return np.exp(logs, out=logs)


def spot_deviations(shocks):
    """Logarithm of the spot price over its start, (36, n); `shocks` is overwritten."""
    shocks *= SPOT_VOLATILITY
    step = np.empty(shocks.shape[1])
    for month in range(1, MONTHS):
        np.multiply(shocks[month - 1], 1 - REVERSION, out=step)
        shocks[month] += step
    return shocks


def payback(savings, upfront, live, scratch):
    """First month, linear inside it, in which the cumulative saving reaches 0; inf for never."""
    n = upfront.size
    cumulative, total = scratch, -upfront
    below, waited = live.copy(), np.zeros(n, np.int64)
    for month in range(MONTHS):
        np.add(total, savings[month], out=cumulative[month])
        total = cumulative[month]
        below &= total < 0
        waited += below
    result = np.full(n, np.inf)
    trials = np.flatnonzero(live & (waited < MONTHS))
    month = waited[trials]
    saving = savings[month, trials]
    result[trials] = month + 1 - cumulative[month, trials] / saving
    return result


def evaluate(inputs, volume_shocks, spot_shocks, work, out):
    """Writes the columns of a block to `out`, (11, n)."""
    n = out.shape[1]
    by_hosted, by_self, scratch = (w[:, :n] for w in work)
    labels = inputs["label_price"] * 10_000
    fixed = labels + inputs["eval_weeks"] * inputs["weekly_rate"]
    attempts = 1 / (1 - inputs["failed_share"])
    runs = inputs["iterations"] * attempts
    upfront_hosted = fixed + runs * HOSTED_RUN
    self_run = inputs["gpu_hours"] * inputs["spot_start"] + 0.80
    upfront_self = fixed + runs * self_run
    baseline = (inputs["base_prompt"] * 2.50 + inputs["output_tokens"] * 10) * 1e-6
    hosted = (inputs["tuned_prompt"] * 0.30 + inputs["output_tokens"] * 1.20) * 1e-6
    own = (inputs["tuned_prompt"] * 0.20 + inputs["output_tokens"] * 0.60) * 1e-6

    requests = volumes(inputs, volume_shocks)
    priced = scratch
    factor = (1 - inputs["price_decline"]) ** (1 / 12)
    price = np.ones(n)
    for month in range(MONTHS):
        price *= factor
        np.multiply(requests[month], price, out=priced[month])
    sums, priced_sums = WEIGHTS @ requests, WEIGHTS @ priced
    np.multiply(priced, baseline - hosted, out=by_hosted)
    np.multiply(priced, baseline, out=by_self)
    requests *= own
    by_self -= requests

    deviations = spot_deviations(spot_shocks)
    relabelling = 0.25 * labels
    retraining = np.zeros((4, n))
    trials = np.arange(n)
    for event in range(1, 7):
        month = np.ceil(event * inputs["drift_interval"]).astype(np.int64) - 1
        at = trials if event <= 3 else np.flatnonzero(month < MONTHS)
        month = month[at]
        price_then = inputs["spot_start"][at] * np.exp(deviations[month, at])
        cost_hosted = relabelling[at] + HOSTED_RUN * attempts[at]
        cost_self = relabelling[at] + (inputs["gpu_hours"][at] * price_then + 0.80) * attempts[at]
        by_hosted[month, at] -= cost_hosted
        by_self[month, at] -= cost_self
        for row, cost in ((0, cost_hosted), (2, cost_self)):
            retraining[row, at] += cost
            retraining[row + 1, at] += cost * DISCOUNT[month]

    live = inputs["parity"]
    total_baseline = priced_sums[0] * baseline
    out[0] = payback(by_hosted, upfront_hosted, live, scratch)
    out[1] = payback(by_self, upfront_self, live, scratch)
    out[2] = live * (priced_sums[1] * (baseline - hosted) - retraining[1]) - upfront_hosted
    out[3] = live * (priced_sums[1] * baseline - sums[1] * own - retraining[3]) - upfront_self
    out[4], out[5], out[6] = upfront_hosted, upfront_self, total_baseline
    out[7] = upfront_hosted + np.where(live, priced_sums[0] * hosted + retraining[0], total_baseline)
    out[8] = upfront_self + np.where(live, sums[0] * own + retraining[2], total_baseline)
    np.divide(upfront_hosted, baseline - hosted, out=out[9])
    np.divide(upfront_self, baseline - own, out=out[10])


def workspace():
    return [np.empty((MONTHS, BLOCK)) for _ in range(3)]


def simulate(generator, out):
    """Fills the columns `out`, (11, trials), block by block."""
    work, shocks = workspace(), np.empty((2, MONTHS, BLOCK))
    for start in range(0, out.shape[1], BLOCK):
        block = out[:, start:start + BLOCK]
        n = block.shape[1]
        generator.standard_normal(out=shocks)
        evaluate(draw(generator, n), shocks[0, :, :n], shocks[1, :, :n], work, block)


def tables(columns, threads):
    """Percentiles, means, standard deviations and payback probabilities; sorts the columns."""
    def of(index):
        column, name = columns[index], COLUMNS[index]
        table = {}
        if name.startswith("payback"):
            table["at_most"] = [float(np.mean(column <= month)) for month in (6, 12, 24, 36)]
        else:
            table["mean"], table["sd"] = float(column.mean()), float(column.std(ddof=1))
        column.sort()
        ranks = [(column.size - 1) * p / 100 for p in PERCENTILES]
        values = [float(column[int(round(rank))]) for rank in ranks]
        # JSON has no infinity; a payback that never comes is null.
        table["percentiles"] = [value if math.isfinite(value) else None for value in values]
        return name, table

    with ThreadPoolExecutor(threads) as pool:
        return dict(pool.map(of, range(len(COLUMNS))))


def shared_columns(trials):
    """Columns that child processes write to."""
    import mmap
    return np.frombuffer(mmap.mmap(-1, trials * 8 * len(COLUMNS))).reshape(len(COLUMNS), trials)


def run(trials, processes, seed=1):
    import multiprocessing
    columns = shared_columns(trials)
    seeds = np.random.SeedSequence(seed).spawn(processes)
    cuts = [trials * k // processes for k in range(processes + 1)]

    def part(k):
        simulate(np.random.Generator(np.random.SFC64(seeds[k])), columns[:, cuts[k]:cuts[k + 1]])

    start = time.perf_counter()
    children = [multiprocessing.get_context("fork").Process(target=part, args=(k,)) for k in range(1, processes)]
    for child in children:
        child.start()
    part(0)
    for child in children:
        child.join()
        assert child.exitcode == 0
    simulated = time.perf_counter()
    figures = tables(columns, processes)
    return simulated - start, time.perf_counter() - simulated, figures


if __name__ == "__main__":
    simulation, summary, figures = run(int(float(sys.argv[1])), int(sys.argv[2]))
    print(json.dumps({"simulation": simulation, "tables": summary, "figures": figures}))
