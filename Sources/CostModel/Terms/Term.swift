// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// A number of every trial that follows from its inputs alone, such as what a project costs.
///
/// Formulas are written with terms as with numbers, once, when the evaluator is made; `TermTable` then
/// computes them for many trials at a time, before their months. What is the same in every trial is computed
/// when it is written.
struct Term {
  unowned(unsafe) let table: TermTable
  /// Where its numbers stand.
  let column: Int

  /// The number, when it is the same in every trial.
  var constant: Double? { table.constantValue(column) }

  static func + (a: Term, b: Term) -> Term { a.table.term(BK_ADD, a, b) }
  static func - (a: Term, b: Term) -> Term { a.table.term(BK_SUBTRACT, a, b) }
  static func * (a: Term, b: Term) -> Term { a.table.term(BK_MULTIPLY, a, b) }
  static func / (a: Term, b: Term) -> Term { a.table.term(BK_DIVIDE, a, b) }

  static func + (a: Double, b: Term) -> Term { b.table.constant(a) + b }
  static func + (a: Term, b: Double) -> Term { a + a.table.constant(b) }
  static func - (a: Double, b: Term) -> Term { b.table.constant(a) - b }
  static func - (a: Term, b: Double) -> Term { a - a.table.constant(b) }
  static func * (a: Double, b: Term) -> Term { b.table.constant(a) * b }
  static func * (a: Term, b: Double) -> Term { a * a.table.constant(b) }
  static func / (a: Double, b: Term) -> Term { b.table.constant(a) / b }
  static func / (a: Term, b: Double) -> Term { a / a.table.constant(b) }

  static func += (a: inout Term, b: Term) { a = a + b }
  static func *= (a: inout Term, b: Term) { a = a * b }

  /// A comparison of two terms, for `replacing`.
  struct Comparison {
    fileprivate let choice: bk_operation
    fileprivate let left: Term
    fileprivate let right: Term
  }

  static func .< (a: Term, b: Term) -> Comparison {
    Comparison(choice: BK_IF_LESS, left: a, right: b)
  }
  static func .< (a: Term, b: Double) -> Comparison { a .< a.table.constant(b) }
  static func .== (a: Term, b: Double) -> Comparison {
    Comparison(choice: BK_IF_EQUAL, left: a, right: a.table.constant(b))
  }

  /// `other` where the comparison holds.
  func replacing(with other: Term, where comparison: Comparison) -> Term {
    table.term(comparison.choice, comparison.left, comparison.right, other, self)
  }
  func replacing(with other: Double, where comparison: Comparison) -> Term {
    replacing(with: table.constant(other), where: comparison)
  }
}

/// The exponential of a term.
func exponential(_ x: Term) -> Term { x.table.term(BK_EXP, x) }

/// The natural logarithm of a term.
func logarithm(_ x: Term) -> Term { x.table.term(BK_LOG, x) }

/// The largest integer not above a term from 0 to 2^51.
func flooredNonNegative(_ x: Term) -> Term { x.table.term(BK_FLOOR, x) }

/// The lesser of two terms in every trial.
func pointwiseMin(_ a: Term, _ b: Term) -> Term { a.table.term(BK_LEAST, a, b) }
