#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes points of the Sobol' sequence by SciPy: python3 reference.py > References.swift."""

from scipy.stats import qmc

DIMENSIONS = [1, 2, 3, 7, 20, 50, 100, 177, 256]
COUNT = 64

points = qmc.Sobol(256, scramble=False, bits=30).random(COUNT)
print("// SPDX-License-Identifier: GPL-3.0-or-later")
print("//")
print("// Written by reference.py; do not edit.")
print("// swift-format-ignore-file")
print()
print("/// The first 64 points of the unscrambled sequence, in steps of 1/64, by dimension from 1.")
print("let sobolReferences: [Int: [Int]] = [")
for dimension in DIMENSIONS:
    cells = [int(x * COUNT) for x in points[:, dimension - 1]]
    print(f"  {dimension}: {cells},")
print("]")
