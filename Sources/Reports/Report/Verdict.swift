// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Experiments

/// The answer to the question of a run, in a sentence.
struct Verdict {
  /// How likely it is in a word, by the scale of the Intergovernmental Panel on Climate Change.
  ///
  /// Source: Mastrandrea et al., "Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on
  /// Consistent Treatment of Uncertainties", 2010, table 1.
  enum Likelihood: String {
    case certain = "Virtually certain"
    case veryLikely = "Very likely"
    case likely = "Likely"
    case even = "About as likely as not"
    case unlikely = "Unlikely"
    case veryUnlikely = "Very unlikely"
    case exceptional = "Exceptionally unlikely"

    init(_ probability: Double) {
      switch probability {
      case 0.99...: self = .certain
      case 0.9...: self = .veryLikely
      case 0.66...: self = .likely
      case 0.33...: self = .even
      case 0.1...: self = .unlikely
      case 0.01...: self = .veryUnlikely
      default: self = .exceptional
      }
    }

    /// The colour that goes with it.
    var style: String {
      switch self {
      case .certain, .veryLikely, .likely: "good"
      case .even: "open"
      case .unlikely, .veryUnlikely, .exceptional: "bad"
      }
    }
  }

  let likelihood: Likelihood
  /// The probability with its interval, as a sentence.
  let sentence: String
  /// What else matters, as a sentence.
  let reason: String

  /// The verdict of a run that says whether its options pay back; nil for others.
  init?(_ report: Report) {
    guard let lead = report.lead, let pays = report.estimate(.paysBack, lead) else { return nil }
    likelihood = Likelihood(pays.probability)
    let name = report.inProse(lead)
    if pays.successes == 0 {
      sentence =
        "\(name) does not pay for itself within \(report.horizonText) in any of "
        + "\(NumberFormat.grouped(Double(pays.trials), decimals: 0)) trials: the probability is below "
        + "\(report.percent(pays.high, error: pays.high))."
    } else {
      sentence =
        "\(name) pays for itself within \(report.horizonText) with probability "
        + "\(report.percent(pays)) (95\u{A0}% interval \(report.interval(pays)))."
    }
    reason = Self.reason(report, lead)
  }

  private static func reason(_ report: Report, _ lead: Int) -> String {
    var parts: [String] = []
    if let payback = report.result.column(.paybackMonths, option: lead),
      let median = payback.quantile(50)?.value, median.isFinite
    {
      parts.append(
        "Half of the trials have paid back by month \(NumberFormat.grouped(median, decimals: 1))")
    }
    if let soon = report.estimate(.paybackWithin(months: 12), lead), report.horizon > 12 {
      parts.append("\(report.percent(soon)) within a year")
    }
    var sentence = parts.joined(separator: ", ")
    if !sentence.isEmpty { sentence += "." }
    if let value = report.result.column(.npv, option: lead), let mean = value.summary.mean,
      let low = value.quantile(5)?.value, let high = value.quantile(95)?.value
    {
      let verb = mean >= 0 ? "gains" : "loses"
      sentence +=
        (sentence.isEmpty ? "" : " ")
        + "On average it \(verb) \(report.money(abs(mean))) at present value (P5 \(report.money(low)), "
        + "P95 \(report.money(high)))."
    }
    if let cheapest = report.estimate(.cheapest, lead) {
      let others = report.experiment.model.options.count > 2 ? "of all options" : "of the two"
      sentence +=
        (sentence.isEmpty ? "" : " ")
        + "It costs least \(others) in \(report.percent(cheapest)) of the trials."
    }
    return sentence
  }
}
