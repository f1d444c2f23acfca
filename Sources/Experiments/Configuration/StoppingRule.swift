// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel

/// When a run is precise enough: the 95 % interval of a statistic of a metric, for every option that has
/// it, is not wider than twice `halfWidth`.
public struct StoppingRule: Sendable, Hashable {
  /// What of the metric must be precise.
  public enum Statistic: Sendable, Hashable {
    case mean
    /// A percentile of those in the tables.
    case percentile(Int)
  }

  /// The metric.
  public let metric: Metric
  /// What of it.
  public let statistic: Statistic
  /// The widest half of the interval, in the metric's unit, above 0.
  public let halfWidth: Double

  /// A run that does not get there stops growing before it would pass this many trials.
  public static let mostTrials = 1 << 24

  /// A rule as the command line writes it: `payback_months:p80:0.1` or `npv:mean:500`.
  ///
  /// - Throws: `InvalidInput` that names `name` and says what is wrong.
  public init(from text: String, name: String) throws(InvalidInput) {
    let form = "write METRIC:pPERCENTILE:HALF_WIDTH or METRIC:mean:HALF_WIDTH"
    func fault(_ fault: String, _ remedy: String) -> InvalidInput {
      InvalidInput(file: name, fault: fault, remedy: remedy)
    }
    let words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3 else { throw fault("“\(shortened(text))” is not a precision", form) }
    guard let metric = try Metric.set(from: words[0], name: name).first,
      !words[0].contains(",")
    else { throw fault("“\(shortened(text))” names more than one metric", form) }
    let statistic: Statistic? =
      words[1] == "mean"
      ? .mean
      : words[1].hasPrefix("p")
        ? Int(words[1].dropFirst()).flatMap(Self.percentile) : nil
    guard let statistic else {
      throw fault("“\(shortened(words[1]))” is not a statistic of the tables", Self.statistics)
    }
    guard case .number(let halfWidth) = NumberText.read(words[2]), Self.range.contains(halfWidth)
    else {
      throw fault("“\(shortened(words[2]))” is no half width", "give a number above 0")
    }
    self.init(metric: metric, statistic: statistic, halfWidth: halfWidth)
  }

  init(metric: Metric, statistic: Statistic, halfWidth: Double) {
    self.metric = metric
    self.statistic = statistic
    self.halfWidth = halfWidth
  }

  static let range = NumberRange.positive
  static let statistics =
    "give mean or one of " + RunResult.percentiles.map { "p\($0)" }.joined(separator: " ")

  static func percentile(_ percentile: Int) -> Statistic? {
    RunResult.percentiles.contains(percentile) ? .percentile(percentile) : nil
  }

  /// As in the experiment file.
  var resolved: ResolvedValue {
    var entries: [ResolvedValue.Entry] = [.init("metric", .text(metric.rawValue))]
    switch statistic {
    case .mean: entries.append(.init("statistic", .text("mean")))
    case .percentile(let percentile):
      entries.append(.init("percentile", .number(Double(percentile))))
    }
    return .mapping(entries + [.init("half_width", .number(halfWidth))])
  }
}

extension StoppingRule {
  /// Reads `stop_when: { metric: payback_months, percentile: 80, half_width: 0.1 }`, where
  /// `statistic: mean` may stand in the place of the percentile.
  init?(reading section: Section) {
    let metric = section.choice("metric", default: Metric.paybackMonths)
    if section.take("metric") == nil { section.missing("metric", "name one, as payback_months") }
    let located = section.take("percentile")
    let isMean = section.text("statistic") == "mean"
    let statistic =
      isMean ? .mean : located?.wholeNumber().flatMap { Self.percentile(Int(clamping: $0)) }
    if (located != nil) == isMean || statistic == nil {
      section.report(
        at: located == nil ? "statistic" : "percentile", "no statistic of the tables",
        "give `statistic: mean` or `percentile:` one of "
          + RunResult.percentiles.map(String.init).joined(separator: " "))
    }
    let halfWidth = section.number("half_width", default: .nan, Self.range)
    if halfWidth.isNaN { section.missing("half_width", "give a number in the metric's unit") }
    section.finish()
    guard let statistic, halfWidth > 0 else { return nil }
    self.init(metric: metric, statistic: statistic, halfWidth: halfWidth)
  }
}
