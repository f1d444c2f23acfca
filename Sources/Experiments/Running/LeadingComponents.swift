// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// The directions in which a process's monthly shocks move what is paid most.
///
/// A path is a linear map of its independent normal shocks z: x_m = k·x_{m−1} + z_m. What has been paid or
/// saved by a month follows the path summed up to it. The first direction is the one along which that sum
/// changes most at the horizon; the next, made orthonormal, at a third of it, two thirds, a sixth, a half and
/// a quarter, since payback is decided early. A design places its points along those few and leaves the others to
/// chance; the shocks stay independent standard normals (Imai and Tan, "A general dimension reduction
/// technique for derivative pricing", J. Comput. Finance 10, 2006). On the reference workload they do
/// better than the principal components of the path itself: its mean net present value has 0.75 times
/// their variance, its probability of payback within a year 0.7 times.
struct LeadingComponents: Sendable {
  /// How many there are.
  let count: Int
  /// The unit vectors, month after month a number of each; zeros of those up to `most` that are not there.
  private let weights: [Double]

  /// Components of one process that a design takes.
  static let most = Int(BK_COMPONENTS)

  /// The components of x_m = keep·x_{m−1} + z_m over some months.
  init(months: Int, keep: Double) {
    var vectors: [[Double]] = []
    let shares = [1, 1.0 / 3, 2.0 / 3, 1.0 / 6, 0.5, 0.25]
    let ends = shares.map { Int((Double(months) * $0).rounded(.up)) }
    // Short horizons have fewer different ones; then any months do.
    for end in ends + Array((1...months).reversed()) where vectors.count < min(Self.most, months) {
      if let vector = Self.orthonormal(Self.effects(months: months, end: end, keep), to: vectors) {
        vectors.append(vector)
      }
    }
    count = vectors.count
    weights = (0..<months).flatMap { month in
      (0..<Self.most).map { $0 < vectors.count ? vectors[$0][month] : 0 }
    }
  }

  /// What the shock of each month adds to x_1 + … + x_end.
  private static func effects(months: Int, end: Int, _ keep: Double) -> [Double] {
    var effect = 0.0
    var effects = [Double](repeating: 0, count: months)
    for month in (0..<end).reversed() {
      effect = 1 + keep * effect
      effects[month] = effect
    }
    return effects
  }

  /// What of a vector is at right angles to the others, with length 1; nil when nothing is left.
  private static func orthonormal(_ vector: [Double], to others: [[Double]]) -> [Double]? {
    var rest = vector
    // The second time removes what rounding left.
    for other in others + others {
      let overlap = zip(rest, other).reduce(0) { $0 + $1.0 * $1.1 }
      for month in rest.indices { rest[month] -= overlap * other[month] }
    }
    func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
    guard squares(rest) > 1e-12 * squares(vector) else { return nil }
    let length = squares(rest).squareRoot()
    return rest.map { $0 / length }
  }

  /// Replaces what the shocks of `trials`, a multiple of eight, have along each component.
  ///
  /// - Parameters:
  ///   - values: a column of `stride` numbers for each of `most` components, 0 beyond `count`.
  ///   - shocks: a column of `stride` numbers for each month.
  func place(
    _ values: UnsafePointer<Double>, into shocks: UnsafeMutablePointer<Double>, stride: Int,
    trials: Int
  ) {
    bk_place_components(shocks, stride, weights.count / Self.most, weights, values, trials)
  }
}
