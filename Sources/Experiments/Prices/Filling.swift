// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// What the price book and the methods give for the keys that a mapping of the file leaves out.
final class Filling {
  let section: Section
  let prices: PriceLookup
  /// The entry that gives the prices, when one is named and known.
  var entry: PriceEntry?
  /// Its prices month by month.
  var schedule = PriceSchedule()
  /// Keys that an entry would have given had it been found; that it was not has been reported.
  var lost: Set<String> = []

  /// The keys that the file gives itself.
  private(set) var overridden: Set<String> = []

  private var offers: [String: Offer] = [:]
  /// The keys that the entry should give and does not, with the reason.
  private var absences: [String: String] = [:]

  /// What an entry gives for a key.
  struct Offer {
    enum Figure {
      case known(Double)
      /// A distribution that stands in a file of the library; it becomes an input of that name.
      case uncertain(ResolvedValue, name: String, definition: Located)
    }

    let figure: Figure
    /// Which use of an entry it comes from; nil for what is computed from the file alone.
    let use: Int?

    var resolved: ResolvedValue {
      switch figure {
      case .known(let value): .number(value)
      case .uncertain(let resolved, _, _): resolved
      }
    }
  }

  init(_ section: Section, prices: PriceLookup) {
    self.section = section
    self.prices = prices
  }

  /// Gives `figure` for `key` unless the file does.
  func offer(_ key: String, _ figure: Offer.Figure, from use: Int?) {
    offers[key] = Offer(figure: figure, use: use)
  }

  /// Says why there is nothing for `key`, which must then stand in the file.
  func refuse(_ key: String, because reason: String) { absences[key] = reason }

  /// Whether an entry gives the key, or should.
  func covers(_ key: String) -> Bool {
    lost.contains(key) || offers[key] != nil || absences[key] != nil
  }

  /// The value for a key that the file leaves out; nil when no entry has to do with it.
  func value(_ key: String, _ range: NumberRange) -> Parameter? {
    if let reason = absences[key] {
      report(absent: key, because: reason)
      return 0
    }
    guard let offer = offers[key] else { return nil }
    let parameter = parameter(offer, range)
    if let use = offer.use {
      prices.uses[use].filled.append(ResolvedValue.Entry(key, offer.resolved))
    }
    section.keep(key, resolved(offer))
    return parameter
  }

  /// Notes that the file gives a key itself.
  func override(_ key: String, with used: ResolvedValue) {
    overridden.insert(key)
    guard let offer = offers[key], let use = offer.use else { return }
    prices.uses[use].overrides.append(
      PriceUse.Override(key: key, book: offer.resolved, used: used))
  }

  /// Records something that the entry gave besides single keys.
  func note(_ key: String, _ value: ResolvedValue) {
    guard let use = offers.values.compactMap(\.use).first else { return }
    prices.uses[use].filled.append(ResolvedValue.Entry(key, value))
  }

  /// Whether the file gives every price itself that `purpose` needs.
  func givesNoPrice(for purpose: PriceLookup.Purpose) -> Bool {
    purpose.prices.allSatisfy { !$0.isNeeded || overridden.contains($0.key) }
  }

  func report(absent key: String, because reason: String) {
    section.report(
      at: section.has("model") ? "model" : "gpu", reason,
      "absent is not 0: give `\(key):` beside it, or name another entry")
  }

  func parameter(_ offer: Offer, _ range: NumberRange) -> Parameter {
    switch offer.figure {
    case .known(let value): .constant(value)
    case .uncertain(_, let name, let definition):
      QuantityReader.parameter(
        prices.table.quantity(named: name, definedBy: definition, range, for: section))
    }
  }

  func resolved(_ offer: Offer) -> ResolvedValue {
    switch offer.figure {
    case .known(let value): .number(value)
    case .uncertain(_, let name, _): .text(name)
    }
  }

  // MARK: Serving by the token

  /// Reports what `pricing` needs and the entry does not have.
  func checkUse(by pricing: PerToken) {
    guard let entry else { return }
    if pricing.batchShare != .constant(0), !covers("batch_discount"),
      !overridden.contains("batch_discount")
    {
      report(
        absent: "batch_discount",
        because: "\(entry.reference) has no batch_discount in the price book")
    }
    for key in ["cache_minimum_tokens", "cache_block_tokens"]
    where pricing.cache != nil && !covers(key) && !overridden.contains(key) {
      prices.warnings.append(
        "\(section.join(key)): not in the price book for \(entry.reference); the default is used")
    }
  }
}
