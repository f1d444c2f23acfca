// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Reads `correlations:` and `copula:`, when all inputs are known.
struct CorrelationReader {
  let table: InputTable

  /// Most inputs that correlations may connect.
  static let mostInputs = 200

  /// A pair with the place where it stands.
  private struct Entry {
    let pair: Correlations.Pair
    let rank: Located
  }

  func read(_ top: Section) -> Correlations {
    let list = top.take("correlations")
    let entries = list.map { readPairs($0, in: top) } ?? []
    if list == nil { top.keep("correlations", .list([])) }
    let copula = readCopula(top)
    var groups: [Correlations.Group] = []
    for inputs in connected(entries.map(\.pair)) {
      guard let list, let group = group(of: inputs, entries, copula, list) else { continue }
      groups.append(group)
    }
    return Correlations(pairs: entries.map(\.pair), copula: copula, groups: groups)
  }

  // MARK: Pairs

  private func readPairs(_ list: Located, in top: Section) -> [Entry] {
    var entries: [Entry] = []
    var resolved: [ResolvedValue] = []
    var seen: Set<Set<Int>> = []
    for element in list.elements() {
      guard let section = element.section() else { continue }
      let inputs = readInputs(section)
      let rank = readRank(section)
      section.finish()
      resolved.append(section.resolved)
      guard let inputs, let rank else { continue }
      guard seen.insert(Set(inputs)).inserted else {
        element.report(
          "\(name(inputs[0])) and \(name(inputs[1])) stand twice", "keep one of them")
        continue
      }
      let pair = Correlations.Pair(inputs: inputs, rank: rank.value)
      entries.append(Entry(pair: pair, rank: rank.place))
    }
    top.keep("correlations", .list(resolved))
    return entries
  }

  /// The places of the two inputs that `between` names.
  private func readInputs(_ section: Section) -> [Int]? {
    guard let between = section.take("between") else {
      section.missing("between", "name two inputs: `between: [a, b]`")
      return nil
    }
    let names = between.elements()
    guard between.isList else { return nil }
    section.keep("between", .list(names.map { .text($0.text ?? "") }))
    guard names.count == 2 else {
      between.report("\(names.count) names", "name two inputs")
      return nil
    }
    let inputs = names.compactMap { table.input(named: $0) }
    guard inputs.count == 2 else { return nil }
    guard inputs[0] != inputs[1] else {
      between.report("\(name(inputs[0])) with itself", "name two different inputs")
      return nil
    }
    return inputs
  }

  private func readRank(_ section: Section) -> (value: Double, place: Located)? {
    guard let place = section.take("rank") else {
      section.missing("rank", Self.ranks.remedy)
      return nil
    }
    guard let value = place.number(Self.ranks) else { return nil }
    section.keep("rank", .number(value))
    return (value, place)
  }

  private static let ranks = NumberRange(
    lower: -1, upper: 1, includesLower: false, includesUpper: false)

  private func name(_ input: Int) -> String { table.inputs[input].name }

  // MARK: The copula

  private func readCopula(_ top: Section) -> Copula.Family {
    guard let located = top.take("copula"), located.text != "gaussian" else {
      top.keep("copula", .text("gaussian"))
      return .gaussian
    }
    guard located.text == nil, let section = located.section() else {
      if located.text != nil {
        located.report("\(located.kind) is not a copula", Self.copulas)
      }
      return .gaussian
    }
    let range = NumberRange(
      lower: Copula.degrees.lowerBound, upper: Copula.degrees.upperBound)
    if !section.has("student") { section.missing("student", Self.copulas) }
    let df = section.number("student", default: range.upper, range)
    section.finish()
    top.keep("copula", section.resolved)
    return .student(df: df)
  }

  private static let copulas = "write gaussian, or { student: DF } with its degrees of freedom"

  // MARK: Groups

  /// The inputs that pairs connect, each group in the order of their names.
  private func connected(_ pairs: [Correlations.Pair]) -> [[Int]] {
    var neighbours: [Int: [Int]] = [:]
    for pair in pairs {
      neighbours[pair.inputs[0], default: []].append(pair.inputs[1])
      neighbours[pair.inputs[1], default: []].append(pair.inputs[0])
    }
    var groups: [[Int]] = []
    var reached: Set<Int> = []
    for first in neighbours.keys.sorted() where reached.insert(first).inserted {
      var group = [first]
      var next = 0
      while next < group.count {
        group += (neighbours[group[next]] ?? []).filter { reached.insert($0).inserted }
        next += 1
      }
      groups.append(group.sorted { name($0) < name($1) })
    }
    return groups
  }

  private func group(
    of inputs: [Int], _ entries: [Entry], _ family: Copula.Family, _ list: Located
  ) -> Correlations.Group? {
    guard inputs.count <= Self.mostInputs else {
      list.report(
        "\(inputs.count) inputs are connected", "connect at most \(Self.mostInputs)")
      return nil
    }
    let members = Set(inputs)
    let own = entries.filter { members.contains($0.pair.inputs[0]) }
    let ranks = RankMatrix(inputs: inputs, pairs: own.map(\.pair))
    if let copula = try? Copula(family, ranks.normal) {
      return Correlations.Group(inputs: inputs, copula: copula)
    }
    report(ranks.nearest(), instead: own, of: inputs, at: list)
    return nil
  }

  /// Tells at each pair what the nearest possible ranks are.
  private func report(
    _ nearest: [Correlations.Pair], instead entries: [Entry], of inputs: [Int], at list: Located
  ) {
    var ranks: [Set<Int>: Correlations.Pair] = [:]
    for pair in nearest { ranks[Set(pair.inputs)] = pair }
    for entry in entries {
      guard let pair = ranks.removeValue(forKey: Set(entry.pair.inputs)) else { continue }
      entry.rank.report(
        "\(entry.rank.text ?? "") does not go with the other correlations of its inputs",
        "the nearest matrix has \(text(pair))")
    }
    // What is left stands nowhere in the file.
    let missing = nearest.filter { ranks[Set($0.inputs)] != nil }.map(text)
    let shown = inputs.prefix(6).map(name).joined(separator: ", ")
    list.report(
      "these correlations cannot hold together: the matrix of \(shown)"
        + (inputs.count > 6 ? " and \(inputs.count - 6) more" : "")
        + " is not positive definite",
      "the nearest that is has the ranks told at the pairs"
        + (missing.isEmpty ? "" : " and, not named so far, \(missing.joined(separator: ", "))"))
  }

  /// A pair as an entry of the file.
  private func text(_ pair: Correlations.Pair) -> String {
    let names = pair.inputs.map { input in
      let name = name(input)
      let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
      return isPlain ? name : ResolvedValue.json(name)
    }
    return "{ between: [\(names[0]), \(names[1])], rank: \(NumberRange.short(pair.rank)) }"
  }
}
