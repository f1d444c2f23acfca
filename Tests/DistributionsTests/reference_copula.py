#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the reference values of the tests of copulas and correlation matrices.

Run it in this folder: python3 reference_copula.py. It needs mpmath, NumPy and SciPy. Then run
swift format format -i ReferenceCopula.swift.
"""

import numpy
from mpmath import asin, betainc, exp, gamma, inf, mp, mpf, pi, quad, sin, sqrt, erfc
from scipy.optimize import minimize

mp.dps = 25

HEADER = """// SPDX-License-Identifier: GPL-3.0-or-later
//
// Written by Tests/DistributionsTests/reference_copula.py with mpmath and SciPy. Change that, not this.

/// What copulas and correlation matrices are compared with.
enum ReferenceCopula {
"""


def survival_normal(z):
    return erfc(z / sqrt(2)) / 2


def survival_t(t, df):
    tail = betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return tail if t > 0 else 1 - tail


def quantile_normal(q):
    """The z with P(Z > z) = q < 1/2, by bisection."""
    low, high = mpf(0), mpf(40)
    for _ in range(110):
        middle = (low + high) / 2
        low, high = (middle, high) if survival_normal(middle) > q else (low, middle)
    return low


def quantile_t(q, df):
    low, high = mpf(0), mpf(10) ** 9
    for _ in range(130):
        middle = (low + high) / 2
        low, high = (middle, high) if survival_t(middle, df) > q else (low, middle)
    return low


def both_normal(h, rho):
    """P(Z1 > h, Z2 > h): Plackett's integral over the correlation."""
    integral = quad(lambda a: exp(-h * h / (1 + sin(a))), [0, asin(rho)])
    return survival_normal(h) ** 2 + integral / (2 * pi)


def both_student(q, df, rho):
    """P(U > 1 - q, V > 1 - q): the normal orthant averaged over the common divisor."""
    t = quantile_t(q, df)

    def integrand(w):
        density = w ** (df / 2 - 1) * exp(-w / 2) / (2 ** (df / 2) * gamma(df / 2))
        return density * both_normal(t * sqrt(w / df), rho)

    return quad(integrand, [0, 0.01, 0.1, 0.5, 1, 2, 4, 8, 16, 32, 80])


def chi_squared_quantile(v, df):
    low, high = mpf(0), 2 * df + 1000
    for _ in range(110):
        middle = (low + high) / 2
        below = mp.gammainc(df / 2, 0, middle / 2, regularized=True)
        low, high = (middle, high) if below < v else (low, middle)
    return low


def nearest(matrix):
    """The nearest correlation matrix as a minimum over factors with rows of length 1."""
    n = len(matrix)
    target = numpy.array(matrix)

    def correlations(x):
        rows = x.reshape(n, n)
        rows = rows / numpy.linalg.norm(rows, axis=1, keepdims=True)
        return rows @ rows.T

    def distance(x):
        return ((correlations(x) - target) ** 2).sum()

    best = None
    random = numpy.random.default_rng(1)
    for _ in range(20):
        found = minimize(
            distance, random.normal(size=n * n), method="BFGS", options={"gtol": 1e-10})
        if best is None or found.fun < best.fun:
            best = found
    return correlations(best.x)


MATRICES = [
    [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]],
    [[1, 0.9, 0.2, -0.6], [0.9, 1, 0.8, 0], [0.2, 0.8, 1, 0.95], [-0.6, 0, 0.95, 1]],
    [[1, -0.8, -0.8, -0.8, 0.1], [-0.8, 1, -0.8, -0.8, 0.2], [-0.8, -0.8, 1, -0.8, 0.3],
     [-0.8, -0.8, -0.8, 1, 0.4], [0.1, 0.2, 0.3, 0.4, 1]],
]

if __name__ == "__main__":
    lines = [HEADER]
    lines.append("  /// P(both exceed their quantile of 1 − q) by normal correlation; df 0 is the Gaussian.")
    lines.append("  static let jointTails: [(df: Double, normal: Double, q: Double, probability: Double)] = [")
    for df in (0, 2, 4, 10):
        for rho in (0.5, -0.3):
            for q in (0.05, 0.01):
                if df == 0:
                    p = both_normal(quantile_normal(mpf(q)), mpf(rho))
                else:
                    p = both_student(mpf(q), mpf(df), mpf(rho))
                lines.append(f"    ({df}, {rho}, {q}, {float(p)!r}),")
    lines += ["  ]", ""]
    lines.append("  /// What Student's copula of one variable makes of a uniform u and the divisor's v.")
    lines.append("  static let quotients: [(df: Double, u: Double, v: Double, result: Double)] = [")
    for df in (1, 4, 2.5, 30, 5000):
        for u in (1e-10, 0.001, 0.3):
            for v in (0.001, 0.4, 0.97):
                z = quantile_normal(mpf(u))
                t = z / sqrt(chi_squared_quantile(mpf(v), mpf(df)) / df)
                lines.append(f"    ({df}, {u}, {v}, {float(survival_t(t, mpf(df)))!r}),")
    lines += ["  ]", ""]
    lines.append("  /// Matrices that are not positive definite, and the nearest ones that are, to 6 decimals.")
    lines.append("  static let nearest: [(matrix: [[Double]], nearest: [[Double]])] = [")
    for matrix in MATRICES:
        found = [[round(float(x), 6) for x in row] for row in nearest(matrix)]
        lines.append(f"    ({matrix}, {found}),")
    lines += ["  ]", "}", ""]
    with open("ReferenceCopula.swift", "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
