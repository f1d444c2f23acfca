# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes SensitivityReferences.swift: δ, PAWN and rank correlations by numerical integration.

    python3 reference_sensitivity.py > SensitivityReferences.swift

Made with Python 3, NumPy 2.4.6 and SciPy 1.17.1. Every model's output has a distribution function
given one input that is a closed form averaged over at most two other inputs (midpoint rule), or, for
the G function, a convolution of logarithms (FFT). δ is half the mean over the input of
Σ |ΔF − ΔF given x| over a fine grid of outputs, PAWN the median over ten classes of the largest
|F − F given the class|.
"""

import numpy as np
from scipy.signal import fftconvolve
from scipy.stats import norm

SLICES = 10
POINTS = 400  # of an input, 40 in each class


def midpoints(count):
    return (np.arange(count) + 0.5) / count


def measures(conditional):
    """δ and PAWN from F(y | x): one row for each of POINTS equally likely inputs."""
    whole = conditional.mean(axis=0)
    delta = 0.5 * np.abs(np.diff(conditional, axis=1) - np.diff(whole)).sum(axis=1).mean()
    classes = conditional.reshape(SLICES, -1, conditional.shape[1]).mean(axis=1)
    return float(delta), float(np.median(np.abs(classes - whole).max(axis=1)))


def ishigami():
    y = np.linspace(-11, 18, 3001)
    x = np.pi * (2 * midpoints(POINTS) - 1)
    one = np.sin(x)
    fourth = 1 + 0.1 * x**4
    square = 7 * np.sin(x) ** 2

    def of_square(t):
        return 2 / np.pi * np.arcsin(np.sqrt(np.clip(t / 7, 0, 1)))

    first = np.array([of_square(y - s * fourth[:, None]).mean(axis=0) for s in one])
    third = np.array([of_square(y - f * one[:, None]).mean(axis=0) for f in fourth])
    # The product of the other two on a grid of its own.
    product = np.sort(np.outer(one, fourth).ravel())
    second = np.searchsorted(product, y[None, :] - square[:, None]) / product.size
    return [measures(first), measures(second), measures(third)]


def product():
    y = np.linspace(-2, 2, 4001)
    x = 2 * midpoints(POINTS) - 1
    uniform = lambda t: np.clip((t + 1) / 2, 0, 1)
    first = np.array([uniform(y - a * x[:, None]).mean(axis=0) for a in x])

    def of_product(t):
        size = np.clip(np.abs(t), 1e-300, 1)
        return 0.5 + np.sign(t) * 0.5 * size * (1 - np.log(size))

    third = of_product(y[None, :] - x[:, None])
    return [measures(first), measures(first), measures(third)]


# Y = x1 + x2 / 2 − x3 + e / 2 with the correlations 0.5, 0.3 and 0.
GAUSS = np.array([[1, 0.5, 0.3], [0.5, 1, 0], [0.3, 0, 1]])
WEIGHTS = np.array([1, 0.5, -1])


def gauss():
    variance = WEIGHTS @ GAUSS @ WEIGHTS + 0.25
    slopes = GAUSS @ WEIGHTS
    y = np.linspace(-8, 8, 4001) * np.sqrt(variance)
    x = norm.ppf(midpoints(20 * POINTS))
    results = []
    for slope in slopes:
        rest = np.sqrt(variance - slope**2)
        rows = norm.cdf((y[None, :] - slope * x[:, None]) / rest)
        results.append(measures(rows))
    return results


def g_function(a):
    # ln((|4x − 2| + a) / (1 + a)); |4x − 2| is uniform on (0, 2).
    step, low, size = 5e-4, -40.0, 1 << 17
    edges = low + step * np.arange(size + 1)
    cells = (edges[1:] + edges[:-1]) / 2

    def mass(a):
        cdf = np.clip((np.exp(edges) * (1 + a) - a) / 2, 0, 1)
        cdf[0] = 0
        return np.diff(cdf)

    def product_of(others):
        total, shift = np.ones(1), 0.0
        for other in others:
            total = fftconvolve(total, mass(other))
            shift += low + step / 2
        return np.cumsum(np.maximum(total, 0)), shift

    results = {}
    grid = np.arange(-30, 4, 0.004)
    for j in sorted(set(a)):
        others = list(a)
        others.remove(j)
        cdf, shift = product_of(others)
        places = shift + step * np.arange(cdf.size) + step / 2
        # x in (0, 1): |4x − 2| falls, then rises.
        factor = np.log((np.abs(4 * midpoints(POINTS) - 2) + j) / (1 + j))
        rows = np.array([np.interp(grid - f, places, cdf) for f in factor])
        rows = np.concatenate([np.zeros((POINTS, 1)), rows], axis=1)
        results[j] = measures(rows)
    return [results[j] for j in a]


def product_spearman():
    """Spearman's ρ of x3 with x1·x2 + x3: 12 E[F(x3) G(y)] − 3."""
    y = np.linspace(-2, 2, 4001)
    x = 2 * midpoints(POINTS) - 1
    whole = np.array([np.clip((y - a * x[:, None] + 1) / 2, 0, 1).mean(0) for a in x]).mean(0)
    products = np.outer(x, x).ravel()
    mean = np.array([np.interp(products + t, y, whole).mean() for t in x])
    return float(12 * (mean * (x + 1) / 2).mean() - 3)


def lines():
    for name, values in [
        ("ishigami", ishigami()),
        ("gauss", gauss()),
        ("product", product()),
        ("gEight", g_function([0, 1, 4.5, 9, 99, 99, 99, 99])),
        ("gSix", g_function([0] * 6)),
    ]:
        deltas = ", ".join(f"{d:.5f}" for d, _ in values)
        pawns = ", ".join(f"{p:.5f}" for _, p in values)
        yield f'  "{name}": (delta: [{deltas}], pawn: [{pawns}]),'


print("// SPDX-License-Identifier: GPL-3.0-or-later")
print("//")
print("// Written by reference_sensitivity.py; do not edit.")
print("// swift-format-ignore-file")
print()
print("let distributionReferences: [String: (delta: [Double], pawn: [Double])] = [")
print(*lines(), sep="\n")
print("]\n")
print("/// Spearman's correlation of x3 with x1·x2 + x3.")
print(f"let productSpearman = {product_spearman():.5f}")
