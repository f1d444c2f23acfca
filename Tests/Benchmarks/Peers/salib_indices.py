# SPDX-License-Identifier: GPL-3.0-or-later
"""Sobol' indices of the reference workload by SALib: sample, evaluate, analyse.

Run as  salib_indices.py BASE ; prints one line of JSON: seconds of all three steps together, the
number of evaluations, and of each output the first-order indices and half their 95 % intervals.

The shocks of the months are held at zero, as SALib has no place for processes, and a payback that
never comes counts as 36 months.
"""

import json
import sys
import time

import reference_workload as workload  # sets the number of threads, so it comes first
import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as design
from scipy.special import ndtr, ndtri
from scipy.stats import beta

INPUTS = (
    "starting_volume growth price_decline base_prompt tuned_prompt output_tokens iterations failed_share gpu_hours "
    "spot_start label_price eval_weeks weekly_rate drift_interval parity"
).split()
OUTPUTS = {"payback_months": 0, "npv": 2}


def pert(u, low, mode, high):
    return low + (high - low) * beta.ppf(u, *workload.pert_shapes(low, mode, high))


def triangular(u, low, mode, high):
    left = np.sqrt(u * (high - low) * (mode - low))
    right = np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u < (mode - low) / (high - low), low + left, high - right)


def inputs_of(points):
    """Inputs of the points of the unit cube, by the quantile functions."""
    u = dict(zip(INPUTS, points.T))
    below = ndtr(-4.0)
    return {
        "starting_volume": 300_000 * np.exp(0.35 * ndtri(u["starting_volume"])),
        "growth": 0.03 + 0.02 * ndtri(u["growth"]),
        "price_decline": pert(u["price_decline"], 0, 0.20, 0.50),
        "base_prompt": triangular(u["base_prompt"], 1200, 1500, 1900),
        "tuned_prompt": triangular(u["tuned_prompt"], 250, 300, 400),
        "output_tokens": 100 * np.exp(0.18 * ndtri(u["output_tokens"])),
        "iterations": 3 + np.floor(3 * u["iterations"]),
        "failed_share": 0.30 + 0.20 * u["failed_share"],
        "gpu_hours": pert(u["gpu_hours"], 3, 4.5, 8),
        "spot_start": np.exp(workload.SPOT_LOG_MEAN + workload.SPOT_LOG_SD * ndtri(u["spot_start"])),
        "label_price": 0.50 + 1.50 * u["label_price"],
        "eval_weeks": pert(u["eval_weeks"], 1, 1.5, 3),
        "weekly_rate": 4000 + 500 * ndtri(below + (1 - below) * u["weekly_rate"]),
        "drift_interval": 6 + 6 * u["drift_interval"],
        "parity": u["parity"] < 0.85,
    }


def evaluate(points):
    columns = np.empty((len(workload.COLUMNS), len(points)))
    work, shocks = workload.workspace(), np.empty((2, workload.MONTHS, workload.BLOCK))
    for start in range(0, len(points), workload.BLOCK):
        block = points[start:start + workload.BLOCK]
        n = len(block)
        shocks[:] = 0.0
        # The mean of the path of volumes carries the correction for its variance, as in a run.
        workload.evaluate(
            inputs_of(block), shocks[0, :, :n], shocks[1, :, :n], work, columns[:, start:start + n])
    return columns


def main(base, seed):
    problem = {"num_vars": len(INPUTS), "names": INPUTS, "bounds": [[0, 1]] * len(INPUTS)}
    start = time.perf_counter()
    points = design.sample(problem, base, calc_second_order=False, scramble=True, seed=seed)
    columns = evaluate(points)
    indices = {}
    for name, column in OUTPUTS.items():
        output = columns[column]
        if name == "payback_months":
            output = np.minimum(output, workload.MONTHS)
        found = analysis.analyze(problem, output, calc_second_order=False, seed=seed)
        indices[name] = dict(zip(INPUTS, found["S1"].tolist()))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "evaluations": len(points), "indices": indices}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
