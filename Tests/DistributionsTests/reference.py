#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the reference values of the tests of distributions and kernels.

Run it in this folder: python3 reference.py. It needs mpmath. All numbers are computed to 40 digits
from the textbook definitions, by other algorithms than those under test, for the parameters as
doubles; the quantiles by bisection of the distribution function. Then run
swift format format -i on the files.
"""

import sys
from itertools import accumulate
from math import comb

from mpmath import mp, mpf, betainc, beta, erfc, erf, exp, floor, ln, log1p, pi, quad, sqrt, inf
from mpmath import atan, cosh, euler, expm1, factorial, gamma, loggamma, nan, sinh

mp.dps = 40

HEADER = """// SPDX-License-Identifier: GPL-3.0-or-later
//
// Written by Tests/DistributionsTests/reference.py with mpmath. Change that, not this.
"""


def swift(x):
    """The double nearest to x, as Swift writes it."""
    if x != x:
        return ".nan"
    if x == inf:
        return ".infinity"
    if x == -inf:
        return "-.infinity"
    x = float(x)
    return repr(x if abs(x) >= 2.0**-1022 else 0.0)


# Distributions: each has cdf(x), survival(x), density(x), mean, variance and an interval.


class Normal:
    def __init__(self, mean, sd):
        self.mean, self.sd = mpf(mean), mpf(sd)
        self.variance = self.sd**2
        self.interval = (self.mean - 60 * self.sd, self.mean + 60 * self.sd)

    def z(self, x):
        return (x - self.mean) / self.sd

    def density(self, x):
        return exp(-self.z(x) ** 2 / 2) / sqrt(2 * pi) / self.sd

    def cdf(self, x):
        return erfc(-self.z(x) / sqrt(2)) / 2

    def survival(self, x):
        return erfc(self.z(x) / sqrt(2)) / 2


class LogNormal:
    def __init__(self, mu, sigma):
        self.normal = Normal(mu, sigma)
        mu, s = self.normal.mean, self.normal.sd
        self.mean = exp(mu + s**2 / 2)
        self.variance = (exp(s**2) - 1) * exp(2 * mu + s**2)
        self.interval = (exp(mu - 60 * s), exp(mu + 60 * s))

    def density(self, x):
        return self.normal.density(ln(x)) / x if x > 0 else mpf(0)

    def cdf(self, x):
        return self.normal.cdf(ln(x)) if x > 0 else mpf(0)

    def survival(self, x):
        return self.normal.survival(ln(x)) if x > 0 else mpf(1)


class Uniform:
    def __init__(self, low, high):
        self.low, self.high = mpf(low), mpf(high)
        self.width = self.high - self.low
        self.mean, self.variance = (self.low + self.high) / 2, self.width**2 / 12
        self.interval = (self.low, self.high)

    def density(self, x):
        return 1 / self.width if self.low <= x <= self.high else mpf(0)

    def cdf(self, x):
        return min(max((x - self.low) / self.width, mpf(0)), mpf(1))

    def survival(self, x):
        return 1 - self.cdf(x)


class Triangular:
    def __init__(self, low, mode, high):
        a, c, b = mpf(low), mpf(mode), mpf(high)
        self.a, self.c, self.b = a, c, b
        self.mean = (a + b + c) / 3
        self.variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
        self.interval = (a, b)

    def density(self, x):
        if x < self.a or x > self.b:
            return mpf(0)
        if x < self.c:
            return 2 * (x - self.a) / (self.b - self.a) / (self.c - self.a)
        if x > self.c:
            return 2 * (self.b - x) / (self.b - self.a) / (self.b - self.c)
        return 2 / (self.b - self.a)

    def cdf(self, x):
        if x <= self.a:
            return mpf(0)
        if x >= self.b:
            return mpf(1)
        if x <= self.c:
            return (x - self.a) ** 2 / (self.b - self.a) / (self.c - self.a)
        return 1 - (self.b - x) ** 2 / (self.b - self.a) / (self.b - self.c)

    def survival(self, x):
        return 1 - self.cdf(x)


class Beta:
    def __init__(self, a, b, low=0, high=1):
        self.a, self.b, self.low, self.high = mpf(a), mpf(b), mpf(low), mpf(high)
        s, self.width = self.a + self.b, self.high - self.low
        self.mean = self.low + self.width * self.a / s
        self.variance = self.width**2 * self.a * self.b / s**2 / (s + 1)
        self.interval = (self.low, self.high)
        self.whole = beta(self.a, self.b)

    def unit(self, x):
        return min(max((x - self.low) / self.width, mpf(0)), mpf(1))

    def density(self, x):
        if x < self.low or x > self.high:
            return mpf(0)
        z = self.unit(x)
        return z ** (self.a - 1) * (1 - z) ** (self.b - 1) / self.whole / self.width

    def cdf(self, x):
        return self.incomplete(self.a, self.b, self.unit(x))

    def survival(self, x):
        x = self.unit(x)
        # 1 − x would lose an x below 1e-40.
        return 1 - self.incomplete(self.a, self.b, x) if x < 0.5 else self.incomplete(self.b, self.a, 1 - x)

    def incomplete(self, a, b, x):
        """x^a (1 - x)^b / (a B) times the sum of (a + b)_n / (a + 1)_n x^n, all terms positive."""
        if x > (a + 1) / (a + b + 2):
            return 1 - self.incomplete(b, a, 1 - x)
        if x <= 0:
            return mpf(0)
        term = x**a * (1 - x) ** b / a / self.whole
        total, n = term, 0
        while term > total * mpf("1e-45"):
            term *= x * (a + b + n) / (a + 1 + n)
            total += term
            n += 1
        return total


class Gamma:
    def __init__(self, shape, scale):
        self.shape, self.scale = mpf(shape), mpf(scale)
        self.mean, self.variance = self.shape * self.scale, self.shape * self.scale**2
        self.interval = (mpf(0), (self.shape + 100 * sqrt(self.shape) + 100) * self.scale)

    def power(self, x):
        return exp(self.shape * ln(x) - x - loggamma(self.shape))

    def density(self, x):
        return self.power(x / self.scale) / x

    def cdf(self, x):
        x, a = x / self.scale, self.shape
        return 1 - self.fraction(x) if x > a + 1 else self.series(x)

    def survival(self, x):
        x, a = x / self.scale, self.shape
        return self.fraction(x) if x > a + 1 else 1 - self.series(x)

    def series(self, x):
        """The lower tail as a sum of positive terms."""
        term, n = self.power(x) / self.shape if x > 0 else mpf(0), 0
        total = term
        while term > total * mpf("1e-45"):
            n += 1
            term *= x / (self.shape + n)
            total += term
        return total

    def fraction(self, x):
        """The upper tail as Legendre's continued fraction, by Lentz's method."""
        b, n = x + 1 - self.shape, 0
        c, d = mpf("1e300"), 1 / b
        h = d
        while True:
            n += 1
            b, numerator = b + 2, -n * (n - self.shape)
            d = 1 / (numerator * d + b)
            c = b + numerator / c
            h *= c * d
            if abs(c * d - 1) < mpf("1e-38"):
                return h * self.power(x)


class Weibull:
    def __init__(self, shape, scale):
        self.shape, self.scale = mpf(shape), mpf(scale)
        self.mean = self.scale * gamma(1 + 1 / self.shape)
        self.variance = self.scale**2 * gamma(1 + 2 / self.shape) - self.mean**2
        self.interval = (mpf(0), self.scale * mpf(200) ** (1 / self.shape))

    def density(self, x):
        z = (x / self.scale) ** self.shape
        return self.shape * z / x * exp(-z)

    def cdf(self, x):
        return -expm1(-((x / self.scale) ** self.shape))

    def survival(self, x):
        return exp(-((x / self.scale) ** self.shape))


def rayleigh(sigma):
    d = Weibull(2, mpf(sigma) * sqrt(2))
    d.mean, d.variance = mpf(sigma) * sqrt(pi / 2), mpf(sigma) ** 2 * (2 - pi / 2)
    return d


class LocationScale:
    """Of a standard form: density, cdf, survival, mean, variance, and where it ends."""

    def __init__(self, location, scale, form):
        self.location, self.scale, self.form = mpf(location), mpf(scale), form
        self.mean = self.location + self.scale * form.mean
        self.variance = self.scale**2 * form.variance
        self.median = self.location + self.scale * form.median
        self.interval = tuple(self.location + self.scale * x for x in form.interval)

    def z(self, x):
        return (x - self.location) / self.scale

    def density(self, x):
        return self.form.density(self.z(x)) / self.scale

    def cdf(self, x):
        return self.form.cdf(self.z(x))

    def survival(self, x):
        return self.form.survival(self.z(x))


class StandardLogistic:
    mean, median, variance, interval = mpf(0), mpf(0), pi**2 / 3, (mpf(-300), mpf(300))

    def density(self, z):
        return exp(-z) / (1 + exp(-z)) ** 2

    def cdf(self, z):
        return 1 / (1 + exp(-z))

    def survival(self, z):
        return 1 / (1 + exp(z))


class StandardGumbel:
    mean, median, variance = +euler, -ln(ln(mpf(2))), pi**2 / 6
    interval = (mpf(-6), mpf(300))

    def density(self, z):
        return exp(-z - exp(-z))

    def cdf(self, z):
        return exp(-exp(-z))

    def survival(self, z):
        return -expm1(-exp(-z))


class StandardLaplace:
    mean, median, variance, interval = mpf(0), mpf(0), mpf(2), (mpf(-300), mpf(300))

    def density(self, z):
        return exp(-abs(z)) / 2

    def cdf(self, z):
        return exp(z) / 2 if z < 0 else 1 - exp(-z) / 2

    def survival(self, z):
        return self.cdf(-z)


class StandardCauchy:
    mean, median, variance, interval = nan, mpf(0), nan, (mpf("-1e40"), mpf("1e40"))

    def density(self, z):
        return 1 / (pi * (1 + z**2))

    def cdf(self, z):
        return -atan(1 / z) / pi if z < 0 else 1 - self.survival(z)

    def survival(self, z):
        return atan(1 / z) / pi if z > 0 else mpf("0.5") if z == 0 else 1 - self.cdf(z)


class StandardT:
    median, interval = mpf(0), (mpf("-1e60"), mpf("1e60"))

    def __init__(self, df):
        self.df = mpf(df)
        self.mean = mpf(0) if df > 1 else nan
        self.variance = self.df / (self.df - 2) if df > 2 else inf if df > 1 else nan
        self.beta = Beta(self.df / 2, mpf("0.5"))

    def density(self, z):
        return (1 + z**2 / self.df) ** (-(self.df + 1) / 2) / sqrt(self.df) / self.beta.whole

    def survival(self, z):
        tail = self.beta.cdf(self.df / (self.df + z**2)) / 2
        return tail if z > 0 else 1 - tail

    def cdf(self, z):
        return self.survival(-z)


class Pareto:
    def __init__(self, shape, scale):
        self.shape, self.scale = mpf(shape), mpf(scale)
        a = self.shape
        self.mean = self.scale * a / (a - 1) if a > 1 else inf
        self.variance = self.scale**2 * a / (a - 1) ** 2 / (a - 2) if a > 2 else inf
        self.interval = (self.scale, self.scale * mpf("1e40") ** (1 / a))

    def density(self, x):
        return self.shape / x * self.survival(x) if x >= self.scale else mpf(0)

    def cdf(self, x):
        return 1 - self.survival(x)

    def survival(self, x):
        return (self.scale / x) ** self.shape if x > self.scale else mpf(1)


class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = mpf(low), mpf(high)
        self.width = ln(self.high / self.low)
        self.mean = (self.high - self.low) / self.width
        self.variance = (self.high**2 - self.low**2) / 2 / self.width - self.mean**2
        self.interval = (self.low, self.high)

    def density(self, x):
        return 1 / x / self.width

    def cdf(self, x):
        return ln(x / self.low) / self.width

    def survival(self, x):
        return ln(self.high / x) / self.width


def location_scale_of(form, values, standard_quantile):
    """From two percentiles and the standard form's quantile function."""
    (a, x), (b, y) = [(mpf(float(k[1:]) / 100), mpf(v)) for k, v in values.items()]
    scale = (y - x) / (standard_quantile(b) - standard_quantile(a))
    return form(x - scale * standard_quantile(a), scale)


