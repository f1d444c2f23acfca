#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the reference values of the tests of fitting.

Run it in this folder: python3 reference_fit.py. It needs mpmath and SciPy. The samples are quantiles
of SciPy's distributions at shuffled, unequal probabilities, rounded. A fit starts at SciPy's
Nelder-Mead maximum of the log-likelihood and is carried to 25 digits by mpmath, as a root of the
numerical gradient; standard errors are from the numerical Hessian there; the statistics are from
their definitions, over the order statistics or all whole numbers. Then run swift format format -i on
the file.
"""

import mpmath
from mpmath import mp, mpf, atan, betainc, erfc, exp, gammainc, ln, log1p, loggamma, pi, sqrt
from scipy import optimize, stats

mp.dps = 25

HEADER = """// SPDX-License-Identifier: GPL-3.0-or-later
//
// Written by Tests/DistributionsTests/reference_fit.py with mpmath and SciPy. Change that, not this.
"""

# Samples


def probabilities(count):
    """Multiples of the golden section: spread evenly, but not equally."""
    return [(i * 0.6180339887498949 + 0.31) % 1 for i in range(count)]


def sample(law, count, digits):
    values = [round(float(law.ppf(u)), digits) for u in probabilities(count)]
    return [int(v) for v in values] if digits == 0 else values


SAMPLES = {
    "skewed": sample(stats.gamma(2.2, scale=1.7), 60, 4),
    "signed": sample(stats.t(3, loc=-1, scale=2), 80, 4),
    "tight": sample(stats.norm(50, 0.5), 40, 4),
    "shares": sample(stats.beta(2, 5), 50, 5),
    "scattered": sample(stats.nbinom(3, 0.3), 70, 0),
    "even": [max(1, v) for v in sample(stats.binom(9, 0.4), 60, 0)],
}

# Families: log-density, distribution function and survival of a value


def normal_tail(z):
    return erfc(z / sqrt(2)) / 2


def t_survival(z, df):
    tail = betainc(df / 2, mpf(1) / 2, 0, df / (df + z * z), regularized=True) / 2
    return tail if z > 0 else 1 - tail


def falling(f, g):
    """(log-density, P(X <= x), P(X > x))"""
    return f, lambda x, *p: 1 - g(x, *p), g


SMOOTH = {
    "normal": (
        ["mean", "sd"],
        falling(
            lambda x, m, s: -ln(2 * pi) / 2 - ln(s) - ((x - m) / s) ** 2 / 2,
            lambda x, m, s: normal_tail((x - m) / s),
        ),
        lambda v: [mean(v), spread(v)],
    ),
    "lognormal": (
        ["mu", "sigma"],
        falling(
            lambda x, m, s: -ln(2 * pi) / 2 - ln(s) - ((ln(x) - m) / s) ** 2 / 2 - ln(x),
            lambda x, m, s: normal_tail((ln(x) - m) / s),
        ),
        lambda v: [mean([float(ln(x)) for x in v]), spread([float(ln(x)) for x in v])],
    ),
    "gamma": (
        ["shape", "scale"],
        falling(
            lambda x, k, s: (k - 1) * ln(x) - x / s - loggamma(k) - k * ln(s),
            lambda x, k, s: gammainc(k, x / s, regularized=True),
        ),
        lambda v: [(mean(v) / spread(v)) ** 2, spread(v) ** 2 / mean(v)],
    ),
    "weibull": (
        ["shape", "scale"],
        falling(
            lambda x, k, s: ln(k / s) + (k - 1) * ln(x / s) - (x / s) ** k,
            lambda x, k, s: exp(-((x / s) ** k)),
        ),
        lambda v: [1.2 * mean(v) / spread(v), mean(v)],
    ),
    "exponential": (
        ["mean"],
        falling(lambda x, m: -ln(m) - x / m, lambda x, m: exp(-x / m)),
        lambda v: [mean(v)],
    ),
    "rayleigh": (
        ["sigma"],
        falling(
            lambda x, s: ln(x) - 2 * ln(s) - (x / s) ** 2 / 2,
            lambda x, s: exp(-((x / s) ** 2) / 2),
        ),
        lambda v: [mean(v)],
    ),
    "logistic": (
        ["location", "scale"],
        falling(
            lambda x, m, s: -(x - m) / s - ln(s) - 2 * log1p(exp(-(x - m) / s)),
            lambda x, m, s: 1 / (1 + exp((x - m) / s)),
        ),
        lambda v: [mean(v), spread(v) / 2],
    ),
    "gumbel": (
        ["location", "scale"],
        falling(
            lambda x, m, s: -ln(s) - (x - m) / s - exp(-(x - m) / s),
            lambda x, m, s: -mpmath.expm1(-exp(-(x - m) / s)),
        ),
        lambda v: [mean(v), spread(v)],
    ),
    "cauchy": (
        ["location", "scale"],
        falling(
            lambda x, m, s: -ln(pi * s) - log1p(((x - m) / s) ** 2),
            lambda x, m, s: mpf(1) / 2 - atan((x - m) / s) / pi,
        ),
        lambda v: [sorted(v)[len(v) // 2], spread(v) / 2],
    ),
    "student_t": (
        ["df", "location", "scale"],
        falling(
            lambda x, n, m, s: loggamma((n + 1) / 2)
            - loggamma(n / 2)
            - ln(n * pi) / 2
            - ln(s)
            - (n + 1) / 2 * log1p(((x - m) / s) ** 2 / n),
            lambda x, n, m, s: t_survival((x - m) / s, n),
        ),
        lambda v: [4, sorted(v)[len(v) // 2], spread(v) / 2],
    ),
    "beta": (
        ["alpha", "beta"],
        falling(
            lambda x, a, b: (a - 1) * ln(x)
            + (b - 1) * log1p(-x)
            - loggamma(a)
            - loggamma(b)
            + loggamma(a + b),
            lambda x, a, b: betainc(b, a, 0, 1 - x, regularized=True),
        ),
        lambda v: [2, 3],
    ),
    "poisson": (
        ["mean"],
        (lambda x, m: x * ln(m) - m - loggamma(x + 1), None, None),
        lambda v: [mean(v)],
    ),
    "geometric": (
        ["p"],
        (lambda x, p: ln(p) + (x - 1) * log1p(-p), None, None),
        lambda v: [1 / mean(v)],
    ),
    "negative_binomial": (
        ["successes", "p"],
        (
            lambda x, r, p: loggamma(x + r)
            - loggamma(r)
            - loggamma(x + 1)
            + r * ln(p)
            + x * log1p(-p),
            None,
            None,
        ),
        lambda v: [mean(v) ** 2 / (spread(v) ** 2 - mean(v)), mean(v) / spread(v) ** 2],
    ),
}


def mean(v):
    return sum(v) / len(v)


def spread(v):
    return (sum((x - mean(v)) ** 2 for x in v) / len(v)) ** 0.5


# Maxima


def maximum(log_density, values, start):
    """Parameters, standard errors and log-likelihood."""
    values = [mpf(v) for v in values]

    def likelihood(*p):
        return sum(log_density(x, *p) for x in values)

    def rough(p):
        try:
            value = float(mpmath.re(likelihood(*[mpf(float(v)) for v in p])))
            return -value if value == value else 1e300
        except (ValueError, ZeroDivisionError, OverflowError):
            return 1e300

    mp.dps = 15
    near = optimize.minimize(
        rough, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-10, "maxiter": 4000}
    ).x
    mp.dps = 40
    count = len(near)
    order = [[int(i == j) for j in range(count)] for i in range(count)]

    def derivative(p, *orders):
        total = [sum(o) for o in zip(*orders)]
        return mpmath.diff(likelihood, tuple(p), tuple(total), h=mpf(10) ** -9)

    point = mpmath.matrix([mpf(float(v)) for v in near])
    for _ in range(30):
        gradient = mpmath.matrix([derivative(point, o) for o in order])
        curvature = mpmath.matrix(
            [[derivative(point, a, b) for b in order] for a in order]
        )
        step = mpmath.lu_solve(curvature, gradient)
        point = point - step
        if mpmath.norm(step) < mpf(10) ** -15 * (1 + mpmath.norm(point)):
            break
    else:
        raise ArithmeticError("no maximum")
    covariance = (-curvature) ** -1
    errors = [sqrt(covariance[i, i]) for i in range(count)]
    result = list(point), errors, likelihood(*point)
    mp.dps = 25
    return result


# Statistics


def continuous_statistics(values, cdf, survival):
    x = sorted(mpf(v) for v in values)
    n = len(x)
    low = [cdf(v) for v in x]
    high = [survival(v) for v in x]
    ks = max(max((i + 1) / mpf(n) - low[i], low[i] - i / mpf(n)) for i in range(n))
    if low[0] == 0 or high[-1] == 0:
        return ks, None
    ad = -n - sum((2 * i + 1) * (ln(low[i]) + ln(high[n - 1 - i])) for i in range(n)) / n
    return ks, ad


def discrete_statistics(values, probability, first, last=None):
    """By adding up probabilities, from the first whole number that has one."""
    n = len(values)
    ks = ad = below = mpf(0)
    k = first
    while (last is None and (below < 1 - mpf(10) ** -22 or k <= max(values))) or (
        last is not None and k < last
    ):
        p = probability(k)
        below += p
        share = mpf(sum(v <= k for v in values)) / n
        ks = max(ks, abs(share - below))
        ad += (share - below) ** 2 * p / (below * (1 - below))
        k += 1
    return ks, n * ad


# Cases


def swift(x):
    return "nil" if x is None else repr(float(x))


def case(name, family, parameters, errors, likelihood, statistics):
    pairs = ", ".join(
        f"({swift(p)}, {swift(e)})" for p, e in zip(parameters, errors)
    )
    return (
        f"FitCase(sample: .{name}, family: \"{family}\", parameters: [{pairs}], "
        f"logLikelihood: {swift(likelihood)}, kolmogorovSmirnov: {swift(statistics[0])}, "
        f"andersonDarling: {swift(statistics[1])}),"
    )


def smooth(name, family, ends=()):
    values = SAMPLES[name]
    _, (density, cdf, survival), start = SMOOTH[family]
    parameters, errors, likelihood = maximum(density, values, start(values))
    if cdf:
        statistics = continuous_statistics(
            values, lambda x: cdf(x, *parameters), lambda x: survival(x, *parameters)
        )
    else:
        statistics = discrete_statistics(
            values,
            lambda k: exp(density(mpf(k), *parameters)),
            1 if family == "geometric" else 0,
        )
    return case(
        name, family, parameters + list(ends), errors + [None] * len(ends), likelihood, statistics
    )


def closed(name, family):
    """Families whose likelihood is not smooth in a parameter."""
    v = [mpf(x) for x in sorted(SAMPLES[name])]
    n, low, high = len(v), v[0], v[-1]
    if family == "uniform":
        parameters, errors = [low, high], [None, None]
        likelihood = -n * ln(high - low)
        laws = lambda x: (x - low) / (high - low), lambda x: (high - x) / (high - low)
    elif family == "loguniform":
        parameters, errors = [low, high], [None, None]
        width = ln(high / low)
        likelihood = -sum(ln(x * width) for x in v)
        laws = lambda x: ln(x / low) / width, lambda x: ln(high / x) / width
    elif family == "pareto":
        shape = n / sum(ln(x / low) for x in v)
        parameters, errors = [shape, low], [shape / sqrt(n), None]
        likelihood = sum(ln(shape) + shape * ln(low) - (shape + 1) * ln(x) for x in v)
        laws = lambda x: 1 - (low / x) ** shape, lambda x: (low / x) ** shape
    elif family == "laplace":
        middle = v[n // 2] if n % 2 else (v[n // 2 - 1] + v[n // 2]) / 2
        scale = sum(abs(x - middle) for x in v) / n
        parameters, errors = [middle, scale], [None, scale / sqrt(n)]
        likelihood = sum(-ln(2 * scale) - abs(x - middle) / scale for x in v)

        def below(x):
            tail = exp(-abs(x - middle) / scale) / 2
            return tail if x <= middle else 1 - tail

        laws = below, lambda x: below(2 * middle - x)
    elif family == "integers":
        parameters, errors = [low, high], [None, None]
        count = high - low + 1
        statistics = discrete_statistics(v, lambda k: 1 / count, int(low), int(high))
        return case(name, family, parameters, errors, -n * ln(count), statistics)
    elif family == "binomial":
        average = sum(v) / n

        def likelihood_of(m):
            p = average / m
            return sum(
                loggamma(m + 1)
                - loggamma(x + 1)
                - loggamma(m - x + 1)
                + x * ln(p)
                + (m - x) * ln(1 - p)
                for x in v
            )

        best = max((mpf(m) for m in range(int(high), 200)), key=likelihood_of)
        p = average / best
        parameters, errors = [best, p], [None, sqrt(p * (1 - p) / (n * best))]
        likelihood = likelihood_of(best)
        statistics = discrete_statistics(
            v,
            lambda k: mpmath.binomial(best, k) * p**k * (1 - p) ** (best - k),
            0,
            int(best),
        )
        return case(name, family, parameters, errors, likelihood, statistics)
    return case(name, family, parameters, errors, likelihood, continuous_statistics(v, *laws))


# Price paths


def path():
    """An irregular series, and the most likely Ornstein-Uhlenbeck process by its exact likelihood."""
    days = [0]
    prices = [1.8]
    level, rate, sigma = 0.2, 0.35, 0.2
    for i, u in enumerate(probabilities(47)):
        gap = 3 + (i * 7) % 26
        months = gap * 12 / 365.25
        keep = float(exp(-rate * months))
        sd = sigma * ((1 - keep**2) / (2 * rate)) ** 0.5
        log = level + (float(ln(prices[-1])) - level) * keep + sd * float(stats.norm.ppf(u))
        days.append(days[-1] + gap)
        prices.append(round(float(exp(log)), 5))
    times = [mpf(d) * 12 / mpf("365.25") for d in days]
    logs = [ln(mpf(p)) for p in prices]
    steps = [
        (b - a, x, y) for a, b, x, y in zip(times, times[1:], logs, logs[1:])
    ]

    def transition(step, theta, log_rate, log_sigma):
        months, x, y = step
        k = exp(log_rate)
        variance = exp(2 * log_sigma) * -mpmath.expm1(-2 * k * months) / (2 * k)
        surprise = y - theta - (x - theta) * exp(-k * months)
        return -(ln(2 * pi * variance) + surprise**2 / variance) / 2

    def likelihood(*p):
        return sum(transition(s, *p) for s in steps)

    near = optimize.minimize(
        lambda p: -float(likelihood(*map(mpf, p))),
        [0.2, -1, -1.6],
        method="Nelder-Mead",
        options={"xatol": 1e-8, "fatol": 1e-12},
    ).x
    mp.dps = 40
    order = [[int(i == j) for j in range(3)] for i in range(3)]
    point = mpmath.matrix([mpf(float(v)) for v in near])

    def derivative(*orders):
        total = tuple(sum(o) for o in zip(*orders))
        return mpmath.diff(likelihood, tuple(point), total, h=mpf(10) ** -9)

    for _ in range(12):
        gradient = mpmath.matrix([derivative(o) for o in order])
        curvature = mpmath.matrix([[derivative(a, b) for b in order] for a in order])
        point = point - mpmath.lu_solve(curvature, gradient)
    covariance = (-curvature) ** -1

    def monthly(theta, log_rate, log_sigma):
        k = exp(log_rate)
        return [
            exp(theta),
            1 - exp(-k),
            exp(log_sigma) * sqrt(-mpmath.expm1(-2 * k) / (2 * k)),
        ]

    values = monthly(*point)
    errors = []
    for i in range(3):
        slope = mpmath.matrix(
            [mpmath.diff(lambda *p: monthly(*p)[i], tuple(point), tuple(o)) for o in order]
        )
        errors.append(sqrt((slope.T * covariance * slope)[0]))
    best = likelihood(*point)
    lines = [
        "enum ReferencePath {",
        f"static let days: [Double] = {days}",
        f"static let prices: [Double] = {prices}",
        "/// Long run, reversion and volatility per month, each with its standard error.",
        "static let estimates: [(value: Double, error: Double)] = ["
        + ", ".join(f"({swift(v)}, {swift(e)})" for v, e in zip(values, errors))
        + "]",
        f"static let logLikelihood = {swift(best)}",
        "}",
    ]
    mp.dps = 25
    return lines


def main():
    lines = [HEADER, "/// Samples of the tests of fitting.", "enum FitData: String, Sendable {"]
    lines += [f"case {name}" for name in SAMPLES]
    lines += ["", "var values: [Double] {", "switch self {"]
    lines += [f"case .{name}: {values}" for name, values in SAMPLES.items()]
    lines += ["}", "}", "}", "", "let referenceFits: [FitCase] = ["]
    for family in ["normal", "lognormal", "gamma", "weibull", "exponential", "rayleigh", "logistic",
                   "gumbel", "cauchy"]:
        lines.append(smooth("skewed", family))
    for family in ["uniform", "loguniform", "pareto", "laplace"]:
        lines.append(closed("skewed", family))
    for family in ["normal", "logistic", "gumbel", "cauchy", "student_t"]:
        lines.append(smooth("signed", family))
    lines.append(closed("signed", "laplace"))
    for family in ["lognormal", "gamma", "weibull", "gumbel"]:
        lines.append(smooth("tight", family))
    lines.append(smooth("shares", "beta", ends=(0, 1)))
    for family in ["poisson", "negative_binomial"]:
        lines.append(smooth("scattered", family))
    lines.append(closed("scattered", "integers"))
    for family in ["poisson", "geometric"]:
        lines.append(smooth("even", family))
    lines.append(closed("even", "binomial"))
    lines += ["]", ""]
    lines += path()
    with open("ReferenceFits.swift", "w") as file:
        file.write("\n".join(lines) + "\n")


main()
