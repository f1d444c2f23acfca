// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

/// What makes independent uniforms depend on each other, each by itself remaining uniform.
///
/// Nelsen, "An Introduction to Copulas", 2nd ed. 2006, doi:10.1007/0-387-28678-0.
public struct Copula: Sendable {
  /// How extremes come together.
  public enum Family: Sendable, Hashable {
    /// As those of normal variables: hardly ever.
    case gaussian
    /// As those of Student's t variables with one common divisor: more often the fewer degrees of
    /// freedom there are, whatever the correlation (Demarta and McNeil, "The t copula and related
    /// copulas", International Statistical Review 73, 2005, doi:10.1111/j.1751-5823.2005.tb00254.x).
    case student(df: Double)
  }

  /// A uniform so close to 1 that it has lost the digits of its distance from 1.
  public struct UpperTail: Sendable, Hashable {
    /// Which variable.
    public let variable: Int
    /// Which of its uniforms.
    public let place: Int
    /// The distance from 1.
    public let probability: Double
  }

  /// The degrees of freedom a Student copula may have.
  public static let degrees: ClosedRange<Double> = 1...1e5

  /// How extremes come together.
  public let family: Family
  /// How many variables there are.
  public let order: Int
  /// The Cholesky factor of the correlations of the normal variables, row by row.
  private let factor: [Double]
  private let student: Student?

  /// The common divisor of Student's variables, and what each is after the division.
  private struct Student: Sendable {
    let divisor: ChiSquared
    let quotient: StudentT
  }

  /// - Parameter correlations: of the normal variables; not rank correlations.
  /// - Throws: `ParameterError` unless the matrix is positive definite and the degrees of freedom are
  ///   among `degrees`.
  public init(_ family: Family, _ correlations: CorrelationMatrix) throws(ParameterError) {
    guard let factor = correlations.choleskyFactor else {
      throw ParameterError(
        family: "copula", parameter: "", value: .nan,
        requirement: "needs a matrix of correlations that is positive definite")
    }
    if case .student(let df) = family {
      try require(
        df, from: Self.degrees.lowerBound, to: Self.degrees.upperBound, "copula", "student")
      student = Student(divisor: try ChiSquared(df: df), quotient: try StudentT(df: df))
    } else {
      student = nil
    }
    self.family = family
    self.factor = factor
    order = correlations.order
  }

  /// Makes independent uniforms dependent, in place.
  ///
  /// The results lie from 2⁻⁵³ to 1 − 2⁻⁵³, with a relative error of at most 10⁻⁹ in the distance from
  /// the nearer end, those listed aside, whose distance is in the list.
  ///
  /// - Parameters:
  ///   - columns: the uniforms of each variable, all in (0, 1) and equally many.
  ///   - divisors: as many uniforms for the common divisor of Student's variables, which are used up;
  ///     a Gaussian copula does not look at them.
  public func correlate(
    _ columns: [UnsafeMutableBufferPointer<Double>], divisors: UnsafeMutableBufferPointer<Double>
  ) -> [UpperTail] {
    precondition(columns.count == order)
    for column in columns { column.standardNormal() }
    multiply(columns)
    if let student {
      student.divisor.transform(divisors)
      for place in divisors.indices {
        divisors[place] = (divisors[place] / student.divisor.df).squareRoot()
      }
      for column in columns {
        for place in column.indices { column[place] /= divisors[place] }
      }
    }
    var tails: [UpperTail] = []
    for (variable, column) in columns.enumerated() {
      makeUniform(column, variable, &tails)
    }
    return tails
  }

  /// Multiplies by the factor: the last row first, since each needs those before it as they were.
  private func multiply(_ columns: [UnsafeMutableBufferPointer<Double>]) {
    for row in columns.indices.reversed() {
      let column = columns[row]
      let own = factor[row * order + row]
      for place in column.indices { column[place] *= own }
      for (other, earlier) in columns[..<row].enumerated() {
        let weight = factor[row * order + other]
        for place in column.indices { column[place] += weight * earlier[place] }
      }
    }
  }

  /// The ends of the uniforms that the streams give: every distribution bears those.
  private static let leastProbability = 0x1p-53
  /// Distances from 1 below this are told by themselves: rounding 1 − q costs 2⁻⁵⁴.
  private static let leastFromAbove = 0x1p-24

  private func makeUniform(
    _ column: UnsafeMutableBufferPointer<Double>, _ variable: Int, _ tails: inout [UpperTail]
  ) {
    for place in column.indices {
      let z = column[place]
      let distance = max(beyond(abs(z)), Self.leastProbability)
      column[place] = z <= 0 ? distance : 1 - distance
      if z > 0, distance < Self.leastFromAbove {
        tails.append(UpperTail(variable: variable, place: place, probability: distance))
      }
    }
  }

  /// The probability of exceeding `z`, which is not below 0.
  private func beyond(_ z: Double) -> Double {
    student?.quotient.survival(z) ?? Gaussian.survival(z)
  }
}
