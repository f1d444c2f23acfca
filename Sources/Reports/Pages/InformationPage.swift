// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
public import Experiments

/// What knowing more is worth, for a terminal.
public struct InformationPage {
  private let result: InformationResult
  private let goals: [GoalResult]
  private let screen: Screen

  /// The page of `result`, with what was sought.
  public init(_ result: InformationResult, goals: [GoalResult] = [], screen: Screen = Screen()) {
    self.result = result
    self.goals = goals
    self.screen = screen
  }

  /// The choice, bars, the pilot, switch values and solutions.
  public var text: String {
    let blocks =
      [
        heading, bars("what knowing one input is worth (EVPPI)", result.variables),
        bars("what knowing a group is worth", result.groups), pilot,
      ] + switches + [goals.flatMap { screen.wrapped(sentence($0)) }]
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  /// The same as Markdown.
  public var markdown: String {
    let parts =
      (heading + pilot + goals.map { sentence($0) }).map(Table.escaped)
      + [result.informationTable.markdown, result.switchTable.markdown]
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// Everything as one JSON object.
  public var json: String {
    let solutions = goals.flatMap { goal in
      goal.solutions.map { solution in
        ResolvedValue.mapping([
          .init("name", .text(goal.goal.name)),
          .init("option", .text(options[goal.goal.option])),
          .init("statistic", .text(goal.goal.statistic.description)),
          .init("target", .number(goal.goal.value)),
          .init("value", .number(solution.value)),
          .init("half_width", solution.halfWidth.map { .number($0) } ?? .null),
        ])
      }
    }
    return ResolvedValue.mapping([
      .init("title", .text(result.experiment.title)),
      .init("best", .text(options[result.best])),
      .init("information", result.informationTable.json),
      .init("switch_values", result.switchTable.json),
      .init("solutions", .list(solutions)),
    ]).json() + "\n"
  }

  private var options: [String] { result.experiment.model.options.map(\.name) }
  private var currency: String { result.experiment.currency }

  private func money(_ amount: Double) -> String { NumberFormat.short(amount) }

  /// A value with half its interval, or the reason why there is none to tell.
  private func estimate(_ value: InformationValue) -> String {
    guard value.isDistinguishableFromZero else {
      return value.high > 0
        ? "not distinguishable from 0 (at most \(money(value.high)))"
        : "not distinguishable from 0"
    }
    let half = max(value.high - value.value, value.value - value.low)
    return "\(money(value.value)) \(screen.plusMinus) \(error(half, of: value.value))"
  }

  /// Half an interval to no more places than its number.
  private func error(_ half: Double, of value: Double) -> String {
    abs(value) >= 1_000 ? NumberFormat.grouped(half, decimals: 0) : money(half)
  }

  // MARK: Blocks

  private var heading: [String] {
    let isCost = result.settings.criterion == .totalCost
    let names = options
    let others = result.meanCosts.indices.filter { $0 != result.best }
      .map { "\(names[$0]) \(money(isCost ? result.meanCosts[$0] : -result.meanCosts[$0]))" }
    let best = money(isCost ? result.meanCosts[result.best] : -result.meanCosts[result.best])
    let what =
      isCost ? "the least expected total cost" : "the greatest expected net present value"
    let trials = result.experiment.trialsPhrase(counted: result.trials)
    return screen.wrapped("\(result.experiment.title): \(trials)")
      + screen.wrapped(
        "\(names[result.best]) has \(what), \(best) \(currency)"
          + (others.isEmpty ? "" : " against \(others.joined(separator: ", "))"))
      + screen.wrapped(
        "to know everything before choosing (EVPI): \(estimate(result.perfect)) \(currency)")
  }

  private func bars(_ title: String, _ values: [InformationResult.Named]) -> [String] {
    guard !values.isEmpty else { return [] }
    let ordered = values.enumerated()
      .sorted { ($0.element.value.value, $1.offset) > ($1.element.value.value, $0.offset) }
      .map(\.element)
    let clear = ordered.filter(\.value.isDistinguishableFromZero)
    let lines = TextGrid(
      rows: clear.map { [$0.name, estimate($0.value)] }, left: [0, 1]
    ).lines()
    let longest = lines.map(\.count).max() ?? 0
    let room = max(screen.width - longest - 2, 8)
    let most = max(result.perfect.value, .leastNormalMagnitude)
    let drawn = zip(lines, clear).map { line, entry in
      line + String(repeating: " ", count: longest - line.count + 2)
        + screen.bar(entry.value.value / most, cells: room)
    }
    let others = ordered.filter { !$0.value.isDistinguishableFromZero }.map { entry in
      entry.value.high > 0 ? "\(entry.name) (at most \(money(entry.value.high)))" : entry.name
    }
    return ["\(title), \(currency); a full bar is the EVPI"] + drawn
      + (others.isEmpty
        ? [] : screen.wrapped("not distinguishable from 0: \(others.joined(separator: ", "))"))
  }

  private var pilot: [String] {
    guard let found = result.pilot else { return [] }
    let pilot = found.pilot
    let labels = pilot.labels.map {
      " of \(NumberFormat.grouped(Double($0), decimals: 0)) labels"
    }
    let tells =
      switch pilot.measurement {
      case .accuracy(let share): "\(found.input), right with probability \(money(share))"
      case .error(let error): "\(found.input), with a standard deviation of \(money(error))"
      }
    let net = found.value.value - pilot.cost
    let verdict =
      switch found.isWorthIt {
      case true: "worth it, by \(money(net)) \(currency)"
      case false: "not worth it, by \(money(-net)) \(currency)"
      default: "whether it is worth it the trials do not tell"
      }
    return screen.wrapped(
      "a pilot\(labels ?? "") that tells \(tells): \(estimate(found.value)) \(currency) (EVSI), "
        + "costs \(money(pilot.cost)): \(verdict)")
  }

  /// One block for each question.
  private var switches: [[String]] {
    var questions: [InformationResult.Question] = []
    for entry in result.switches where !questions.contains(entry.question) {
      questions.append(entry.question)
    }
    return questions.map { question -> [String] in
      let entries = result.switches.filter { $0.question == question }
      let rows = entries.flatMap { entry in
        entry.values.map { value in
          let bounds = "\(bound(value.low, "below")) to \(bound(value.high, "above"))"
          return [entry.input, money(value.value), bounds, change(question, value)]
        }
      }
      let never = entries.filter(\.values.isEmpty).map(\.input)
      let names = rows.isEmpty ? "any input" : never.joined(separator: ", ")
      return screen.wrapped(title(of: question)) + TextGrid(rows: rows, left: [0, 3]).lines()
        + (never.isEmpty ? [] : screen.wrapped("never within the range of \(names)"))
    }
  }

  private func title(of question: InformationResult.Question) -> String {
    switch question {
    case .bestOption:
      "switch values: where the best option changes, the other inputs being uncertain"
    case .payback(let option):
      "where P(payback_months <= \(InformationSettings.paybackMonths)) of \(options[option])"
        + " passes \(NumberFormat.exact(result.settings.threshold))"
    }
  }

  private func bound(_ value: Double, _ beyond: String) -> String {
    value.isFinite ? money(value) : beyond
  }

  private func change(_ question: InformationResult.Question, _ value: SwitchValue) -> String {
    question == .bestOption
      ? "\(options[value.from]), then \(options[value.to])"
      : value.to == 1 ? "rises above it" : "falls below it"
  }

  private func sentence(_ result: GoalResult) -> String {
    let goal = result.goal
    let whose = goal.statistic == .evpi ? "" : " of \(options[goal.option])"
    let aim = "\(goal.statistic)\(whose) is \(NumberFormat.exact(goal.value))"
    guard !result.solutions.isEmpty else {
      return
        "no \(goal.name) from \(money(goal.range.lowerBound)) to \(money(goal.range.upperBound))"
        + " is such that \(aim): it is \(money(result.ends[0].value)) at the one end and "
        + "\(money(result.ends[1].value)) at the other"
    }
    let values = result.solutions.map { solution in
      money(solution.value)
        + (solution.halfWidth.map {
          " \(screen.plusMinus) \(error($0, of: solution.value))"
        } ?? "")
    }
    return "\(goal.name) such that \(aim): \(values.joined(separator: "; "))"
  }
}
