// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// What an approver requires, as the file's `approval:` writes it.
public enum Requirement: Sendable, Hashable {
  /// A statistic of the run compares so with a number: `P(payback_months <= 12) >= 0.8`.
  case statistic(Statistic, Statistic.Comparison, Double)
  /// Days since the price that was checked longest ago: `price_age_days <= 30`.
  case priceAge(Statistic.Comparison, Double)
  /// An option of this name is compared as well: `present(prompted-mini)`.
  case present(String)
  /// The provider does not switch the option off before it has paid back with this percentage:
  /// `end_of_life >= P80(payback_months)`.
  case outlivesPayback(Double)

  /// Whether it is asked of the experiment as a whole and not of an option.
  public var isOfExperiment: Bool {
    switch self {
    case .statistic(.evpi, _, _), .present: true
    case .statistic, .priceAge, .outlivesPayback: false
    }
  }

  static let forms =
    "write P(payback_months <= 12) >= 0.8, P80(upfront_cost) <= 25000, mean(npv) > 0, "
    + "CVaR95(total_cost) <= 1e6, best_probability >= 0.6, evpi <= 5000, price_age_days <= 30, "
    + "present(OPTION) or end_of_life >= P80(payback_months)"

  /// Reads a requirement as a person writes it.
  ///
  /// - Parameter name: what messages call the place the text is from.
  /// - Throws: `InvalidInput` that says what is wrong and what would be right.
  public static func parse(_ text: String, name: String) throws(InvalidInput) -> Requirement {
    let text = Statistic.trimmed(text)
    if text.hasPrefix("present("), text.hasSuffix(")") {
      return .present(Statistic.trimmed(text.dropFirst("present(".count).dropLast()))
    }
    guard let (left, comparison, right) = split(text) else {
      throw InvalidInput(
        file: name, fault: "“\(shortened(text))” requires nothing", remedy: forms)
    }
    if left == "end_of_life" {
      guard comparison == .atLeast,
        case .percentile(.paybackMonths, let percent) = try Statistic.parse(right, name: name)
      else {
        throw InvalidInput(
          file: name, fault: "“\(shortened(text))” compares an end of life otherwise than it can",
          remedy: "write end_of_life >= P80(payback_months)")
      }
      return .outlivesPayback(percent)
    }
    guard case .number(let threshold) = NumberText.read(right), threshold.isFinite else {
      throw InvalidInput(
        file: name, fault: "“\(shortened(right))” is not a number to compare with", remedy: forms)
    }
    if left == "price_age_days" { return .priceAge(comparison, threshold) }
    return .statistic(try Statistic.parse(left, name: name), comparison, threshold)
  }

  /// What stands left and right of the last comparison that is not in parentheses.
  private static func split(
    _ text: String
  ) -> (left: String, Statistic.Comparison, right: String)? {
    let afterStatistic = text.lastIndex(of: ")") ?? text.startIndex
    let isPercentileLast = text.hasPrefix("end_of_life")
    let region = isPercentileLast ? text[...] : text[afterStatistic...]
    for comparison in Statistic.Comparison.allCases {
      guard let place = region.firstRange(of: comparison.rawValue) else { continue }
      return (
        Statistic.trimmed(text[..<place.lowerBound]), comparison,
        Statistic.trimmed(text[place.upperBound...])
      )
    }
    return nil
  }
}

extension Requirement: CustomStringConvertible {
  /// As it is written.
  public var description: String {
    switch self {
    case .statistic(let statistic, let comparison, let value):
      "\(statistic) \(comparison.rawValue) \(NumberRange.short(value))"
    case .priceAge(let comparison, let days):
      "price_age_days \(comparison.rawValue) \(NumberRange.short(days))"
    case .present(let option): "present(\(option))"
    case .outlivesPayback(let percent):
      "end_of_life >= P\(NumberRange.short(percent))(payback_months)"
    }
  }
}

/// One rule of the file's `approval:`.
public struct ApprovalRule: Sendable, Hashable {
  /// The option's place; nil for every option but the baseline, or for the experiment as a whole.
  public let option: Int?
  /// What is required.
  public let requirement: Requirement
}
