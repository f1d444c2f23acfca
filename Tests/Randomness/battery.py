#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dieharder, all of its tests, over the numbers that simulations draw, in each order of `DrawOrder`.

    swift build -c release --product breakeven-randomness
    python3 Tests/Randomness/battery.py FOLDER [ORDER...]

An order takes about half an hour of two cores, numbers and tests (`apt-get install dieharder`). Every p-value goes to
FOLDER/ORDER.csv as soon as its test is done; a test that stands there already is not run again, so one may stop and
go on. Dieharder calls a p-value below 0.005 or above 0.995 weak, which one in a hundred is by chance. Such a test is
done again on later trials with five times the samples, and once more with twenty-five times; one that is weak each
time is bad. The summary goes to standard output; status 1 if anything is bad.
"""

import csv
import math
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = f"{ROOT}/.build/release/breakeven-randomness"
ORDERS = ["trials", "inputs", "blocks", "months", "seeds", "low"]
FIELDS = ["test_name", "ntuple", "tsamples", "psamples", "pvalues", "assessment"]
# Each test of Dieharder 3.31, as its `--all` runs them; those with lengths of words or lags once for each.
TESTS = (
    [(f"diehard_{name}", None) for name in (
        "birthdays operm5 rank_32x32 rank_6x8 bitstream opso oqso dna count_1s_str count_1s_byt parking_lot "
        "2dsphere 3dsphere squeeze sums runs craps").split()]
    + [("marsaglia_tsang_gcd", None), ("sts_monobit", None), ("sts_runs", None), ("sts_serial", None)]
    + [("rgb_bitdist", length) for length in range(1, 13)]
    + [("rgb_minimum_distance", dimensions) for dimensions in range(2, 6)]
    + [("rgb_permutations", length) for length in range(2, 6)]
    + [("rgb_lagged_sum", lag) for lag in range(33)]
    + [(name, None) for name in (
        "rgb_kstest_test dab_bytedistrib dab_dct dab_filltree dab_filltree2 dab_monobit2").split()]
)
# Those whose name as asked for is not the one that is shown.
ASKED = {"diehard_count_1s_str": "diehard_count_1s_stream", "diehard_count_1s_byt": "diehard_count_1s_byte"}
# Trials between the first ones of two tests, more than any test takes; repetitions are far behind all of them.
APART = 1 << 34
LATER = 1 << 42


def dieharder(order, test, arguments, first):
    """Yields the fields of each p-value."""
    draws = subprocess.Popen([PROGRAM, order, str(first)], stdout=subprocess.PIPE)
    shown = [word for field in FIELDS for word in ("-D", field)]
    tests = subprocess.Popen(
        ["dieharder", "-g", "200", "-c", ",", *shown, "-d", ASKED.get(test, test), *arguments],
        stdin=draws.stdout, stdout=subprocess.PIPE, text=True)
    draws.stdout.close()
    for line in tests.stdout:
        row = [field.strip() for field in line.split(",")]
        if len(row) == len(FIELDS):
            yield row
    if tests.wait() != 0:
        sys.exit(f"{order}: dieharder ended with {tests.returncode}")
    draws.wait()


def first_pass(order, path):
    """The p-values of all tests, those in the file and those that it lacks, which are appended."""
    if not os.path.exists(path):
        with open(path, "w", newline="") as file:
            csv.writer(file).writerow(FIELDS)
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    for place, (name, length) in enumerate(TESTS):
        if any(row["test_name"] == name and length in (None, int(row["ntuple"])) for row in rows):
            continue
        words = [] if length is None else ["-n", str(length)]
        found = list(dieharder(order, name, words, place * APART))
        with open(path, "a", newline="") as file:
            csv.writer(file).writerows(found)
        rows += [dict(zip(FIELDS, fields)) for fields in found]
    return rows


def distance_probability(values):
    """Kolmogorov–Smirnov's p-value of p-values against the uniform distribution (Stephens' approximation)."""
    values = sorted(values)
    count = len(values)
    distance = max(max((i + 1) / count - p, p - i / count) for i, p in enumerate(values))
    z = (math.sqrt(count) + 0.12 + 0.11 / math.sqrt(count)) * distance
    return max(0, min(1, 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * z) ** 2) for k in range(1, 101))))


def again(order, row, factor):
    """The p-values of a weak test on later trials, those of the same length of words."""
    samples = factor * int(row["psamples"])
    arguments = ["-n", row["ntuple"], "-t", row["tsamples"], "-p", str(samples)]
    rows = [
        dict(zip(FIELDS, fields))
        for fields in dieharder(order, row["test_name"], arguments, factor * LATER)]
    return [other for other in rows if other["ntuple"] == row["ntuple"]]


def resolve(order, row):
    """Whether a weak test stays so."""
    for factor in (5, 25):
        repeated = again(order, row, factor)
        values = ", ".join(other["pvalues"] for other in repeated)
        print(
            f"  {row['test_name']} {row['ntuple']}: {row['pvalues']}; with {factor} times the samples: {values}",
            flush=True)
        if all(other["assessment"] == "PASSED" for other in repeated):
            return True
    return False


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    bad = 0
    for order in sys.argv[2:] or ORDERS:
        rows = first_pass(order, f"{folder}/{order}.csv")
        weak = {(row["test_name"], row["ntuple"]): row for row in rows if row["assessment"] != "PASSED"}
        values = [float(row["pvalues"]) for row in rows]
        # Those of one test on the same numbers depend on each other: the first of each.
        single = {(row["test_name"], row["test_name"] != "sts_serial" and row["ntuple"]): row for row in reversed(rows)}
        together = distance_probability([float(row["pvalues"]) for row in single.values()])
        print(
            f"{order}: {len(rows)} p-values from {min(values):.5f} to {max(values):.5f}, {len(weak)} tests weak, "
            f"{len(single)} tests together uniform with p = {together:.2f}", flush=True)
        bad += sum(not resolve(order, row) for row in weak.values())
    sys.exit(bad > 0)


main()
