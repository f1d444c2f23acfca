# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes References.swift: values from SciPy and from exact rational arithmetic.

    python3 reference.py > References.swift

Made with Python 3 and SciPy 1.17.1.
"""

from fractions import Fraction
from math import isqrt

from scipy.stats import binom, binomtest

MASK = (1 << 64) - 1


def splitmix(seed):
    """The generator of SplitMix.swift."""
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def uniforms(seed, count):
    bits = splitmix(seed)
    return [(next(bits) >> 11) * 2.0**-53 for _ in range(count)]


def optional(rank):
    return "nil" if rank is None else str(rank)


def ranks(n, p, confidence):
    tail = (1 - confidence) / 2
    low = int(binom.ppf(tail, n, p)) if p > 0 else 0
    high = int(binom.ppf(1 - tail, n, p)) + 1 if p > 0 else 1
    # Ranks from 0; P(low <= B <= high - 1) in ranks from 1 is the coverage.
    coverage = binom.cdf(high - 1, n, p) - binom.cdf(low - 1, n, p)
    return (
        low - 1 if low >= 1 else None,
        high - 1 if high <= n else None,
        float(coverage),
    )


def rank_lines():
    for n in (1, 5, 10, 59, 100, 200, 1000, 5000, 10_000, 123_457, 1_000_000, 100_000_000):
        for p in (0.0, 0.001, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.999, 1.0):
            for confidence in (0.95, 0.99):
                low, high, coverage = ranks(n, p, confidence)
                yield (
                    f"  .init(count: {n}, probability: {p}, confidence: {confidence}, "
                    f"low: {optional(low)}, high: {optional(high)}, coverage: {coverage!r}),"
                )


def wilson_lines():
    for n in (1, 7, 10, 100, 10_000, 1_000_000):
        for s in sorted({0, 1, n // 10, n // 3, n // 2, n - 1, n}):
            interval = binomtest(s, n).proportion_ci(0.95, method="wilson")
            yield (
                f"  .init(successes: {s}, trials: {n}, "
                f"low: {float(interval.low)!r}, high: {float(interval.high)!r}),"
            )


def square_root(x):
    """A rational's square root to 400 decimals."""
    scale = 10**400
    return Fraction(isqrt(int(x * scale * scale)), scale)


def moment_lines():
    def data(name, offset, factor, count):
        return name, offset, factor, [offset + factor * u for u in uniforms(11, count)]

    samples = [
        data("unit", 0.0, 1.0, 10_000),
        data("one value over a piece", 0.0, 1.0, 4_097),
        data("two values", 0.0, 1.0, 2),
        data("small on a billion", 1e9, 1.0, 10_000),
        data("tiny on a billion", 1e9, 1e-5, 20_000),
        data("around zero", -0.5, 1.0, 10_000),
        data("huge", 0.0, 1e300, 5_000),
        data("huge on huge", 1e308, 1e300, 5_000),
        data("small beyond squares", 0.0, 1e-200, 5_000),
    ]
    for name, offset, factor, values in samples:
        exact = [Fraction(v) for v in values]
        n = len(exact)
        mean = sum(exact) / n
        variance = sum((x - mean) ** 2 for x in exact) / (n - 1)
        yield (
            f'  .init(name: "{name}", offset: {offset!r}, factor: {factor!r}, count: {n}, '
            f"mean: {float(mean)!r}, standardDeviation: {float(square_root(variance))!r}),"
        )


print("// SPDX-License-Identifier: GPL-3.0-or-later")
print("//")
print("// Written by reference.py; do not edit.")
print("// swift-format-ignore-file")
print()
print("let rankReferences: [RankReference] = [")
print(*rank_lines(), sep="\n")
print("]\n")
print("let wilsonReferences: [WilsonReference] = [")
print(*wilson_lines(), sep="\n")
print("]\n")
print("let momentReferences: [MomentReference] = [")
print(*moment_lines(), sep="\n")
print("]")
