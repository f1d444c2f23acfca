// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
public import Experiments

/// What people look at of a run: a page, a notebook and pictures.
///
/// It is a function of what was computed: no clock, no machine, no file.
public struct Report: Sendable {
  /// What the run found.
  let result: RunResult
  /// What was found beside it.
  let appraisal: Appraisal?
  /// The version that made it.
  let version: String
  /// How many threads draw it, which nothing that is drawn depends on.
  let workers: Int

  /// The report of a run.
  ///
  /// - Parameters:
  ///   - appraisal: from the same experiment; what is not there is left out.
  ///   - version: of Breakeven.
  ///   - workers: how many threads may draw it.
  public init(_ result: RunResult, appraisal: Appraisal?, version: String, workers: Int = 1) {
    self.result = result
    self.appraisal = appraisal
    self.version = version
    self.workers = workers
  }

  var experiment: Experiment { result.experiment }
  var horizon: Int { experiment.model.horizonMonths }

  /// The options that are compared with the baseline.
  var challengers: [Int] {
    experiment.model.options.indices.filter { $0 != experiment.model.baseline }
  }

  /// The option that the page speaks of first: of the challengers the one with the least expected total cost,
  /// or where that was not computed the one that most probably pays back.
  var lead: Int? { ordered.first }

  /// The challengers, the one that the page speaks of first in front.
  var ordered: [Int] {
    func rank(_ option: Int) -> Double {
      result.column(.totalCost, option: option)?.summary.mean
        ?? -(estimate(.paysBack, option)?.probability ?? 0)
    }
    return challengers.sorted { (rank($0), $0) < (rank($1), $1) }
  }

  /// How many challengers are drawn in one chart: as many as have a colour.
  static let mostDrawn = Palette.seriesCount - 1

  /// How many challengers have charts of their own: a page shall stay a page.
  static let mostFigures = 6

  /// The challengers that are drawn in one chart, in the order of the file.
  var drawn: [Int] { ordered.prefix(Self.mostDrawn).sorted() }

  /// What is said of a chart that does not show all options.
  var leftOut: String {
    challengers.count <= Self.mostDrawn
      ? ""
      : " The \(Self.mostDrawn) of \(challengers.count) options that come first above are drawn, all are in the table."
  }

  func name(_ option: Int) -> String { experiment.model.options[option].name }

  /// An input's name without the file of the library that it is from, where that is clear.
  func label(_ input: String) -> String {
    guard let dot = input.firstIndex(of: ".") else { return input }
    let short = String(input[input.index(after: dot)...])
    let others = experiment.variables.map(\.name).filter {
      $0 == short || $0.hasSuffix(".\(short)")
    }
    return others.count == 1 && !short.isEmpty ? short : input
  }

  /// Things that belong to inputs, in the order of the experiment's `inputs:`, then those without a name there.
  ///
  /// A manifest reads its inputs in another order than the file it is of; the page is to be the same.
  func inOrder<Item>(_ items: [Item], name: (Item) -> String) -> [Item] {
    var places: [String: Int] = [:]
    if case .mapping(let entries) = experiment.resolved,
      case .mapping(let inputs)? = entries.first(where: { $0.key == "inputs" })?.value
    {
      for (place, input) in inputs.enumerated() { places[input.key] = place }
    }
    return items.map { (place: places[name($0)] ?? .max, name: name($0), item: $0) }
      .sorted { ($0.place, $0.name) < ($1.place, $1.name) }.map(\.item)
  }

  /// An option's name within a sentence: in quotes where it is more than a word.
  func inProse(_ option: Int) -> String {
    name(option).contains(" ") ? "“\(name(option))”" : name(option)
  }

  /// The colour of an option in every chart; the baseline has the last one.
  func series(_ option: Int) -> Int {
    guard let place = drawn.firstIndex(of: option) ?? challengers.firstIndex(of: option) else {
      return Palette.seriesCount - 1
    }
    return place % Self.mostDrawn
  }

  /// How likely an event of an option is; nil where that was not computed.
  func estimate(_ event: Event, _ option: Int) -> ProbabilityEstimate? {
    result.events.first { $0.option == option && $0.event == event }?.estimate
  }

  /// Whether there is enough to say whether an option pays back.
  public var hasAnswer: Bool { lead.flatMap { estimate(.paysBack, $0) } != nil }

  // MARK: Numbers for people

  /// With about four digits and a true minus; what never comes is “never”.
  static func short(_ value: Double) -> String {
    value == .infinity ? "never" : NumberFormat.withMinus(NumberFormat.short(value))
  }

  /// An amount with its currency.
  func money(_ amount: Double) -> String { "\(Self.short(amount)) \(experiment.currency)" }

  /// A cell with a number: what people read, and in full what programs read.
  func cell(_ value: Double?, _ attributes: Markup = Markup(), _ text: String? = nil) -> Markup {
    guard let value else { return "<td class=\"num\"\(attributes)></td>" }
    return
      "<td class=\"num\"\(attributes) data-value=\"\("\(value)")\">\(text ?? Self.short(value))</td>"
  }

  /// Every how many months a table of months has a row, so that it can be read.
  var monthStep: Int { [1, 3, 6, 12].first { horizon / $0 <= 60 } ?? 24 }

  /// “0.703” in percent, to the digits that its interval leaves: “70.3 %”.
  func percent(_ probability: Double, error: Double = 0.001) -> String {
    let decimals = error >= 0.0005 || error == 0 ? 1 : error >= 0.00005 ? 2 : 3
    // A space at which no line breaks.
    return "\(NumberFormat.grouped(probability * 100, decimals: decimals))\u{A0}%"
  }

  func percent(_ estimate: ProbabilityEstimate) -> String {
    percent(estimate.probability, error: (estimate.high - estimate.low) / 2)
  }

  /// “70.0 % to 70.6 %”.
  func interval(_ estimate: ProbabilityEstimate) -> String {
    let error = (estimate.high - estimate.low) / 2
    return "\(percent(estimate.low, error: error)) to \(percent(estimate.high, error: error))"
  }

  /// “36 months”, “1 month”.
  var horizonText: String { horizon == 1 ? "1 month" : "\(horizon) months" }

  func months(_ value: Double) -> String {
    value.isFinite ? "\(NumberFormat.grouped(value, decimals: 1)) months" : "never"
  }
}
