// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Distributions

/// Looks up the prices and methods that an experiment names, and keeps a record of them.
final class PriceLookup {
  let table: InputTable
  let book: PriceBook
  let methods: MethodBook
  /// The calendar month of month 1, when the experiment has one.
  let start: CalendarMonth?
  let horizon: Int
  let currency: String
  var uses: [PriceUse] = []
  var warnings: [String] = []

  /// The option that is being read, and what it has named so far.
  private(set) var option = ""
  private var named: [(filling: Filling, purpose: Purpose, located: Located)] = []

  init(
    table: InputTable, library: DistributionLibrary, start: CalendarMonth?, horizon: Int,
    currency: String
  ) {
    self.table = table
    book = PriceBook(library: library)
    methods = MethodBook(library: library)
    self.start = start
    self.horizon = horizon
    self.currency = currency
  }

  /// What a mapping of the file buys.
  enum Purpose: Hashable {
    case tokens, endpoint, tunedTokens, tuningHours, grader, rental

    /// The key that names the entry.
    var referenceKey: String {
      switch self {
      case .tokens, .tunedTokens, .tuningHours, .grader: "model"
      case .endpoint, .rental: "gpu"
      }
    }

    /// The keys of the file and the prices that fill them.
    var prices: [(key: String, price: PriceKey, isNeeded: Bool)] {
      switch self {
      case .tokens:
        [
          ("input_per_mtok", .inputPerMtok, true), ("output_per_mtok", .outputPerMtok, true),
          ("cached_input_per_mtok", .cachedInputPerMtok, false),
          ("batch_discount", .batchDiscount, false),
        ]
      case .grader:
        [("input_per_mtok", .inputPerMtok, true), ("output_per_mtok", .outputPerMtok, true)]
      case .tunedTokens: [("price_per_mtok", .trainingPerMtok, true)]
      case .tuningHours: [("price_per_hour", .trainingPerHour, true)]
      case .endpoint, .rental: [("price_per_gpu_hour", .perGPUHour, true)]
      }
    }

    /// The keys of the file that are terms of the offer, not prices.
    func terms(_ terms: PriceEntry.Terms) -> [(key: String, value: Double?)] {
      switch self {
      case .tokens:
        [
          ("cache_minimum_tokens", terms.cacheMinimumTokens),
          ("cache_block_tokens", terms.cacheBlockTokens),
        ]
      case .tuningHours: [("hours_rounding", terms.trainingHoursRounding)]
      case .tunedTokens, .grader, .endpoint, .rental: []
      }
    }
  }

  /// What the entry that `section` names gives for it; nil when it names none.
  func filling(_ section: Section, for purpose: Purpose) -> Filling? {
    guard let located = section.take(purpose.referenceKey) else { return nil }
    let filling = Filling(section, prices: self)
    guard let entry = find(located), isUsable(entry, at: located) else {
      filling.lost = Set(purpose.prices.map(\.key))
      return filling
    }
    fill(filling, with: entry, for: purpose, at: located)
    return filling
  }

  private func find(_ located: Located) -> PriceEntry? {
    guard let reference = located.text else {
      located.report(
        "\(located.kind) is not an entry of the price book",
        "write it as vendor/entry, as openai/gpt-4o")
      return nil
    }
    let found = book.look(up: reference)
    if case .found(let entry) = found { return entry }
    let (fault, remedy) = PriceBook.explain(found, reference)
    located.report(fault, remedy)
    return nil
  }

  private func isUsable(_ entry: PriceEntry, at located: Located) -> Bool {
    guard entry.currency == currency else {
      located.report(
        "its prices are in \(entry.currency), the experiment's money is \(currency)",
        "give the prices here, in \(currency)")
      return false
    }
    return true
  }

  private func fill(
    _ filling: Filling, with entry: PriceEntry, for purpose: Purpose, at located: Located
  ) {
    let use = uses.count
    uses.append(
      PriceUse(option: option, key: located.path, entry: entry.reference, file: entry.file))
    filling.entry = entry
    filling.schedule = PriceSchedule(of: entry, start: start, months: horizon)
    named.append((filling, purpose, located))
    let period = filling.schedule.first
    if let origin = period?.origin {
      uses[use].checked = "\(origin.checked)"
      uses[use].confidence = origin.confidence.rawValue
    }
    for (key, price, isNeeded) in purpose.prices {
      if let period, let figure = figure(price, of: entry, in: period, isFirst: true) {
        filling.offer(key, figure, from: use)
      } else if isNeeded {
        filling.refuse(key, because: absence(of: price, entry, period))
      }
    }
    for (key, value) in purpose.terms(entry.terms) {
      if let value { filling.offer(key, .known(value), from: use) }
    }
  }

