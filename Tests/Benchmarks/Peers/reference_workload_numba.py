# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference workload compiled by Numba: one trial after the other, a NumPy generator for each thread.

Run as  reference_workload_numba.py TRIALS THREADS ; it runs once to compile, then once more by the clock, and
prints one line of JSON like reference_workload.py.
"""

import json
import math
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import reference_workload as workload  # sets the number of threads, so it comes first
import numpy as np
from numba import njit

MONTHS = workload.MONTHS
# All of fast arithmetic but the promise that there is no infinity: a payback may never come.
FAST = {"nnan", "nsz", "arcp", "contract", "afn", "reassoc"}
DECLINE = workload.pert_shapes(0, 0.20, 0.50)
HOURS = workload.pert_shapes(3, 4.5, 8)
WEEKS = workload.pert_shapes(1, 1.5, 3)
SPOT_MEAN, SPOT_SD = workload.SPOT_LOG_MEAN, workload.SPOT_LOG_SD
HOSTED_RUN = workload.HOSTED_RUN


@njit(fastmath=FAST, nogil=True, inline="always")
def triangular(u, low, mode, high):
    if u * (high - low) < mode - low:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - mode))


@njit(fastmath=FAST, nogil=True)
def payback(savings, upfront):
    total = -upfront
    for month in range(MONTHS):
        following = total + savings[month]
        if following >= 0:
            return month - total / savings[month]
        total = following
    return np.inf


@njit(fastmath=FAST, nogil=True)
def simulate(generator, out, first, last, discount):
    requests, deviations = np.empty(MONTHS), np.empty(MONTHS)
    priced, by_hosted, by_self = np.empty(MONTHS), np.empty(MONTHS), np.empty(MONTHS)
    for trial in range(first, last):
        volume = 300_000 * math.exp(0.35 * generator.standard_normal())
        growth = 0.03 + 0.02 * generator.standard_normal()
        decline = 0.5 * generator.beta(*DECLINE)
        base_prompt = triangular(generator.random(), 1200.0, 1500.0, 1900.0)
        tuned_prompt = triangular(generator.random(), 250.0, 300.0, 400.0)
        output = 100 * math.exp(0.18 * generator.standard_normal())
        iterations = 3 + int(3 * generator.random())
        attempts = 1 / (1 - (0.30 + 0.20 * generator.random()))
        gpu_hours = 3 + 5 * generator.beta(*HOURS)
        spot = SPOT_MEAN + SPOT_SD * generator.standard_normal()
        labels = 10_000 * (0.50 + 1.50 * generator.random())
        weeks = 1 + 2 * generator.beta(*WEEKS)
        rate = 4000 + 500 * generator.standard_normal()
        while rate < 2000:
            rate = 4000 + 500 * generator.standard_normal()
        interval = 6 + 6 * generator.random()
        parity = generator.random() < 0.85

        for month in range(MONTHS):
            requests[month] = generator.standard_normal()
        for month in range(MONTHS):
            deviations[month] = generator.standard_normal()
        step = math.log1p(growth) - 0.5 * 0.10 * 0.10
        level, deviation = 0.0, 0.0
        for month in range(MONTHS):
            level += step + 0.10 * requests[month]
            requests[month] = level
            deviation = 0.75 * deviation + 0.15 * deviations[month]
            deviations[month] = deviation
        for month in range(MONTHS):
            requests[month] = volume * math.exp(requests[month])
        factor, price = math.exp(math.log1p(-decline) / 12), 1.0
        for month in range(MONTHS):
            price *= factor
            priced[month] = requests[month] * price

        fixed = labels + weeks * rate
        upfront_hosted = fixed + iterations * attempts * HOSTED_RUN
        upfront_self = fixed + iterations * attempts * (gpu_hours * math.exp(spot) + 0.80)
        baseline = (base_prompt * 2.50 + output * 10) * 1e-6
        hosted = (tuned_prompt * 0.30 + output * 1.20) * 1e-6
        own = (tuned_prompt * 0.20 + output * 0.60) * 1e-6
        total, priced_total, present, priced_present = 0.0, 0.0, 0.0, 0.0
        for month in range(MONTHS):
            by_hosted[month] = priced[month] * (baseline - hosted)
            by_self[month] = priced[month] * baseline - requests[month] * own
            total += requests[month]
            priced_total += priced[month]
            present += requests[month] * discount[month]
            priced_present += priced[month] * discount[month]
        out[4, trial], out[5, trial] = upfront_hosted, upfront_self
        out[6, trial] = priced_total * baseline
        out[9, trial] = upfront_hosted / (baseline - hosted)
        out[10, trial] = upfront_self / (baseline - own)
        if not parity:
            out[0, trial], out[1, trial] = np.inf, np.inf
            out[2, trial], out[3, trial] = -upfront_hosted, -upfront_self
            out[7, trial] = upfront_hosted + priced_total * baseline
            out[8, trial] = upfront_self + priced_total * baseline
            continue
        bills_hosted, bills_self, present_hosted, present_self = 0.0, 0.0, 0.0, 0.0
        due = interval
        while due <= MONTHS:
            month = int(math.ceil(due)) - 1
            cost_hosted = 0.25 * labels + HOSTED_RUN * attempts
            run = gpu_hours * math.exp(spot + deviations[month]) + 0.80
            cost_self = 0.25 * labels + run * attempts
            by_hosted[month] -= cost_hosted
            by_self[month] -= cost_self
            bills_hosted += cost_hosted
            bills_self += cost_self
            present_hosted += cost_hosted * discount[month]
            present_self += cost_self * discount[month]
            due += interval
        out[0, trial] = payback(by_hosted, upfront_hosted)
        out[1, trial] = payback(by_self, upfront_self)
        out[2, trial] = priced_present * (baseline - hosted) - present_hosted - upfront_hosted
        out[3, trial] = priced_present * baseline - present * own - present_self - upfront_self
        out[7, trial] = upfront_hosted + priced_total * hosted + bills_hosted
        out[8, trial] = upfront_self + total * own + bills_self


def run(trials, threads):
    columns = np.empty((len(workload.COLUMNS), trials))
    cuts = [trials * k // threads for k in range(threads + 1)]
    seeds = np.random.SeedSequence(1).spawn(threads)

    def part(k):
        generator = np.random.Generator(np.random.SFC64(seeds[k]))
        simulate(generator, columns, cuts[k], cuts[k + 1], workload.DISCOUNT)

    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, range(threads)))
    simulated = time.perf_counter()
    figures = workload.tables(columns, threads)
    return simulated - start, time.perf_counter() - simulated, figures


if __name__ == "__main__":
    count, threads = int(float(sys.argv[1])), int(sys.argv[2])
    run(1000, threads)
    simulation, summary, figures = run(count, threads)
    print(json.dumps({"simulation": simulation, "tables": summary, "figures": figures}))
