// SPDX-License-Identifier: GPL-3.0-or-later
//
// Written by reference_sensitivity.py; do not edit.
// swift-format-ignore-file

let distributionReferences: [String: (delta: [Double], pawn: [Double])] = [
  "ishigami": (delta: [0.26379, 0.43064, 0.21048], pawn: [0.23797, 0.39141, 0.08072]),
  "gauss": (delta: [0.24437, 0.26402, 0.16244], pawn: [0.20277, 0.21876, 0.13560]),
  "product": (delta: [0.06934, 0.06934, 0.47309], pawn: [0.02545, 0.02545, 0.43158]),
  "gEight": (delta: [0.54796, 0.18975, 0.05101, 0.02748, 0.00272, 0.00272, 0.00272, 0.00272], pawn: [0.39162, 0.14804, 0.04162, 0.02232, 0.00218, 0.00218, 0.00218, 0.00218]),
  "gSix": (delta: [0.14131, 0.14131, 0.14131, 0.14131, 0.14131, 0.14131], pawn: [0.11252, 0.11252, 0.11252, 0.11252, 0.11252, 0.11252]),
]

/// Spearman's correlation of x3 with x1·x2 + x3.
let productSpearman = 0.87600