def gamma_of(values):
    (a, x), (b, y) = [(mpf(float(k[1:]) / 100), mpf(v)) for k, v in values.items()]

    def excess(shape):
        unit = Gamma(shape, 1)
        return ln(bisect(unit, b) / bisect(unit, a)) - ln(y / x)

    shape = mp.findroot(excess, (mpf("0.5"), mpf(5)), solver="anderson", tol=1e-60)
    return Gamma(shape, x / bisect(Gamma(shape, 1), a))


def pert(low, mode, high, weight=4):
    a, c, b, w = mpf(low), mpf(mode), mpf(high), mpf(weight)
    return Beta(1 + w * (c - a) / (b - a), 1 + w * (b - c) / (b - a), a, b)


class Truncated:
    """A continuous base conditioned on [low, high]; moments by quadrature of the density."""

    def __init__(self, base, low, high):
        self.base, self.low, self.high = base, mpf(low), mpf(high)
        self.mass = self.between(self.low, self.high)
        self.interval = (max(self.low, base.interval[0]), min(self.high, base.interval[1]))
        if isinstance(base, Beta):
            self.mean, self.variance = self.beta_moments()
            return
        a, b = self.interval
        centre = self.quantile(mpf("0.5"))
        # The density is smooth between quantiles this close.
        levels = ["1e-60", "1e-40", "1e-25", "1e-15", "1e-8", "1e-4", "0.01", "0.1", "0.5"]
        cuts = [self.quantile(mpf(p)) for p in levels]
        cuts += [self.quantile(1 - mpf(p)) for p in reversed(levels[3:-1])]
        cuts = sorted({c for c in cuts if a < c < b})
        if isinstance(base, Triangular):
            cuts = [base.c]
        points = [a] + cuts + [b]
        first = quad(lambda x: (x - centre) * self.density(x), points)
        second = quad(lambda x: (x - centre - first) ** 2 * self.density(x), points)
        self.mean, self.variance = centre + first, second

    def beta_moments(self):
        # x^k times a beta density is a multiple of the one with shape a + k.
        (a, b), base = self.interval, self.base
        whole = beta(base.a, base.b)
        first, second = (
            betainc(base.a + k, base.b, a, b) / whole / self.mass for k in (1, 2)
        )
        return first, second - first**2

    def between(self, a, b):
        if self.base.cdf(a) < 0.5:
            return self.base.cdf(b) - self.base.cdf(a)
        return self.base.survival(a) - self.base.survival(b)

    def density(self, x):
        return self.base.density(x) / self.mass if self.low <= x <= self.high else mpf(0)

    def cdf(self, x):
        return min(max(self.between(self.low, max(x, self.low)) / self.mass, mpf(0)), mpf(1))

    def survival(self, x):
        return min(max(self.between(min(x, self.high), self.high) / self.mass, mpf(0)), mpf(1))

    def quantile(self, p):
        return bisect(self, p)


