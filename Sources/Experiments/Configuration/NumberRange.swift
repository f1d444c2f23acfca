// SPDX-License-Identifier: GPL-3.0-or-later

/// The numbers a key allows.
struct NumberRange: Sendable, Hashable {
  var lower: Double
  var upper: Double
  /// Whether `lower` and `upper` themselves are allowed.
  var includesLower = true
  var includesUpper = true
  var isWhole = false

  static let amount = NumberRange(lower: 0, upper: 1e15)
  static let positive = NumberRange(lower: 0, upper: 1e15, includesLower: false)
  static let share = NumberRange(lower: 0, upper: 1)
  /// A share of a whole that must leave something: failed runs, reversion to the mean aside.
  static let partialShare = NumberRange(lower: 0, upper: 1, includesUpper: false)
  static let rate = NumberRange(lower: -1, upper: 1e3, includesLower: false)
  static let months = NumberRange(lower: 0, upper: 1e4)
  static let interval = NumberRange(lower: 0.01, upper: 1e4)
  /// A change of a logarithm: from a 20,000th to 20,000 times.
  static let logarithm = NumberRange(lower: -10, upper: 10)
  static let any = NumberRange(lower: -1e15, upper: 1e15)
  static let verdict = NumberRange(lower: 0, upper: 1, isWhole: true)

  func contains(_ x: Double) -> Bool {
    guard !isWhole || x == x.rounded() else { return false }
    let above = includesLower ? x >= lower : x > lower
    let below = includesUpper ? x <= upper : x < upper
    return above && below
  }

  /// How `x` misses the range.
  func fault(of x: Double) -> String {
    if x < lower || (x == lower && !includesLower) {
      return lower == 0 && x < 0 ? "negative" : "too small"
    }
    if x > upper || (x == upper && !includesUpper) {
      return upper >= 1e15 ? "too large, above \(Self.short(upper))" : "too large"
    }
    return "not allowed"
  }

  /// What would be right, as a phrase.
  var remedy: String {
    let kind = isWhole ? "a whole number" : "a number"
    if isWhole, lower == 0, upper == 1 { return "give 0 or 1, or { bernoulli: { p: … } }" }
    let low = "\(includesLower ? "from" : "above") \(Self.short(lower))"
    if upper >= 1e15 { return "give \(kind) \(low)\(lower == -upper ? " up" : "")" }
    return "give \(kind) \(low) \(includesUpper ? "to" : "to below") \(Self.short(upper))"
  }

  static func short(_ x: Double) -> String {
    if x == x.rounded(), abs(x) < 1e15 { return "\(Int64(x))" }
    return x == 1e15 ? "1e15" : "\(x)"
  }
}
