// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `dated_prices:`, or takes those of the price book, for serving by the token.
struct DatedPricesReader {
  let section: Section
  let table: InputTable
  let prices: PriceLookup

  func read(_ pricing: PerToken, _ filling: Filling?) -> [PerToken.DatedPrices] {
    guard let located = section.take("dated_prices") else {
      return filling.map { fromBook($0, pricing) } ?? []
    }
    var list: [PerToken.DatedPrices] = []
    var resolved: [ResolvedValue] = []
    var last = pricing.first
    for element in located.elements() {
      guard let entry = element.section() else { continue }
      let from = readTime(entry)
      if let before = list.last?.fromMonth, from <= before {
        entry.report(
          at: entry.has("date") ? "date" : "from_month", "not after the prices before it",
          "give prices in the order of time")
      }
      let reader = QuantityReader(section: entry, table: table)
      // What an entry leaves out stays as it was.
      last.fromMonth = from
      last.inputPerMtok = reader.optional("input_per_mtok", .amount) ?? last.inputPerMtok
      last.cachedInputPerMtok =
        reader.optional("cached_input_per_mtok", .amount) ?? last.cachedInputPerMtok
      last.outputPerMtok = reader.optional("output_per_mtok", .amount) ?? last.outputPerMtok
      entry.finish()
      list.append(last)
      resolved.append(entry.resolved)
    }
    section.keep("dated_prices", .list(resolved))
    if filling?.schedule.changes.isEmpty == false {
      filling?.override("dated_prices", with: .list(resolved))
    }
    return list
  }

  private func readTime(_ entry: Section) -> Double {
    guard let date = entry.take("date") else {
      guard entry.has("from_month") else {
        entry.missing("from_month", "give the months from the start, or a `date:`")
        return 0
      }
      return entry.number("from_month", default: 0, .months)
    }
    if entry.take("from_month") != nil {
      entry.report(at: "from_month", "a date as well", "give one of them")
    }
    guard let day = CalendarDate(date.text ?? "") else {
      date.report("\(date.kind) is not a date", "write it as 2027-01-14")
      return 0
    }
    guard let start = prices.start else {
      date.report("a date without a start", "give `start: 2026-12`, the month of month 1")
      return 0
    }
    let months = max(0, start.months(to: day))
    entry.keep("from_month", .number(months))
    return months
  }

  // MARK: From the book

  /// The prices that the book knows to change, but for those that the file gives itself.
  private func fromBook(_ filling: Filling, _ pricing: PerToken) -> [PerToken.DatedPrices] {
    guard let entry = filling.entry, !filling.givesNoPrice(for: .tokens) else { return [] }
    var list: [PerToken.DatedPrices] = []
    var resolved: [ResolvedValue] = []
    var last = pricing.first
    for (fromMonth, period) in filling.schedule.changes {
      var entries = [ResolvedValue.Entry("from_month", .number(Double(fromMonth)))]
      last.fromMonth = Double(fromMonth)
      for (key, price, isNeeded) in PriceLookup.Purpose.tokens.prices
      where !filling.overridden.contains(key) && price != .batchDiscount {
        guard let figure = prices.figure(price, of: entry, in: period, isFirst: false) else {
          if isNeeded || (price == .cachedInputPerMtok && pricing.cache != nil) {
            filling.report(
              absent: key, because: "\(entry.reference) has no \(key) from month \(fromMonth + 1)")
          }
          continue
        }
        let offer = Filling.Offer(figure: figure, use: nil)
        last.set(price, filling.parameter(offer, .amount))
        entries.append(ResolvedValue.Entry(key, filling.resolved(offer)))
      }
      if pricing.batchShare != .constant(0) {
        warn(of: period, after: filling.schedule.first, entry, fromMonth)
      }
      list.append(last)
      resolved.append(.mapping(entries))
    }
    guard !list.isEmpty else { return [] }
    section.keep("dated_prices", .list(resolved))
    filling.note("dated_prices", .list(resolved))
    return list
  }

  private func warn(
    of period: PricePeriod, after first: PricePeriod?, _ entry: PriceEntry, _ fromMonth: Int
  ) {
    let key = PriceKey.batchDiscount
    guard period.figure(key) != first?.figure(key), !section.has(key.rawValue) else { return }
    prices.warnings.append(
      "\(section.path): \(entry.reference) has another batch discount from month "
        + "\(fromMonth + 1); that of the start is kept")
  }
}

extension PerToken {
  /// The prices of the start, in the form of those that replace them.
  fileprivate var first: DatedPrices {
    DatedPrices(
      fromMonth: 0, inputPerMtok: inputPerMtok, cachedInputPerMtok: cache?.cachedInputPerMtok,
      outputPerMtok: outputPerMtok)
  }
}

extension PerToken.DatedPrices {
  fileprivate mutating func set(_ key: PriceKey, _ value: Parameter) {
    switch key {
    case .inputPerMtok: inputPerMtok = value
    case .cachedInputPerMtok: cachedInputPerMtok = value
    default: outputPerMtok = value
    }
  }
}
