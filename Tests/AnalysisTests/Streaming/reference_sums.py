# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes ReferenceSums.swift: sums of floating-point numbers by exact rational arithmetic, rounded once.

    python3 reference_sums.py > ReferenceSums.swift

Python rounds a fraction to the nearest double, ties to even. `math.fsum` must agree where it can.
"""

import math
import struct
from fractions import Fraction

MASK = (1 << 64) - 1


def splitmix(seed):
    """The generator of SplitMix.swift."""
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def double(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def numbers(seed, count, lowest, highest):
    """Random signs and significands, with exponents from `lowest` to `highest`."""
    bits = splitmix(seed)
    for _ in range(count):
        exponent = lowest + next(bits) % (highest - lowest + 1)
        word = next(bits)
        yield double((word & 0x800FFFFFFFFFFFFF) | exponent << 52)


def cancelling(seed, count, lowest, highest):
    """Numbers, then the same with the other sign and one bit changed at the end of some."""
    first = list(numbers(seed, count, lowest, highest))
    return first + [-math.nextafter(x, math.inf) if i % 7 == 0 else -x for i, x in enumerate(first)]


def line(kind, function, seed, count, lowest, highest):
    values = list(function(seed, count, lowest, highest))
    exact = sum(map(Fraction, values), Fraction(0))
    try:
        total = float(exact)
    except OverflowError:
        total = math.inf if exact > 0 else -math.inf
    try:
        assert total == math.fsum(values)
    except OverflowError:
        pass  # `fsum` gives up where a sum on the way is beyond all numbers
    bits = struct.unpack("<Q", struct.pack("<d", total))[0]
    return (
        f"  .init(kind: .{kind}, seed: {seed}, count: {count}, lowest: {lowest}, "
        f"highest: {highest}, bits: 0x{bits:016X}),"
    )


def lines():
    ranges = [(0, 2046), (1000, 1050), (0, 60), (1990, 2046), (1023, 1023), (0, 0), (2046, 2046)]
    for index, (lowest, highest) in enumerate(ranges):
        for count in (1, 2, 1000):
            yield line("plain", numbers, 10 * index + 1, count, lowest, highest)
            if highest < 2046:
                yield line("cancelling", cancelling, 10 * index + 2, count, lowest, highest)


print("// SPDX-License-Identifier: GPL-3.0-or-later")
print("//\n// Written by reference_sums.py; do not edit.\n// swift-format-ignore-file\n")
print("let sumReferences: [SumReference] = [")
print(*lines(), sep="\n")
print("]")
