// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `processes:`, the paths over the months, and hands out those that something follows.
final class ProcessReader {
  /// The paths that are followed, in the order in which they were first named.
  private(set) var paths: [PricePath] = []
  private(set) var names: [String] = []
  private(set) var warnings: [String] = []

  private let table: InputTable
  private let section: Section?
  private var indices: [String: Int] = [:]
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

  /// The place among `paths` of the process that stands at `index` of the file.
  func path(at index: Int) -> Int {
    let name = section?.keys[index] ?? ""
    if let known = indices[name] { return known }
    indices[name] = paths.count
    names.append(name)
    paths.append(read(name) ?? PricePath(start: 1))
    return paths.count - 1
  }

  /// A price that may follow a process; required unless there is a default.
  func price(_ section: Section, _ key: String, default value: Double? = nil) -> MonthlyPrice {
    if section.has(key), let name = section.take(key)?.text, let index = table.process(named: name)
    {
      section.keep(key, .text(name))
      return .path(path(at: index))
    }
    let quantities = QuantityReader(section: section, table: table)
    if let value { return .level(quantities.optional(key, value, .amount)) }
    return .level(quantities.required(key, .amount))
  }

  /// Reads those that nothing follows, so that their mistakes are found as well.
  func readAll() {
    for name in section?.keys ?? [] where indices[name] == nil {
      _ = read(name)
      warnings.append("process \(name) is not used")
    }
  }

  private func read(_ name: String) -> PricePath? {
    guard let process = section?.take(name)?.section() else { return nil }
    let kinds = ["mean_reverting", "random_walk"]
    let named = process.keys.filter(kinds.contains)
    guard named.count == 1 else {
      process.report(
        named.isEmpty ? "no kind of process" : "two kinds of process",
        "give \(kinds.joined(separator: " or "))")
      return nil
    }
    guard let parameters = process.take(named[0])?.section() else { return nil }
    let quantities = QuantityReader(section: parameters, table: table)
    var path = PricePath(start: quantities.required("start", .positive))
    if named[0] == "mean_reverting" {
      path.reversion = quantities.required("reversion", .share)
      path.longRun = quantities.optional("long_run", .positive)
    } else {
      path.drift = quantities.optional("drift", 0, NumberRange(lower: -10, upper: 10))
    }
    path.volatility = quantities.required("volatility", NumberRange(lower: 0, upper: 10))
    path.jumps = readJumps(quantities)
    parameters.finish()
    process.finish()
    let inner = ResolvedValue.Entry(named[0], parameters.resolved)
    entries.append(ResolvedValue.Entry(name, .mapping([inner])))
    return path
  }

  private func readJumps(_ quantities: QuantityReader) -> PricePath.Jumps? {
    let probability = quantities.optional("jump_probability", .share)
    let size = NumberRange(lower: -10, upper: 10)
    let mean = quantities.optional("jump_log_mean", size)
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
