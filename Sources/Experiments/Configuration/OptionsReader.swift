// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `options:`, the ways to serve.
struct OptionsReader {
  let table: InputTable
  let processes: ProcessReader
  let endOfLife: EndOfLifeReader
  let prices: PriceLookup

  /// The options in the order of the file; nil when they cannot be used.
  func read(_ top: Section) -> (list: [ServingOption], baseline: Int)? {
    guard let located = top.take("options") else {
      top.missing("options", "give a list of options, one of them with `baseline: true`")
      return nil
    }
    let elements = located.elements()
    guard elements.count <= Experiment.mostOptions else {
      located.report("\(elements.count) options", "give at most \(Experiment.mostOptions)")
      return nil
    }
    var options: [ServingOption] = []
    var baselines: [Int] = []
    var resolved: [ResolvedValue] = []
    for element in elements {
      guard let section = element.section() else { continue }
      let (option, isBaseline) = read(section, at: element, before: options)
      if isBaseline { baselines.append(options.count) }
      options.append(option)
      resolved.append(section.resolved)
    }
    endOfLife.resolve(&options)
    top.keep("options", .list(resolved))
    guard located.isList else { return nil }
    guard baselines.count == 1 else {
      located.report(
        baselines.isEmpty
          ? "no baseline" : "\(baselines.count) baselines: \(baselines.map { options[$0].name })",
        "mark exactly one option with `baseline: true`")
      return nil
    }
    if options.count < 2 {
      located.report(
        "nothing to compare with the baseline", "add an option that might replace it")
    }
    return (options, baselines[0])
  }

  private func read(
    _ unnamed: Section, at element: Located, before: [ServingOption]
  ) -> (ServingOption, isBaseline: Bool) {
    let name = readName(unnamed, known: before.map(\.name))
    // Inline distributions are named by their option, not by its place in the list.
    let section = element.section("options.\(name)") ?? unnamed
    _ = section.take("name")
    let isBaseline = section.flag("baseline")
    prices.begin(name)
    let serving = ServingReader(table: table, processes: processes, prices: prices).read(section)
    let quantities = QuantityReader(section: section, table: table)
    var option = ServingOption(name: name, serving: serving)
    let project = ProjectReader(table: table, processes: processes, prices: prices)
    option.project = project.readProject(section)
    option.retraining = project.readRetraining(section, project: option.project)
    option.costs = NamedCostReader(table: table).read(section)
    let changes = ChangeReader(table: table, project: option.project)
    option.succession = changes.readSuccession(section, serving)
    option.exit = changes.readExit(section)
    option.endOfLife = endOfLife.read(section, index: before.count, project: option.project)
    prices.finish(end: endOfLife.end)
    if isBaseline {
      for key in ["go_live_delay_months", "quality", "fallback"] where section.has(key) {
        _ = section.take(key)
        section.report(
          at: key, "not for the baseline", "it serves from the start; remove the key")
      }
    } else {
      option.goLiveDelayMonths = quantities.optional("go_live_delay_months", 0, .months)
      readQuality(section, changes, into: &option)
      option.fallback = readFallback(section)
    }
    section.finish()
    if case .mapping(let entries) = section.resolved {
      for entry in entries { unnamed.keep(entry.key, entry.value) }
    }
    return (option, isBaseline)
  }

  private func readName(_ section: Section, known: [String]) -> String {
    guard let located = section.take("name") else {
      section.missing("name", "give the option a name")
      return section.path
    }
    let name = located.text ?? ""
    let isGood =
      !name.isEmpty && name.count <= 60
      && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      && name == name.split(separator: " ").joined(separator: " ")
    if !isGood {
      located.report(
        "\(located.kind) is not a name", "give a word or a few on one line, at most 60 characters")
    }
    if known.contains(name) {
      located.report("a second option called \(name)", "names must differ")
    }
    section.keep("name", .text(name))
    return name
  }

  private func readQuality(
    _ section: Section, _ changes: ChangeReader, into option: inout ServingOption
  ) {
    guard let quality = section.take("quality")?.section() else { return }
    let quantities = QuantityReader(section: quality, table: table)
    option.reachesParity = quantities.optional("reaches_parity", 1, .verdict)
    option.retry = changes.readRetry(quality, parity: option.reachesParity)
    let increase = quantities.optional(
      "error_rate_increase", 0, NumberRange(lower: -1, upper: 1))
    let cost = quantities.optional("cost_per_error", 0, .amount)
    if increase != .constant(0), cost == .constant(0) {
      quality.missing("cost_per_error", "an error rate needs the cost of an error")
    }
    if increase != .constant(0) {
      option.qualityLoss = QualityLoss(errorRateIncrease: increase, costPerError: cost)
    }
    quality.finish()
    section.keep("quality", quality.resolved)
  }

  private func readFallback(_ section: Section) -> Fallback? {
    guard let fallback = section.take("fallback")?.section() else { return nil }
    let share = QuantityReader(section: fallback, table: table).optional("share", 0, .share)
    let routing = fallback.choice("routing", default: Fallback.Routing.cascade)
    fallback.finish()
    section.keep("fallback", fallback.resolved)
    return share == .constant(0) ? nil : Fallback(share: share, routing: routing)
  }
}
