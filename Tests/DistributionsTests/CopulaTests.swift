// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import RandomStreams
import TestSupport
import Testing

@Suite("Copulas")
struct CopulaTests {
  /// What a copula makes of columns of uniforms; the last one is the divisor's.
  func correlate(
    _ copula: Copula, columns: [[Double]]
  ) -> (columns: [[Double]], tails: [Copula.UpperTail]) {
    let buffers = columns.map { values in
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: values.count)
      _ = buffer.initialize(from: values)
      return buffer
    }
    defer { buffers.forEach { $0.deallocate() } }
    let variables = Array(buffers.dropLast())
    let tails = copula.correlate(variables, divisors: buffers[variables.count])
    return (variables.map(Array.init), tails)
  }

  /// What it makes of one uniform of each variable.
  func correlate(
    _ copula: Copula, _ uniforms: [Double], divisor: Double = 0.5
  ) -> (uniforms: [Double], tails: [Copula.UpperTail]) {
    let (columns, tails) = correlate(copula, columns: (uniforms + [divisor]).map { [$0] })
    return (columns.map { $0[0] }, tails)
  }

  func streams(_ names: [String], count: Int) -> [[Double]] {
    names.map { name in
      let stream = RandomStream(seed: 7, name: name)
      return (0..<count).map { stream.uniform(trial: UInt64($0)) }
    }
  }

  static let levels =
    [0x1p-53, 1e-15, 1e-12, 1e-9, 5e-8, 7e-8, 1e-6, 0.001, 0.02, 0.1, 0.3, 0.499, 0.5]

  /// Of one variable the Gaussian copula makes what it was: the quantile function, which is compared
  /// with mpmath elsewhere, and the distribution function undo each other.
  @Test("One variable keeps its uniform, to 1e-9 of the distance from either end")
  func roundTrip() throws {
    let copula = try Copula(.gaussian, CorrelationMatrix(order: 1))
    for q in Self.levels {
      let lower = correlate(copula, [q])
      #expect(abs(lower.uniforms[0] - q) <= 1e-9 * q && lower.tails.isEmpty)
      let (upper, tails) = correlate(copula, [1 - q])
      let distance = tails.first?.probability ?? 1 - upper[0]
      // 1 − q is a double, and its distance from 1 is exact.
      #expect(abs(distance - (1 - (1 - q))) <= 1e-9 * q, "\(q): \(distance)")
      #expect(abs(upper[0] - (1 - q)) <= 0x1p-52 && upper[0] < 1)
    }
  }

  @Test("The corners of the cube stay inside it", arguments: [-0.999, 0, 0.999])
  func corners(normal: Double) throws {
    var matrix = CorrelationMatrix(order: 2)
    matrix[1, 0] = normal
    let ends = [0x1p-54, 0x1p-53, 0.5, 1 - 0x1p-53]
    for family in [Copula.Family.gaussian, .student(df: 1), .student(df: 1e5)] {
      let copula = try Copula(family, matrix)
      for a in ends {
        for b in ends {
          for v in ends {
            let (uniforms, tails) = correlate(copula, [a, b], divisor: v)
            #expect(uniforms.allSatisfy { $0 >= 0x1p-53 && $0 <= 1 - 0x1p-53 })
            #expect(tails.allSatisfy { $0.probability >= 0x1p-53 })
          }
        }
      }
    }
  }

  /// χ² comes from a table whose error in probability is 4e-9; at v = 0.97 that of 1 − v counts.
  @Test("Student's quotient is that of mpmath")
  func quotients() throws {
    for (df, u, v, expected) in ReferenceCopula.quotients {
      let copula = try Copula(.student(df: df), CorrelationMatrix(order: 1))
      let lower = correlate(copula, [u], divisor: v).uniforms[0]
      #expect(
        abs(lower - expected) <= 3e-8 * expected, "df \(df), u \(u), v \(v): \(lower)")
      if u > 0.01 {
        let upper = correlate(copula, [1 - u], divisor: v).uniforms[0]
        #expect(abs(1 - upper - expected) <= 3e-8 * expected)
      }
    }
  }

  /// Counts of rare events: 4.5 standard deviations, a false alarm once in 4,500 for all 32.
  @Test("Extremes come together as often as the integrals say")
  func jointTails() throws {
    let count = 1_000_000
    let uniforms = streams(["a", "b", "divisor"], count: count)
    var before: (df: Double, normal: Double) = (.nan, .nan)
    var columns: [[Double]] = []
    for (df, normal, q, probability) in ReferenceCopula.jointTails {
      if before != (df, normal) {
        var matrix = CorrelationMatrix(order: 2)
        matrix[1, 0] = normal
        let copula = try Copula(df == 0 ? .gaussian : .student(df: df), matrix)
        columns = correlate(copula, columns: uniforms).columns
        before = (df, normal)
      }
      let deviation = (Double(count) * probability * (1 - probability)).squareRoot()
      let expected = Double(count) * probability
      let upper = zip(columns[0], columns[1]).count { $0 > 1 - q && $1 > 1 - q }
      let lower = zip(columns[0], columns[1]).count { $0 < q && $1 < q }
      for both in [upper, lower] {
        #expect(
          abs(Double(both) - expected) < 4.5 * deviation + 1,
          "df \(df), ρ \(normal), q \(q): \(both), not \(expected) ± \(deviation)")
      }
    }
  }

  @Test("Each variable remains uniform", arguments: [Copula.Family.gaussian, .student(df: 3)])
  func marginals(family: Copula.Family) throws {
    var matrix = CorrelationMatrix(order: 3)
    matrix[1, 0] = 0.7
    matrix[2, 1] = -0.6
    let copula = try Copula(family, matrix)
    let count = 100_000
    let uniforms = streams(["a", "b", "c", "divisor"], count: count)
    for column in correlate(copula, columns: uniforms).columns {
      #expect(
        KolmogorovSmirnov.distance(of: column) { $0 }
          < KolmogorovSmirnov.criticalDistance(count: count, falseAlarm: 1e-5))
    }
  }

  @Test("What makes no copula is refused")
  func refusals() {
    var singular = CorrelationMatrix(order: 2)
    singular[1, 0] = 1
    #expect(throws: ParameterError.self) { try Copula(.gaussian, singular) }
    for df in [0, 0.99, 1e6, .nan] {
      #expect(throws: ParameterError.self) {
        try Copula(.student(df: df), CorrelationMatrix(order: 2))
      }
    }
  }
}
