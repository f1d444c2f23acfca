// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `costs:`, the named costs of an option.
struct NamedCostReader {
  let table: InputTable

  func read(_ option: Section) -> [NamedCost] {
    guard let located = option.take("costs") else { return [] }
    var costs: [NamedCost] = []
    var resolved: [ResolvedValue] = []
    for element in located.elements() {
      guard let unnamed = element.section() else { continue }
      let name = unnamed.text("name") ?? ""
      if name.isEmpty { unnamed.missing("name", "give the cost a name") }
      if costs.contains(where: { $0.name == name }) {
        unnamed.report(at: "name", "a second cost called \(name)", "names must differ")
      }
      guard let section = element.section("\(option.path).costs.\(name)") else { continue }
      _ = section.text("name")
      if let schedule = readSchedule(section) {
        costs.append(NamedCost(name: name, schedule: schedule))
      }
      section.finish()
      resolved.append(section.resolved)
    }
    option.keep("costs", .list(resolved))
    return costs
  }

  private func readSchedule(_ section: Section) -> NamedCost.Schedule? {
    let kinds = ["once", "monthly", "per_request"]
    let named = section.keys.filter(kinds.contains)
    guard named.count == 1 else {
      kinds.forEach { _ = section.take($0) }
      section.report(
        named.isEmpty ? "no amount" : "\(named.joined(separator: " and ")) at once",
        "give exactly one of \(kinds.joined(separator: ", "))")
      return nil
    }
    let reader = QuantityReader(section: section, table: table)
    let amount = reader.required(named[0], .amount)
    switch named[0] {
    case "once": return .once(amount, atMonth: reader.optional("at_month", 0, .months))
    case "monthly": return .monthly(amount, fromMonth: reader.optional("from_month", .months))
    default: return .perRequest(amount)
    }
  }
}
