// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `processes:`, the paths over the months, and hands out those that something follows.
final class ProcessReader {
  /// The paths that are followed, in the order in which they were first named.
  private(set) var paths: [PricePath] = []
  private(set) var names: [String] = []
  /// The rare changes of list prices that something follows, likewise.
  private(set) var priceChanges: [PriceChanges] = []
  private(set) var priceChangeNames: [String] = []
  private(set) var warnings: [String] = []

  private let table: InputTable
  private let section: Section?
  private var indices: [String: Int] = [:]
  private var read: Set<String> = []
  private var entries: [ResolvedValue.Entry] = []

  init(table: InputTable, section: Section?) {
    self.table = table
    self.section = section
    for (index, name) in (section?.keys ?? []).enumerated() {
      table.declare(process: name, index: index)
      if table.declares(name) {
        section?.report(at: name, "an input is called \(name) too", "names must differ")
      }
    }
  }

  /// What was read, in the form of the file.
  var resolved: ResolvedValue { .mapping(entries) }

  // MARK: What follows a process

  /// A price that may follow a process; required unless there is a default.
  func price(
    _ quantities: QuantityReader, _ key: String, default value: Double? = nil
  ) -> MonthlyPrice {
    if let name = named(quantities.section, key) {
      quantities.filling?.override(key, with: .text(name))
      return .path(path(name, from: quantities.section, key))
    }
    if let value { return .level(quantities.optional(key, value, .amount)) }
    return .level(quantities.required(key, .amount))
  }

  /// The place among `priceChanges` of those that `key` names or describes; nil when it is absent.
  func changes(_ section: Section, _ key: String) -> Int? {
    if let name = named(section, key) { return changes(name, from: section, key) }
    guard let inline = section.take(key)?.section() else { return nil }
    let changes = readChanges(inline)
    section.keep(key, inline.resolved)
    return add(changes, inline.path)
  }

  /// The process that a key names.
  private func named(_ owner: Section, _ key: String) -> String? {
    guard owner.has(key), let name = owner.take(key)?.text, let index = table.process(named: name)
    else { return nil }
    owner.keep(key, .text(name))
    return section?.keys[index]
  }

  private func path(_ name: String, from owner: Section, _ key: String) -> Int {
    if let known = indices[name] { return known }
    var path = PricePath(start: 1)
    switch process(name) {
    case .path(let found): path = found
    case .changes:
      owner.report(
        at: key, "\(name) is a process of changes, not a price",
        "name one that is mean_reverting or a random_walk")
    case nil: break
    }
    indices[name] = paths.count
    names.append(name)
    paths.append(path)
    return paths.count - 1
  }

  private func changes(_ name: String, from owner: Section, _ key: String) -> Int? {
    if let known = indices[name] { return known }
    switch process(name) {
    case .changes(let found):
      indices[name] = priceChanges.count
      return add(found, name)
    case .path:
      owner.report(at: key, "\(name) is a price path", "name a process of price_changes")
      return nil
    case nil: return nil
    }
  }

  private func add(_ changes: PriceChanges, _ name: String) -> Int {
    priceChangeNames.append(name)
    priceChanges.append(changes)
    return priceChanges.count - 1
  }

  /// Reads those that nothing follows, so that their mistakes are found as well.
  func readAll() {
    for name in section?.keys ?? [] where !read.contains(name) {
      _ = process(name)
      warnings.append("process \(name) is not used")
    }
  }

  // MARK: Reading

  private enum Definition {
    case path(PricePath)
    case changes(PriceChanges)
  }

  private static let kinds = ["mean_reverting", "random_walk", "price_changes"]

  private func process(_ name: String) -> Definition? {
    read.insert(name)
    guard let process = section?.take(name)?.section() else { return nil }
    let named = process.keys.filter(Self.kinds.contains)
    guard named.count == 1 else {
      process.report(
        named.isEmpty ? "no kind of process" : "two kinds of process",
        "give \(Self.kinds.joined(separator: " or "))")
      return nil
    }
    guard let parameters = process.take(named[0])?.section() else { return nil }
    let definition: Definition =
      named[0] == "price_changes"
      ? .changes(readChanges(parameters)) : .path(readPath(parameters, kind: named[0]))
    process.finish()
    let inner = ResolvedValue.Entry(named[0], parameters.resolved)
    entries.append(ResolvedValue.Entry(name, .mapping([inner])))
    return definition
  }

  private func readPath(_ parameters: Section, kind: String) -> PricePath {
    let quantities = QuantityReader(section: parameters, table: table)
    var path = PricePath(start: quantities.required("start", .positive))
    if kind == "mean_reverting" {
      path.reversion = quantities.required("reversion", .share)
      path.longRun = quantities.optional("long_run", .positive)
    } else {
      path.drift = quantities.optional("drift", 0, .logarithm)
    }
    path.volatility = quantities.required("volatility", NumberRange(lower: 0, upper: 10))
    path.jumps = readJumps(quantities)
    parameters.finish()
    return path
  }

  private func readChanges(_ parameters: Section) -> PriceChanges {
    let quantities = QuantityReader(section: parameters, table: table)
    let changes = PriceChanges(
      perYear: quantities.required(
        "per_year", NumberRange(lower: 0, upper: PriceChanges.mostPerYear)),
      logSize: quantities.required("log_size", .logarithm))
    quantities.requireKnownDistribution("log_size", changes.logSize)
    parameters.finish()
    return changes
  }

  private func readJumps(_ quantities: QuantityReader) -> PricePath.Jumps? {
    let probability = quantities.optional("jump_probability", .share)
    let mean = quantities.optional("jump_log_mean", .logarithm)
    let sd = quantities.optional("jump_log_sd", NumberRange(lower: 0, upper: 10))
    guard let probability else {
      if mean != nil || sd != nil {
        quantities.section.missing("jump_probability", "jumps need a probability per month")
      }
      return nil
    }
    return PricePath.Jumps(probability: probability, logMean: mean ?? 0, logSD: sd ?? 0)
  }
}
