// SPDX-License-Identifier: GPL-3.0-or-later

/// A family under the name and the parameters it has in an experiment file.
///
/// Adding a family is one file and one line in `all`.
public struct DistributionFamily: Sendable {
  /// The name, as `lognormal`.
  public let name: String
  /// The ways to give its parameters; the first is the usual one.
  public let forms: [Form]
  /// Whether percentiles (`p5`, `p95`) are among its parameters: any two instead of the others, or as
  /// many as `quantiles` takes.
  public var takesPercentiles: Bool { fromPercentiles != nil || content == .quantiles }
  /// What stands under the name in an experiment file.
  public let content: Content

  /// What stands under a family's name in an experiment file.
  public enum Content: Sendable {
    /// Parameters by name, in one of the `forms`.
    case parameters
    /// Three and more percentiles, with bounds if wished.
    case quantiles
    /// A list of distributions with weights: `Mixture`.
    case components
    /// Values with weights: `Choice`.
    case weightedValues
    /// Values, or a column of a file: `Empirical`.
    case observations
  }

  private let fromPercentiles:
    (@Sendable (PercentilePair) throws(ParameterError) -> any Distribution)?

  /// One way to give the parameters.
  public struct Form: Sendable {
    /// Parameters that must be there.
    public let required: [String]
    /// Parameters that may be left out, with what they are then.
    public let optional: [(name: String, value: Double)]
    /// Makes the distribution of all parameters, in that order.
    let make: @Sendable ([Double]) throws(ParameterError) -> any Distribution

    init(
      _ required: [String], optional: [(name: String, value: Double)] = [],
      _ make: @escaping @Sendable ([Double]) throws(ParameterError) -> any Distribution
    ) {
      self.required = required
      self.optional = optional
      self.make = make
    }
  }

  init(
    _ name: String, _ forms: [Form],
    percentiles: (@Sendable (PercentilePair) throws(ParameterError) -> any Distribution)? = nil
  ) {
    self.name = name
    self.forms = forms
    fromPercentiles = percentiles
    content = .parameters
  }

  init(_ name: String, _ content: Content) {
    self.name = name
    self.content = content
    forms = []
    fromPercentiles = nil
  }

  /// Every family, in alphabetical order.
  public static let all: [DistributionFamily] = (continuous + discrete + derived)
    .sorted { $0.name < $1.name }

  /// The family of that name.
  public static func named(_ name: String) -> DistributionFamily? {
    all.first { $0.name == name }
  }

  /// Makes the distribution with the given parameters.
  ///
  /// - Throws: `ParameterError` when the names fit no form or the values make no distribution.
  public func make(_ values: [String: Double]) throws(ParameterError) -> any Distribution {
    if content == .quantiles, fits(Set(values.keys)) {
      let points = values.compactMap { name, value in
        Self.percentile(name).map {
          PercentilePair.Point(name: name, probability: $0, value: value)
        }
      }
      return try Metalog(
        points, low: values["low"] ?? -.infinity, high: values["high"] ?? .infinity)
    }
    if let form = form(for: Set(values.keys)) {
      var ordered = form.required.map { values[$0] ?? .nan }
      ordered += form.optional.map { values[$0.name] ?? $0.value }
      return try form.make(ordered)
    }
    if let fromPercentiles, values.count == 2 {
      let points = values.compactMap { name, value in
        Self.percentile(name).map { (name: name, probability: $0, value: value) }
      }
      if points.count == 2 {
        return try fromPercentiles(try PercentilePair(name, points[0], points[1]))
      }
    }
    throw ParameterError(family: name, parameter: "", value: .nan, requirement: usage)
  }

  /// Whether parameters of these names make a distribution, if their values do.
  public func fits(_ names: Set<String>) -> Bool {
    let percentiles = names.filter { Self.percentile($0) != nil }
    switch content {
    case .parameters:
      return form(for: names) != nil
        || (takesPercentiles && names.count == 2 && percentiles.count == 2)
    case .quantiles:
      return Metalog.counts.contains(percentiles.count)
        && names.subtracting(percentiles).isSubset(of: parameterNames)
    case .components, .weightedValues, .observations: return false
    }
  }

  /// The form that takes exactly these names.
  public func form(for names: Set<String>) -> Form? {
    forms.first { form in
      names.isSuperset(of: form.required)
        && names.isSubset(of: form.required + form.optional.map(\.name))
    }
  }

  /// Every parameter name the family knows, percentiles aside.
  public var parameterNames: [String] {
    var names: [String] = content == .quantiles ? ["low", "high"] : []
    for form in forms {
      for name in form.required + form.optional.map(\.name) where !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }

  /// The forms in words: `{low, mode, high, lambda: 4}`.
  public var usage: String {
    var texts = forms.map { form in
      let optional = form.optional.map { "\($0.name): \(Self.short($0.value))" }
      return "{\((form.required + optional).joined(separator: ", "))}"
    }
    switch content {
    case .parameters:
      if takesPercentiles { texts.append("any two percentiles such as {p5, p95}") }
    case .quantiles:
      texts.append("3 to 10 percentiles such as {p10, p50, p90}, and low and high if wished")
    case .components: texts.append("a list of {weight, <distribution>}")
    case .weightedValues: texts.append("{values, weights}, two lists")
    case .observations: texts.append("{values}, a list, or {file, column}")
    }
    return "takes \(texts.joined(separator: " or "))"
  }

  /// The probability that a key such as `p5` or `p97.5` names.
  public static func percentile(_ key: String) -> Double? {
    guard key.first == "p", let number = Double(key.dropFirst()), number > 0, number < 100 else {
      return nil
    }
    return number / 100
  }

  private static func short(_ x: Double) -> String {
    x == x.rounded() && abs(x) < 1e9 ? "\(Int(x))" : "\(x)"
  }
}