class Discrete:
    """Probabilities of whole numbers."""

    def __init__(self, weights):
        total = sum(weights.values())
        self.weights = {k: w / total for k, w in weights.items()}
        self.mean = sum(k * w for k, w in self.weights.items())
        self.variance = sum((k - self.mean) ** 2 * w for k, w in self.weights.items())

    def density(self, x):
        return self.weights.get(x, mpf(0))

    def cdf(self, x):
        return sum(w for k, w in self.weights.items() if k <= x) + mpf(0)

    def survival(self, x):
        return sum(w for k, w in self.weights.items() if k > x) + mpf(0)


def integers(low, high):
    return Discrete({k: mpf(1) for k in range(low, high + 1)})


class Counts:
    """Whole numbers by closed forms: pmf(k), lower(k) = P(X <= k), upper(k) = P(X > k)."""

    def __init__(self, low, high, mean, variance, pmf, lower, upper):
        self.low, self.high, self.mean, self.variance = low, high, mpf(mean), mpf(variance)
        self.pmf, self.lower, self.upper = pmf, lower, upper

    def density(self, x):
        return self.pmf(int(x)) if self.low <= x <= self.high and x == int(x) else mpf(0)

    def cdf(self, x):
        return mpf(0) if x < self.low else mpf(1) if x >= self.high else self.lower(int(floor(x)))

    def survival(self, x):
        return mpf(1) if x < self.low else mpf(0) if x >= self.high else self.upper(int(floor(x)))

    def quantile(self, p):
        below, above = self.low - 1, self.high
        if above == inf:
            above = self.low + 1
            while self.cdf(above) < p:
                above = 2 * above + 1
        while above - below > 1:
            middle = (above + below) // 2
            if self.cdf(middle) >= p:
                above = middle
            else:
                below = middle
        return mpf(above)


