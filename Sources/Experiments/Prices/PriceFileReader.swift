// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads a file of the price book, reporting everything that is wrong with it.
struct PriceFileReader {
  /// The entries of a vendor, and the uncertain prices in them as they stand in the file.
  struct Contents {
    var vendor = ""
    var entries: [PriceEntry] = []
    var definitions: [String: Located] = [:]
  }

  /// The name of the file without its ending: the vendor's part of a reference.
  let id: String
  let section: Section
  private let scratch: InputTable

  init(id: String, section: Section) {
    self.id = id
    self.section = section
    // Prices may be distributions but name no inputs: this table knows none.
    scratch = InputTable(
      library: DistributionLibrary(folders: []), diagnostics: section.diagnostics)
  }

  /// The name under which the book keeps an uncertain price.
  static func definition(_ reference: String, period: Int, _ key: PriceKey) -> String {
    "\(reference) \(period) \(key.rawValue)"
  }

  func read() -> Contents {
    var contents = Contents()
    contents.vendor = section.text("vendor") ?? ""
    if contents.vendor.isEmpty { section.missing("vendor", "say who sells what stands here") }
    let currency = section.text("currency") ?? ""
    if currency.count != 3 || !currency.allSatisfy({ $0.isASCII && $0.isUppercase }) {
      section.report(
        at: "currency", currency.isEmpty ? "missing" : "“\(shortened(currency))” is no currency",
        "give three capital letters, as USD or EUR (ISO 4217)")
    }
    let entries = section.take("entries")
    if entries == nil { section.missing("entries", "give `entries:` with what is sold") }
    let list = entries?.section()
    for key in list?.keys ?? [] {
      guard let entry = list?.take(key)?.section() else {
        list?.report(at: key, "empty", "give its name and its prices")
        continue
      }
      read(entry, key, currency, into: &contents)
    }
    section.finish()
    return contents
  }

  private func read(
    _ section: Section, _ key: String, _ currency: String, into contents: inout Contents
  ) {
    let name = section.text("name") ?? key
    var entry = PriceEntry(
      reference: "\(id)/\(key)", name: name, vendor: contents.vendor, currency: currency,
      file: section.diagnostics.file)
    entry.terms.cacheMinimumTokens = number(section, "cache_minimum_tokens", .amount)
    entry.terms.cacheBlockTokens = number(
      section, "cache_block_tokens", NumberRange(lower: 1, upper: 1e9))
    entry.terms.trainingHoursRounding = number(section, "training_hours_rounding", .amount)
    entry.terms.memoryGB = number(section, "memory_gb", .positive)
    if section.has("tier") {
      entry.tier = section.choice("tier", default: PriceEntry.Tier.mainstream)
    }
    entry.endOfLife = OriginReader(section: section).date("end_of_life")
    entry.successor = section.text("successor")
    entry.note = section.text("note")
    guard let prices = section.take("prices") else {
      section.missing("prices", "give a list, empty if none is known: `prices: []`")
      section.finish()
      contents.entries.append(entry)
      return
    }
    entry.periods = readPeriods(prices.elements(), of: entry.reference, into: &contents)
    section.finish()
    contents.entries.append(entry)
  }

  private func number(_ section: Section, _ key: String, _ range: NumberRange) -> Double? {
    section.take(key)?.number(range)
  }

  // MARK: Prices

  private func readPeriods(
    _ elements: [Located], of reference: String, into contents: inout Contents
  ) -> [PricePeriod] {
    var periods: [PricePeriod] = []
    for element in elements {
      guard let section = element.section() else { continue }
      let dates = OriginReader(section: section)
      let from = dates.date("from")
      let to = dates.date("to")
      if let from, let to, from >= to {
        section.report(at: "to", "\(to) is not after \(from)", "give the day after the last one")
      }
      let prices = readPrices(
        section, name: { Self.definition(reference, period: periods.count, $0) },
        into: &contents)
      let origin = dates.read()
      let note = section.text("note")
      section.finish()
      if let last = periods.last { checkOrder(section, last: last, from: from) }
      guard let origin else { continue }
      if let last = periods.popLast() { periods.append(ended(last, by: from)) }
      periods.append(
        PricePeriod(from: from, to: to, prices: prices, origin: origin, note: note))
    }
    return periods
  }

  /// A price without an end holds until the next one begins.
  private func ended(_ period: PricePeriod, by from: CalendarDate?) -> PricePeriod {
    PricePeriod(
      from: period.from, to: period.to ?? from, prices: period.prices, origin: period.origin,
      note: period.note)
  }

  private func checkOrder(_ section: Section, last: PricePeriod, from: CalendarDate?) {
    guard let from else {
      section.missing("from", "only the first of several prices may do without")
      return
    }
    if let start = last.from, from <= start {
      section.report(
        at: "from", "\(from) is not after \(start), where the price before it begins",
        "give prices in the order of time")
    } else if let end = last.to, from < end {
      section.report(
        at: "from", "\(from) is before \(end), where the price before it ends",
        "end that one by \(from)")
    }
  }

  private func readPrices(
    _ section: Section, name: (PriceKey) -> String, into contents: inout Contents
  ) -> [PriceKey: PriceFigure] {
    var prices: [PriceKey: PriceFigure] = [:]
    for key in PriceKey.allCases {
      guard let located = section.take(key.rawValue) else {
        if section.has(key.rawValue) {
          section.report(at: key.rawValue, "empty", "give a price, or leave the key out")
        }
        continue
      }
      switch scratch.definedQuantity(located, key.range, name: name(key)) {
      case (.constant(let value), _)?: prices[key] = .known(value)
      case (_, let resolved)?:
        prices[key] = .uncertain(resolved)
        contents.definitions[name(key)] = located
      case nil: break
      }
    }
    if let minute = section.take("per_gpu_minute") {
      if section.has("per_gpu_hour") {
        section.report(at: "per_gpu_minute", "a price per hour as well", "give one of them")
      } else if case .uncertain = prices[.perGPUMinute] {
        minute.report("a distribution", "give the distribution of `per_gpu_hour`")
      }
    }
    return prices
  }
}
