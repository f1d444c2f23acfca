#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dieharder, all of its tests, over the numbers that simulations draw, in each order of `DrawOrder`.

    swift build -c release --product breakeven-randomness
    python3 Tests/Randomness/battery.py FOLDER [ORDER...]

An order takes about an hour on one core (`apt-get install dieharder`). Every p-value goes to FOLDER/ORDER.csv; what
stands there already is not run again. Dieharder calls a p-value below 0.005 or above 0.995 weak, which one in a
hundred is by chance. Such a test is done again on later trials with five times the samples, and once more with
twenty-five times; one that is weak each time is bad. The summary goes to standard output; status 1 if anything is
bad.
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
# Far behind the trials of the first pass.
LATER = 1 << 40


def dieharder(order, arguments, first=0):
    """Yields the fields of each p-value."""
    draws = subprocess.Popen([PROGRAM, order, str(first)], stdout=subprocess.PIPE)
    shown = [word for field in FIELDS for word in ("-D", field)]
    tests = subprocess.Popen(
        ["dieharder", "-g", "200", "-c", ",", *shown, *arguments],
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
    if not os.path.exists(path):
        with open(path + ".part", "w", newline="") as file:
            table = csv.writer(file)
            table.writerow(FIELDS)
            for row in dieharder(order, ["-a"]):
                table.writerow(row)
                file.flush()
        os.rename(path + ".part", path)
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


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
    arguments = [
        "-d", row["test_name"], "-n", row["ntuple"], "-t", row["tsamples"], "-p", str(samples)]
    rows = [dict(zip(FIELDS, fields)) for fields in dieharder(order, arguments, factor * LATER)]
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