def poisson(mean):
    m = mpf(mean)
    return Counts(
        0, inf, m, m, lambda k: exp(k * ln(m) - m - loggamma(k + 1)),
        lambda k: Gamma(k + 1, 1).survival(m), lambda k: Gamma(k + 1, 1).cdf(m))


def binomial(n, p):
    n, p = int(n), mpf(p)
    return Counts(
        0, n, n * p, n * p * (1 - p),
        lambda k: mp.binomial(n, k) * p**k * (1 - p) ** (n - k),
        lambda k: Beta(n - k, k + 1).cdf(1 - p), lambda k: Beta(k + 1, n - k).cdf(p))


def geometric(p):
    p = mpf(p)
    return Counts(
        1, inf, 1 / p, (1 - p) / p**2, lambda k: p * (1 - p) ** (k - 1),
        lambda k: 1 - (1 - p) ** k, lambda k: (1 - p) ** k)


def negative_binomial(successes, p):
    r, p = mpf(successes), mpf(p)
    return Counts(
        0, inf, r * (1 - p) / p, r * (1 - p) / p**2,
        lambda k: exp(loggamma(k + r) - loggamma(k + 1) - loggamma(r)) * p**r * (1 - p) ** k,
        lambda k: Beta(r, k + 1).cdf(p), lambda k: Beta(k + 1, r).cdf(1 - p))


def hypergeometric(successes, failures, draws):
    a, b, n = int(successes), int(failures), int(draws)
    low, high = max(0, n - b), min(n, a)
    counts = [comb(a, k) * comb(b, n - k) for k in range(low, high + 1)]
    total, t = sum(counts), a + b
    running = list(accumulate(counts))
    return Counts(
        low, high, mpf(n * a) / t, mpf(n * a * b * (t - n)) / (t * t * (t - 1)),
        lambda k: mpf(counts[k - low]) / total, lambda k: mpf(running[k - low]) / total,
        lambda k: mpf(total - running[k - low]) / total)