  /// A price of `period`; that of a later period is an input of its own when it is uncertain.
  func figure(
    _ key: PriceKey, of entry: PriceEntry, in period: PricePeriod, isFirst: Bool
  ) -> Filling.Offer.Figure? {
    switch period.figure(key) {
    case .known(let value)?: return .known(value)
    case .uncertain(let resolved)?:
      guard let definition = book.definition(entry, period: period, key) else { return nil }
      let words = entry.reference.split(separator: "/").joined(separator: ".")
      let date = isFirst ? "" : period.from.map { ".\($0)" } ?? ""
      return .uncertain(
        resolved, name: "prices.\(words).\(key.rawValue)\(date)", definition: definition)
    case nil: return nil
    }
  }

  private func absence(
    of price: PriceKey, _ entry: PriceEntry, _ period: PricePeriod?
  ) -> String {
    guard period == nil, !entry.periods.isEmpty else {
      return "\(entry.reference) has no \(price.rawValue) in the price book"
    }
    let when = start.map { "on \($0.firstDay(ofMonth: 1))" } ?? "on the day it was checked"
    return "\(entry.reference) has no price in force \(when)"
  }

  // MARK: Over the horizon

  /// Begins an option: what is named from here on is its own.
  func begin(_ option: String) {
    self.option = option
    named = []
  }

  /// The entry that the option serves with and the day it is switched off, if the book knows one.
  private var endOfLife: (entry: PriceEntry, day: CalendarDate)? {
    for use in named where use.purpose == .tokens {
      if let entry = use.filling.entry, let day = entry.endOfLife { return (entry, day) }
    }
    return nil
  }

  /// The end that the book knows for the option that is being read, noted as the file's own.
  func takeEndOfLife(_ section: Section) -> Parameter? {
    guard let (entry, day) = endOfLife else { return nil }
    guard let start else {
      section.missing(
        "at_month", "the book has \(day) for \(entry.reference): give `start: 2026-12` to use it")
      return 0
    }
    let months = max(0, start.months(to: day))
    section.keep("at_month", .number(months))
    if let use = uses.lastIndex(where: { $0.option == option && $0.entry == entry.reference }) {
      uses[use].filled.append(ResolvedValue.Entry("end_of_life", .text("\(day)")))
    }
    return .constant(months)
  }

  /// Checks that the option's prices last as long as it needs them.
  ///
  /// - Parameter end: months from the start after which the option does without; nil when it has no
  ///   end of life.
  func finish(end: Parameter?) {
    // Each of them holds this lookup.
    defer { named = [] }
    guard let start else { return }
    let months = min(Double(horizon), end.map(latest) ?? .infinity)
    for (filling, purpose, located) in named where !filling.givesNoPrice(for: purpose) {
      guard let entry = filling.entry, let gap = filling.schedule.gap else { continue }
      let fault =
        "\(entry.reference) has no price in force on \(gap.day), the first of month \(gap.month)"
      if purpose == .tokens || purpose == .endpoint, Double(gap.month) <= months {
        located.report(
          fault, "give the prices beside it, or an `end_of_life:` before, or name another entry")
      } else if purpose != .tokens, purpose != .endpoint {
        warnings.append("\(located.path): \(fault); retraining pays the price of the start")
      }
    }
    warnOfChanges()
    if end == nil { warnOfEnds(start) }
  }

  private func latest(_ end: Parameter) -> Double {
    switch end {
    case .constant(let months): months
    case .input(let index): table.inputs[index].distribution?.support.upper ?? .infinity
    }
  }

  /// Only prices by the token follow dates; the others stay as they are at the start.
  private func warnOfChanges() {
    for (filling, purpose, located) in named where purpose != .tokens && purpose != .grader {
      guard let entry = filling.entry, let change = filling.schedule.changes.first,
        !filling.givesNoPrice(for: purpose)
      else { continue }
      warnings.append(
        "\(located.path): \(entry.reference) has another price from month "
          + "\(change.fromMonth + 1); that of the start is kept")
    }
  }

  private func warnOfEnds(_ start: CalendarMonth) {
    var told: Set<String> = []
    for (filling, _, _) in named {
      guard let entry = filling.entry, let day = entry.endOfLife,
        start.months(to: day) < Double(horizon), told.insert(entry.reference).inserted
      else { continue }
      let successor = entry.successor.map { "; its successor is \($0)" } ?? ""
      warnings.append(
        "options.\(option): \(entry.reference) is switched off on \(day), before the horizon ends"
          + "\(successor); give `end_of_life:`")
    }
  }
}
