// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `end_of_life:`; the option it falls back to may stand further down the file.
final class EndOfLifeReader {
  private let table: InputTable
  private let prices: PriceLookup
  /// Where an option's fall-back is named, by the option's place.
  private var targets: [Int: (name: Located, end: Parameter)] = [:]

  init(table: InputTable, prices: PriceLookup) {
    self.table = table
    self.prices = prices
  }

  /// When the option read last ends; nil when it does not.
  private(set) var end: Parameter?

  /// The end of life of the option at `index`; a fall-back is filled in by `resolve`.
  func read(_ option: Section, index: Int, project: Project?) -> EndOfLife? {
    end = nil
    guard let section = option.take("end_of_life")?.section() else { return nil }
    defer {
      section.finish()
      option.keep("end_of_life", section.resolved)
    }
    let end = readEnd(section)
    self.end = end
    guard let then = section.take("then")?.section() else {
      section.missing("then", "give `then: { retune: … }` or `then: { fall_back_to: OPTION }`")
      return nil
    }
    defer {
      then.finish()
      section.keep("then", then.resolved)
    }
    guard then.has("retune") != then.has("fall_back_to") else {
      then.report("not one action", "give either `retune:` or `fall_back_to:`")
      ["retune", "fall_back_to"].forEach { _ = then.take($0) }
      return nil
    }
    if let target = then.take("fall_back_to") {
      then.keep("fall_back_to", .text(target.text ?? ""))
      targets[index] = (target, end)
      return nil
    }
    return EndOfLife(atMonth: end, action: readRetuning(then, project: project))
  }

  private func readEnd(_ section: Section) -> Parameter {
    let quantities = QuantityReader(section: section, table: table)
    guard let date = section.take("date") else {
      if !section.has("at_month"), let end = prices.takeEndOfLife(section) { return end }
      return quantities.required("at_month", .months)
    }
    if section.has("at_month") {
      _ = section.take("at_month")
      section.report(at: "at_month", "a date as well", "give one of them")
    }
    section.keep("date", .text(date.text ?? ""))
    guard let text = date.text, let day = CalendarDate(text) else {
      date.report("\(date.kind) is not a date", "write it as 2027-01-14")
      return 0
    }
    guard let start = prices.start else {
      date.report("a date without a start", "give `start: 2026-12`, the month of month 1")
      return 0
    }
    return .constant(max(0, start.months(to: day)))
  }

  private func readRetuning(_ then: Section, project: Project?) -> EndOfLife.Action {
    guard let section = then.take("retune")?.section() else {
      return .retune(costShare: 1, weeks: 0)
    }
    let quantities = QuantityReader(section: section, table: table)
    let share = quantities.optional("cost_share", 1, .amount)
    let weeks = quantities.optional("weeks", 0, .amount)
    section.requireRate(for: weeks, project)
    section.finish()
    then.keep("retune", section.resolved)
    return .retune(costShare: share, weeks: weeks)
  }

  /// Fills in the options that others fall back to.
  func resolve(_ options: inout [ServingOption]) {
    let names = options.map(\.name)
    for (index, target) in targets.sorted(by: { $0.key < $1.key }) {
      guard let place = names.firstIndex(of: target.name.text ?? "") else {
        let near = nearest(target.name.text ?? "", among: names)
        target.name.report(
          "\(target.name.kind) is not an option",
          near.map { "did you mean `\($0)`?" } ?? "options are \(names.joined(separator: ", "))")
        continue
      }
      options[index].endOfLife = EndOfLife(atMonth: target.end, action: .fallBack(to: place))
      if circle(from: index, options) {
        target.name.report(
          "falls back to itself in the end", "name an option that does not come back here")
        options[index].endOfLife = nil
      }
    }
  }

  private func circle(from index: Int, _ options: [ServingOption]) -> Bool {
    var current = index
    for _ in options.indices {
      guard case .fallBack(let next) = options[current].endOfLife?.action else { return false }
      if next == index { return true }
      current = next
    }
    return true
  }
}