class Metalog:
    """Keelin 2016, equation (6), solved for the coefficients; moments as integrals over logits."""

    def __init__(self, values):
        percentiles = sorted((mpf(float(k[1:]) / 100), mpf(v)) for k, v in values.items() if k[0] == "p")
        self.low = mpf(values["low"]) if "low" in values else -inf
        self.high = mpf(values["high"]) if "high" in values else inf
        size = len(percentiles)
        rows = [[self.term(k, y) for k in range(1, size + 1)] for y, _ in percentiles]
        self.a = mp.lu_solve(mp.matrix(rows), mp.matrix([self.stretch(x) for _, x in percentiles]))
        self.mean = self.integral(lambda x: x)
        self.variance = self.integral(lambda x: (x - self.mean) ** 2)

    @staticmethod
    def term(k, y):
        c, logit = y - mpf("0.5"), ln(y / (1 - y))
        first = [mpf(1), logit, c * logit, c]
        return first[k - 1] if k <= 4 else c ** ((k - 1) // 2) if k % 2 else c ** (k // 2 - 1) * logit

    def stretch(self, x):
        if self.low == -inf:
            return x if self.high == inf else -ln(self.high - x)
        return ln(x - self.low) if self.high == inf else ln((x - self.low) / (self.high - x))

    def quantile(self, y):
        m = sum(self.a[k - 1] * self.term(k, y) for k in range(1, len(self.a) + 1))
        if self.low == -inf:
            return m if self.high == inf else self.high - exp(-m)
        if self.high == inf:
            return self.low + exp(m)
        return (self.low + self.high * exp(m)) / (1 + exp(m))

    def integral(self, f):
        def body(t):
            return f(self.quantile(1 / (1 + exp(-t)))) * exp(-t) / (1 + exp(-t)) ** 2

        # The trapezoidal rule: the error is e^(-2 pi^2 / step), 1e-68.
        with mp.workdps(120):  # 1 - y at a logit of 250 has 108 zeros
            return sum(body(mpf(k) / 8) for k in range(-2000, 2001)) / 8

    def probability(self, x):
        low, high = mpf(0), mpf(1)
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if self.quantile(middle) < x else (low, middle)
        return (low + high) / 2

    def cdf(self, x):
        return self.probability(x)

    def survival(self, x):
        return 1 - self.probability(x)

    def density(self, x):
        return 1 / mp.diff(self.quantile, self.probability(x))


class Mixture:
    def __init__(self, parts):
        total = sum(mpf(w) for w, _ in parts)
        self.parts = [(mpf(w) / total, d) for w, d in parts]
        self.mean = sum(w * d.mean for w, d in self.parts)
        self.variance = sum(w * (d.variance + (d.mean - self.mean) ** 2) for w, d in self.parts)
        ends = [self.ends(d) for _, d in self.parts]
        self.interval = (min(a for a, _ in ends) - 1, max(b for _, b in ends))

    @staticmethod
    def ends(d):
        return (mpf(min(d.weights)), mpf(max(d.weights))) if isinstance(d, Discrete) else d.interval

    def density(self, x):
        if any(isinstance(d, Discrete) and d.density(x) > 0 for _, d in self.parts):
            return inf
        return sum(w * d.density(x) for w, d in self.parts)

    def cdf(self, x):
        return sum(w * d.cdf(x) for w, d in self.parts)

    def survival(self, x):
        return sum(w * d.survival(x) for w, d in self.parts)


def bisect(d, p):
    """The x with cdf(x) = p, from the end that keeps digits."""
    a, b = d.interval
    target, upper = (1 - p, True) if p > 0.5 else (p, False)
    for _ in range(1000):
        if a == 0:
            middle = b / 1024  # the root may be many orders of magnitude below b
        elif a > 0 and b > 2 * a:
            middle = sqrt(a * b)
        else:
            middle = (a + b) / 2
        below = d.survival(middle) > target if upper else d.cdf(middle) < target
        a, b = (middle, b) if below else (a, middle)
        if abs(b - a) <= mpf("1e-32") * max(abs(a), abs(b)):
            break
    return (a + b) / 2


def quantile(d, p):
    p = mpf(p)
    if isinstance(d, Discrete):
        return min(k for k in d.weights if d.cdf(k) >= p)
    if isinstance(d, (Counts, Metalog)):
        return d.quantile(p)
    # Bisection comes no closer to a median of 0 than its last step.
    if p == 0.5 and isinstance(d, (Normal, LocationScale)):
        return d.mean if isinstance(d, Normal) else d.median
    x = bisect(d, p)
    # Nor to a jump at 0, nor to a median of 0 of a mixture.
    return mpf(0) if isinstance(d, Mixture) and abs(x) < mpf("1e-25") else x


# p5 and p95 of the lognormal, from its definition.
Z95 = -sqrt(2) * mp.erfinv(2 * mpf("0.05") - 1)


def lognormal_p5_p95(low, high):
    low, high = ln(mpf(low)), ln(mpf(high))
    return LogNormal((low + high) / 2, (high - low) / (2 * Z95))


def lognormal_mean_sd(mean, sd):
    v = log1p((mpf(sd) / mpf(mean)) ** 2)
    return LogNormal(ln(mpf(mean)) - v / 2, sqrt(v))


CASES = {
    "Plain": [
        ("uniform", {"low": 0.0, "high": 1.0}, Uniform(0, 1)),
        ("uniform", {"low": -3.5, "high": 1e6}, Uniform(-3.5, 1e6)),
        ("triangular", {"low": 0.0, "mode": 0.2, "high": 0.5}, Triangular(0, 0.2, 0.5)),
        ("triangular", {"low": -1.0, "mode": -1.0, "high": 2.0}, Triangular(-1, -1, 2)),
        ("triangular", {"low": 10.0, "mode": 30.0, "high": 30.0}, Triangular(10, 30, 30)),
        ("normal", {"mean": 0.0, "sd": 1.0}, Normal(0, 1)),
        ("normal", {"mean": 4000.0, "sd": 500.0}, Normal(4000, 500)),
        ("normal", {"p10": -2.0, "p90": 5.0}, None),
        ("lognormal", {"mu": 0.0, "sigma": 1.0}, LogNormal(0, 1)),
        ("lognormal", {"median": 4.0, "sigma": 0.005}, LogNormal(ln(4), 0.005)),
        ("lognormal", {"mean": 1.5, "sd": 4.0}, lognormal_mean_sd(1.5, 4)),
        ("lognormal", {"mean": 100.0, "sd": 0.5}, lognormal_mean_sd(100, 0.5)),
        ("lognormal", {"p5": 0.44, "p95": 2.40}, lognormal_p5_p95(0.44, 2.40)),
        ("bernoulli", {"p": 0.3}, Discrete({0: 1 - mpf(0.3), 1: mpf(0.3)})),
        ("bernoulli", {"p": 0.75}, Discrete({0: 1 - mpf(0.75), 1: mpf(0.75)})),
        ("integers", {"low": 1.0, "high": 6.0}, integers(1, 6)),
        ("integers", {"low": -5.0, "high": 43.0}, integers(-5, 43)),
        ("integers", {"low": 7.0, "high": 7.0}, integers(7, 7)),
    ],
    "Beta": [
        ("beta", {"alpha": 0.5, "beta": 0.5}, Beta(0.5, 0.5)),
        ("beta", {"alpha": 0.2, "beta": 3.0}, Beta(0.2, 3)),
        ("beta", {"alpha": 3.0, "beta": 0.2}, Beta(3, 0.2)),
        ("beta", {"alpha": 0.05, "beta": 0.1}, Beta(0.05, 0.1)),
        ("beta", {"alpha": 40.0, "beta": 1.5}, Beta(40, 1.5)),
        ("beta", {"alpha": 1.0, "beta": 1.0}, Beta(1, 1)),
        ("beta", {"alpha": 2.0, "beta": 5.0, "low": -10.0, "high": 30.0}, Beta(2, 5, -10, 30)),
        ("beta", {"alpha": 5000.0, "beta": 20000.0}, Beta(5000, 20000)),
        ("pert", {"low": 0.0, "mode": 0.2, "high": 0.5}, pert(0, 0.2, 0.5)),
        ("pert", {"low": 3.0, "mode": 4.5, "high": 8.0}, pert(3, 4.5, 8)),
        ("pert", {"low": 1.0, "mode": 1.5, "high": 3.0}, pert(1, 1.5, 3)),
        ("pert", {"low": 0.0, "mode": 0.0, "high": 1.0}, pert(0, 0, 1)),
        ("pert", {"low": 2.0, "mode": 5.0, "high": 6.0, "lambda": 50.0}, pert(2, 5, 6, 50)),
    ],
    "Truncated": [
        ("normal", {"mean": 4000.0, "sd": 500.0, "min": 2000.0},
         Truncated(Normal(4000, 500), 2000, inf)),
        ("normal", {"mean": 0.0, "sd": 1.0, "min": 5.0}, Truncated(Normal(0, 1), 5, inf)),
        ("normal", {"mean": 0.0, "sd": 1.0, "max": -5.0}, Truncated(Normal(0, 1), -inf, -5)),
        ("normal", {"mean": 0.0, "sd": 1.0, "min": -5.5, "max": -4.0},
         Truncated(Normal(0, 1), -5.5, -4)),
        ("normal", {"mean": 0.0, "sd": 1.0, "min": -1.0, "max": 2.0},
         Truncated(Normal(0, 1), -1, 2)),
        ("normal", {"mean": 0.0, "sd": 1.0, "min": 0.5, "max": 0.75},
         Truncated(Normal(0, 1), 0.5, 0.75)),
        ("lognormal", {"mu": 0.0, "sigma": 1.0, "min": 0.5, "max": 20.0},
         Truncated(LogNormal(0, 1), 0.5, 20)),
        ("lognormal", {"mu": 0.0, "sigma": 1.0, "min": 60.0},
         Truncated(LogNormal(0, 1), 60, inf)),
        ("beta", {"alpha": 2.0, "beta": 5.0, "max": 0.001}, Truncated(Beta(2, 5), 0, 0.001)),
        ("beta", {"alpha": 0.5, "beta": 0.5, "min": 0.9}, Truncated(Beta(0.5, 0.5), 0.9, 1)),
        ("triangular", {"low": 0.0, "mode": 1.0, "high": 4.0, "min": 0.5, "max": 3.5},
         Truncated(Triangular(0, 1, 4), 0.5, 3.5)),
        ("uniform", {"low": 0.0, "high": 10.0, "max": 2.5},
         Truncated(Uniform(0, 10), 0, 2.5)),
        ("integers", {"low": 1.0, "high": 10.0, "min": 2.5, "max": 6.5}, integers(3, 6)),
        ("integers", {"low": -20.0, "high": 20.0, "min": 13.0}, integers(13, 20)),
        ("integers", {"low": 1.0, "high": 10.0, "min": 8.5}, integers(9, 10)),
        ("bernoulli", {"p": 0.3, "min": 0.5}, Discrete({1: mpf(1)})),
    ],
}

def named(family, arguments, make):
    return (family, arguments, make(**arguments))


def location_scale(family, location, scale, form):
    return (family, {"location": location, "scale": scale}, LocationScale(location, scale, form))


def log_location_scale(family, values, quantile, make):
    logs = {k: ln(mpf(v)) for k, v in values.items()}
    return (family, values, location_scale_of(make, logs, quantile))


def location_scale_percentiles(family, values, form):
    unit = LocationScale(0, 1, form)
    of = location_scale_of(lambda l, s: LocationScale(l, s, form), values, lambda p: quantile(unit, p))
    return (family, values, of)


def student_t(df, location=0.0, scale=1.0):
    values = {"df": df, "location": location, "scale": scale}
    return ("student_t", values, LocationScale(location, scale, StandardT(df)))


CASES["Positive"] = [
    *[named("gamma", {"shape": a, "scale": b}, Gamma) for a, b in [
        (0.05, 1.0), (0.1, 2.0), (0.5, 1.0), (1.0, 3.0), (2.5, 0.2), (9.9, 1.0), (10.1, 1.0),
        (120.0, 7.0), (1000.0, 1.0), (20000.0, 1.0)]],
    ("gamma", {"p5": 0.44, "p95": 2.4}, gamma_of({"p5": 0.44, "p95": 2.4})),
    ("exponential", {"mean": 1.0}, Gamma(1, 1)),
    ("exponential", {"mean": 250.0}, Gamma(1, 250)),
    named("weibull", {"shape": 2.0, "scale": 9.0}, Weibull),
    named("weibull", {"shape": 0.3, "scale": 1.0}, Weibull),
    named("weibull", {"shape": 40.0, "scale": 5.0}, Weibull),
    log_location_scale("weibull", {"p10": 2.0, "p90": 7.0}, lambda p: ln(-log1p(-p)),
                       lambda l, s: Weibull(1 / s, exp(l))),
    named("rayleigh", {"sigma": 3.0}, rayleigh),
    named("chi_squared", {"df": 1.0}, lambda df: Gamma(mpf(df) / 2, 2)),
    named("chi_squared", {"df": 7.5}, lambda df: Gamma(mpf(df) / 2, 2)),
]
CASES["Wide"] = [
    student_t(1.0), student_t(2.0), student_t(0.5), student_t(3.5, 10.0, 2.0), student_t(30.0),
    student_t(300.0),
    location_scale("logistic", 0.0, 1.0, StandardLogistic()),
    location_scale("logistic", 400.0, 25.0, StandardLogistic()),
    location_scale_percentiles("logistic", {"p20": -1.0, "p70": 6.0}, StandardLogistic()),
    location_scale("gumbel", 0.0, 1.0, StandardGumbel()),
    location_scale("gumbel", -30.0, 4.0, StandardGumbel()),
    location_scale_percentiles("gumbel", {"p20": -1.0, "p70": 6.0}, StandardGumbel()),
]
CASES["Heavy"] = [
    location_scale("laplace", 0.0, 1.0, StandardLaplace()),
    location_scale("laplace", 12.0, 3.0, StandardLaplace()),
    location_scale_percentiles("laplace", {"p20": -1.0, "p70": 6.0}, StandardLaplace()),
    location_scale("cauchy", 0.0, 1.0, StandardCauchy()),
    location_scale("cauchy", 7.0, 0.25, StandardCauchy()),
    location_scale_percentiles("cauchy", {"p20": -1.0, "p70": 6.0}, StandardCauchy()),
    named("pareto", {"shape": 3.0, "scale": 2.0}, Pareto),
    named("pareto", {"shape": 1.5, "scale": 1.0}, Pareto),
    named("pareto", {"shape": 0.8, "scale": 1.0}, Pareto),
    log_location_scale("pareto", {"p10": 2.0, "p90": 7.0}, lambda p: -log1p(-p),
                       lambda l, s: Pareto(1 / s, exp(l))),
    named("loguniform", {"low": 1e-4, "high": 1e-2}, LogUniform),
    named("loguniform", {"low": 0.01, "high": 5.0}, LogUniform),
    named("loguniform", {"low": 100.0, "high": 101.0}, LogUniform),
    log_location_scale("loguniform", {"p10": 2.0, "p90": 7.0}, lambda p: p,
                       lambda l, s: LogUniform(exp(l), exp(l + s))),
    ("uniform", {"p10": 2.0, "p90": 7.0}, location_scale_of(
        lambda l, s: Uniform(l, l + s), {"p10": 2.0, "p90": 7.0}, lambda p: p)),
]

CASES["Counts"] = [
    *[named("poisson", {"mean": m}, poisson) for m in [0.01, 0.9, 12.0, 300.0, 2500.0, 1e6]],
    *[named("binomial", {"n": n, "p": p}, binomial) for n, p in [
        (1.0, 0.25), (10.0, 0.5), (50.0, 0.01), (1000.0, 0.97), (30000.0, 0.2)]],
    *[named("geometric", {"p": p}, geometric) for p in [0.5, 0.05, 0.97, 1e-5]],
    *[named("negative_binomial", {"successes": r, "p": p}, negative_binomial) for r, p in [
        (1.0, 0.3), (5.0, 0.6), (0.3, 0.02), (400.0, 0.1), (2.5, 1e-3)]],
]
CASES["Hypergeometric"] = [
    *[named("hypergeometric", {"successes": a, "failures": b, "draws": n}, hypergeometric)
      for a, b, n in [(5.0, 10.0, 4.0), (50.0, 20.0, 40.0), (3.0, 900.0, 200.0),
                      (3000.0, 2000.0, 1000.0), (40.0, 3.0, 41.0)]],
]


def quantiles(**values):
    return ("quantiles", values, Metalog(values))


CASES["Metalogs"] = [
    quantiles(p10=1.0, p50=5.0, p90=9.0),
    quantiles(p10=2.0, p50=5.0, p90=11.0),
    quantiles(p10=2.0, p50=5.0, p90=11.0, low=0.0),
    quantiles(p10=2.0, p50=5.0, p90=7.0, high=8.0),
    quantiles(p10=0.3, p50=0.4, p90=0.5, low=0.25, high=0.7),
    quantiles(p5=-3.0, p25=-1.0, p50=0.5, p75=1.5, p95=6.0),
    quantiles(p1=10.0, p10=20.0, p50=40.0, p90=90.0, p99=160.0, low=0.0),
    quantiles(p10=-4.0, p40=0.0, p70=2.5, p95=8.0, low=-30.0, high=50.0),
]


def choice(values, weights):
    keys = {f"v{k}": v for k, v in enumerate(values)} | {f"w{k}": w for k, w in enumerate(weights)}
    weighted = {}
    for v, w in zip(values, weights):
        if w > 0:
            weighted[v] = weighted.get(v, mpf(0)) + mpf(w)
    return ("choice", keys, Discrete(weighted))


def empirical(*values):
    keys = {f"v{k:02}": v for k, v in enumerate(values)}
    return ("empirical", keys, Discrete({v: mpf(values.count(v)) for v in values}))


def mixture(*parts):
    """Each part a weight, the reference and its keys."""
    keys = {}
    for k, (weight, (family, values, _)) in enumerate(parts):
        keys[f"{k}.weight"] = weight
        keys |= {f"{k}.{family}.{name}": value for name, value in values.items()}
    return ("mixture", keys, Mixture([(w, d) for w, (_, _, d) in parts]))


def normal(mean, sd):
    return named("normal", {"mean": mean, "sd": sd}, Normal)


CASES["Mixtures"] = [
    choice([0.0, 1.0, 2.5], [2.0, 1.0, 1.0]),
    choice([30.0, -4.0, 7.0, 7.0, 9.0], [0.1, 0.4, 0.2, 0.25, 0.0]),
    choice([3.0], [5.0]),
    empirical(4.5, 1.0, 2.0, 2.0, 8.0, -1.5, 0.25),
    empirical(*[float(k * k % 41) for k in range(16)]),
    mixture((0.7, normal(-0.5, 0.5)), (0.3, normal(0.4, 0.3))),
    mixture((1.0, normal(0.0, 1.0)), (2.0, normal(40.0, 2.0))),
    mixture((3.0, named("lognormal", {"mu": 0.0, "sigma": 1.0}, LogNormal)),
            (1.0, named("pareto", {"shape": 3.0, "scale": 5.0}, Pareto))),
    mixture((0.2, named("uniform", {"low": 0.0, "high": 1.0}, Uniform)),
            (0.5, named("triangular", {"low": 0.5, "mode": 2.0, "high": 3.0}, Triangular)),
            (0.3, named("uniform", {"low": 5.0, "high": 6.0}, Uniform))),
    mixture((0.85, choice([0.0], [1.0])), (0.15, named("gamma", {"shape": 2.0, "scale": 3.0}, Gamma))),
    mixture((0.9, normal(0.0, 1.0)), (0.1, student_t(3.0))),
]

def truncated(reference, low, high):
    family, values, base = reference
    return (family, values | {"min": low, "max": high}, Truncated(base, low, high))


CASES["Conditioned"] = [
    truncated(named("gamma", {"shape": 2.5, "scale": 0.2}, Gamma), 0.3, 2.0),
    truncated(named("weibull", {"shape": 2.0, "scale": 9.0}, Weibull), 5.0, 20.0),
    truncated(location_scale("gumbel", 0.0, 1.0, StandardGumbel()), -1.0, 3.0),
    truncated(named("pareto", {"shape": 1.5, "scale": 1.0}, Pareto), 2.0, 40.0),
    ("poisson", {"mean": 12.0, "min": 3.0, "max": 40.0},
     Discrete({k: poisson(12).pmf(k) for k in range(3, 41)})),
    ("geometric", {"p": 0.05, "min": 10.0, "max": 60.0},
     Discrete({k: geometric(0.05).pmf(k) for k in range(10, 61)})),
]

LEVELS = [1e-12, 1e-9, 1e-6, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1 - 1e-9]
POINT_LEVELS = [1e-9, 1e-4, 0.02, 0.3, 0.6, 0.9, 0.9999]


def normal_p10_p90(low, high):
    low, high, z = mpf(low), mpf(high), sqrt(2) * mp.erfinv(2 * mpf("0.9") - 1)
    return Normal((low + high) / 2, (high - low) / (2 * z))


CASES["Plain"] = [
    (f, v, d or normal_p10_p90(v["p10"], v["p90"])) for f, v, d in CASES["Plain"]
]


def points(d):
    """Where the functions are compared: doubles at and between quantiles."""
    if isinstance(d, Discrete):
        keys = sorted(d.weights)
        chosen = sorted({keys[0], keys[len(keys) // 2], keys[-1]})
        return [float(k) for k in chosen] + [keys[0] - 1.0, keys[0] + 0.5]
    if isinstance(d, Counts):
        chosen = sorted({float(quantile(d, p)) for p in POINT_LEVELS})
        return chosen + [d.low - 1.0, chosen[len(chosen) // 2] + 0.5]
    return sorted({float(quantile(d, p)) for p in POINT_LEVELS})


def case(family, values, d):
    parameters = ", ".join(f'"{k}": {swift(v)}' for k, v in values.items())
    lines = ["    ReferenceCase(", f'      "{family}", [{parameters}],']
    lines.append(f"      mean: {swift(d.mean)}, variance: {swift(d.variance)},")
    lines.append("      points: [")
    for x in points(d):
        exact = mpf(x)
        row = ", ".join(swift(v) for v in (x, d.density(exact), d.cdf(exact), d.survival(exact)))
        lines.append(f"        .init({row}),")
    lines.append("      ],")
    lines.append("      quantiles: [")
    for start in range(0, len(LEVELS), 4):
        row = [f"({swift(p)}, {swift(quantile(d, p))})" for p in LEVELS[start : start + 4]]
        lines.append("        " + ", ".join(row) + ",")
    lines.append("      ]),")
    return lines


def write_cases(group):
    lines = [HEADER, "extension ReferenceCase {", f"  static let {group.lower()}: [ReferenceCase] = ["]
    for family, values, d in CASES[group]:
        print(family, values, flush=True)
        lines += case(family, values, d)
    lines += ["  ]", "}", ""]
    with open(f"Reference{group}.swift", "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


# Kernels: the exact value as a double and the rest, so that an error in ulps has no error itself.

EXPONENTS = [
    -707.9, -700.0, -345.6, -100.0, -20.0, -5.5, -1.0, -0.6931471805599453, -0.34657359, -0.1,
    -1e-3, -1e-8, -1e-17, 0.0, 1e-300, 1e-12, 1e-5, 0.01, 0.3, 0.34657359027997264, 0.5, 1.0,
    1.5, 2.0, 3.141592653589793, 10.0, 22.2, 33.3, 88.7, 200.0, 500.0, 709.0, 709.7827128933840,
]
LOGARITHMS = [
    2.2250738585072014e-308, 1e-300, 1e-100, 1e-16, 1e-5, 0.01, 0.1, 0.25, 0.3, 0.5, 0.6, 0.7,
    0.7071067811865475, 0.7071067811865476, 0.75, 0.9, 0.99, 0.9999999, 0.9999999999999999, 1.0,
    1.0000000000000002, 1.0000001, 1.01, 1.25, 1.4142135623730951, 1.4142135623730950, 1.5, 2.0,
    2.718281828459045, 3.0, 10.0, 1e5, 1e16, 1e100, 1e300, 1.7976931348623157e308,
]
PROBABILITIES = [
    2.0**-54, 2.0**-53, 1e-15, 1e-12, 1.3e-11, 1.4e-11, 1e-9, 1e-6, 1e-4, 0.001, 0.01, 0.02, 0.05,
    0.0749999, 0.0750001, 0.1, 0.2, 0.3, 0.4, 0.49, 0.499999, 0.5, 0.5000001, 0.51, 0.6, 0.75, 0.9,
    0.925, 0.9250001, 0.95, 0.99, 0.999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12, 1 - 2.0**-53,
]


def normal_quantile(p):
    return quantile(Normal(0, 1), p)


def write_kernels():
    lines = [HEADER, "extension KernelTests {"]
    for name, function, arguments in [
        ("exponentials", exp, EXPONENTS),
        ("logarithms", ln, LOGARITHMS),
        ("normalQuantiles", normal_quantile, PROBABILITIES),
    ]:
        lines.append(f"  static let {name}: [Reference] = [")
        for x in arguments:
            value = function(mpf(x))
            high = float(value)
            lines.append(f"    Reference({x!r}, {high!r}, {swift(value - mpf(high))}),")
        lines.append("  ]")
    lines += ["}", ""]
    with open("../RandomStreamsTests/KernelReference.swift", "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


if __name__ == "__main__":
    write_kernels()
    for group in sys.argv[1:] or CASES:
        write_cases(group)
