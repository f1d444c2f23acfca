// SPDX-License-Identifier: GPL-3.0-or-later

/// Separate values with probabilities, and the steps of their distribution function from both ends.
struct Atoms: Sendable {
  /// Rising, without repetition.
  let values: [Double]
  /// The probability of each.
  let probabilities: [Double]
  /// P(X <= value) for each; the last is 1.
  private let steps: [Double]
  /// P(X > value) for each; the last is 0.
  private let above: [Double]
  private let table: StepTable

  /// - Parameter weighted: values with weights of 0 or more, at least one above.
  init(_ weighted: [(value: Double, weight: Double)]) {
    var merged: [(value: Double, weight: Double)] = []
    for (value, weight) in weighted.sorted(by: { $0.value < $1.value }) where weight > 0 {
      if let last = merged.last, last.value == value {
        merged[merged.count - 1].weight += weight
      } else {
        // −0 would print as such.
        merged.append((value + 0, weight))
      }
    }
    let weights = merged.map(\.weight)
    let rising = Self.sums(weights)
    let total = rising.last ?? 1
    values = merged.map(\.value)
    probabilities = weights.map { $0 / total }
    steps = rising.map { $0 / total }
    above = Self.sums(weights.reversed()).reversed().dropFirst().map { $0 / total } + [0]
    table = StepTable(steps)
  }

  /// Running sums without the rounding that many terms add up to (Neumaier 1974).
  private static func sums(_ weights: [Double]) -> [Double] {
    var sum = 0.0
    var lost = 0.0
    return weights.map { weight in
      let next = sum + weight
      lost += max(sum, weight) - next + min(sum, weight)
      sum = next
      return sum + lost
    }
  }

  var support: Support {
    Support(
      values.first ?? 0, values.last ?? 0,
      isInteger: values.allSatisfy { $0 == $0.rounded() && abs($0) <= 0x1p53 }, isDiscrete: true)
  }
  var mean: Double {
    // From the middle value, so that large values close together keep their digits.
    let origin = values[values.count / 2]
    return origin
      + zip(values, probabilities).reduce(0) { $0 + ($1.0 - origin) * $1.1 }
  }
  var variance: Double {
    let mean = mean
    return zip(values, probabilities).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
  }

  /// How many values are at most x, or below it.
  private func count(upTo x: Double, including isIncluded: Bool) -> Int {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < x || (isIncluded && values[middle] == x) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  func probability(at x: Double) -> Double {
    let place = count(upTo: x, including: false)
    return place < values.count && values[place] == x ? probabilities[place] : 0
  }
  func cdf(_ x: Double) -> Double {
    let count = count(upTo: x, including: true)
    return count > 0 ? steps[count - 1] : 0
  }
  func probability(below x: Double) -> Double {
    let count = count(upTo: x, including: false)
    return count > 0 ? steps[count - 1] : 0
  }
  func survival(_ x: Double) -> Double {
    let count = count(upTo: x, including: true)
    return count > 0 ? above[count - 1] : 1
  }
  func quantile(_ p: Double) -> Double {
    values[min(p <= 0 ? 0 : table.place(of: min(p, 1)), values.count - 1)]
  }
  func upperQuantile(_ q: Double) -> Double {
    var low = 0
    var high = values.count - 1
    while low < high {
      let middle = (low + high) / 2
      if above[middle] <= q { high = middle } else { low = middle + 1 }
    }
    return values[low]
  }
  func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    for i in x.indices { x[i] = quantile(x[i]) }
  }

  /// The values in [minimum, maximum], with their probabilities.
  ///
  /// - Throws: `ParameterError` when they have less than `leastMass`.
  func kept(
    _ family: String, _ minimum: Double, _ maximum: Double, _ leastMass: Double
  ) throws(ParameterError) -> [(value: Double, weight: Double)] {
    try require(minimum < .infinity, family, "min", minimum, "must be a number")
    try require(maximum > -.infinity, family, "max", maximum, "must be a number")
    try require(minimum <= maximum, family, "max", maximum, "must not be below min, \(minimum)")
    let kept = zip(values, probabilities).map { (value: $0, weight: $1) }
      .filter { $0.value >= minimum && $0.value <= maximum }
    let mass = kept.reduce(0) { $0 + $1.weight }
    try require(
      mass > 0 && mass >= leastMass, family, minimum == -.infinity ? "max" : "min",
      minimum == -.infinity ? maximum : minimum,
      "must leave the interval a probability of at least \(leastMass)")
    return kept
  }

  /// The most values of one distribution.
  static let mostValues = 100_000

  /// Throws unless there are 1 to 100,000 values, all finite.
  static func requireValues(_ family: String, _ values: [Double]) throws(ParameterError) {
    try require(
      (1...mostValues).contains(values.count), family, "", Double(values.count),
      "takes 1 to \(mostValues) values")
    for value in values { try requireFinite(family, ("values", value)) }
  }
}
