// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `options:`, the ways to serve.
struct OptionsReader {
  let table: InputTable
  let processes: ProcessReader

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
      let (option, isBaseline) = read(section, at: element, known: options.map(\.name))
      if isBaseline { baselines.append(options.count) }
      options.append(option)
      resolved.append(section.resolved)
    }
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
    _ unnamed: Section, at element: Located, known: [String]
  ) -> (ServingOption, isBaseline: Bool) {
    let name = readName(unnamed, known: known)
    // Inline distributions are named by their option, not by its place in the list.
    let section = element.section("options.\(name)") ?? unnamed
    _ = section.take("name")
    let isBaseline = readFlag(section, "baseline")
    unnamed.keep("baseline", .flag(isBaseline))
    let serving = ServingReader(table: table).read(section)
    let quantities = QuantityReader(section: section, table: table)
    var option = ServingOption(name: name, serving: serving)
    let project = ProjectReader(table: table, processes: processes)
    option.project = project.readProject(section)
    option.retraining = project.readRetraining(section, project: option.project)
    option.costs = project.readCosts(section)
    if isBaseline {
      for key in ["go_live_delay_months", "quality"] where section.has(key) {
        _ = section.take(key)
        section.report(
          at: key, "not for the baseline", "it serves from the start; remove the key")
      }
    } else {
      option.goLiveDelayMonths = quantities.optional("go_live_delay_months", 0, .months)
      option.reachesParity = readQuality(section)
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

  private func readFlag(_ section: Section, _ key: String) -> Bool {
    guard let located = section.take(key) else { return false }
    switch located.text {
    case "true": return true
    case "false": return false
    default:
      located.report("\(located.kind) is not a truth value", "write true or false")
      return false
    }
  }

  private func readQuality(_ section: Section) -> Parameter {
    guard let quality = section.take("quality")?.section() else { return 1 }
    let parity = QuantityReader(section: quality, table: table).optional(
      "reaches_parity", 1, .verdict)
    quality.finish()
    section.keep("quality", quality.resolved)
    return parity
  }
}

/// Reads `serving:`.
struct ServingReader {
  let table: InputTable

  func read(_ option: Section) -> Serving {
    let nothing = Serving.fixed(FixedCost())
    guard let located = option.take("serving") else {
      option.missing("serving", "give `per_token:` or `fixed:`")
      return nothing
    }
    guard let section = located.section() else { return nothing }
    let kinds = ["per_token", "fixed"]
    let named = section.keys.filter(kinds.contains)
    guard named.count == 1 else {
      if let other = section.keys.first(where: { !kinds.contains($0) }) {
        let near = nearest(other, among: kinds)
        section.report(
          at: other, "unknown kind of serving",
          near.map { "did you mean `\($0)`?" } ?? "give \(kinds.joined(separator: " or "))")
      } else {
        section.report(
          named.isEmpty ? "empty" : "\(named.joined(separator: " and ")) at once",
          "give one of \(kinds.joined(separator: ", "))")
      }
      return nothing
    }
    guard let inner = section.take(named[0])?.section() else { return nothing }
    let quantities = QuantityReader(section: inner, table: table)
    let serving: Serving =
      named[0] == "per_token" ? .perToken(readPerToken(quantities)) : readFixed(quantities)
    inner.finish()
    section.keep(named[0], inner.resolved)
    section.finish()
    option.keep("serving", section.resolved)
    return serving
  }

  private func readFixed(_ quantities: QuantityReader) -> Serving {
    .fixed(
      FixedCost(
        perMonth: quantities.optional("per_month", 0, .amount),
        perRequest: quantities.optional("per_request", 0, .amount)))
  }

  private func readPerToken(_ quantities: QuantityReader) -> PerToken {
    var pricing = PerToken()
    pricing.promptTokens = quantities.required("prompt_tokens", .amount)
    pricing.outputTokens = quantities.required("output_tokens", .amount)
    pricing.inputPerMtok = quantities.required("input_per_mtok", .amount)
    pricing.outputPerMtok = quantities.required("output_per_mtok", .amount)
    pricing.batchShare = quantities.optional("batch_share", 0, .share)
    pricing.batchDiscount = quantities.optional("batch_discount", 0.5, .share)
    pricing.callsPerRequest = quantities.optional("calls_per_request", 1, .amount)
    pricing.extraPerRequest = quantities.optional("extra_per_request", 0, .amount)
    pricing.priceDeclinePerYear = quantities.optional("price_decline_per_year", 0, .share)
    pricing.promptGrowthPerMonth = quantities.optional("prompt_growth_per_month", 0, .rate)
    pricing.cache = readCache(quantities, fullPrice: pricing.inputPerMtok)
    return pricing
  }

  /// Without a price of its own a cached token costs what the others do, so there is no cache.
  private func readCache(_ quantities: QuantityReader, fullPrice: Parameter) -> PerToken.Cache? {
    let price = quantities.optional("cached_input_per_mtok", .amount)
    if price == nil { quantities.section.keep("cached_input_per_mtok", .null) }
    let cache = PerToken.Cache(
      cachedInputPerMtok: price ?? fullPrice,
      prefixTokens: quantities.optional("cached_prefix_tokens", 0, .amount),
      hitRate: quantities.optional("cache_hit_rate", 0, .share),
      minimumTokens: quantities.optional("cache_minimum_tokens", 1024, .amount),
      blockTokens: quantities.optional(
        "cache_block_tokens", 128, NumberRange(lower: 1, upper: 1e9)))
    let isUsed = cache.prefixTokens != .constant(0) && cache.hitRate != .constant(0)
    if price == nil, isUsed {
      quantities.section.missing(
        "cached_input_per_mtok", "a cache needs the price of cached tokens")
    }
    return price != nil && isUsed ? cache : nil
  }
}
