// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `serving:`.
struct ServingReader {
  let table: InputTable
  let processes: ProcessReader
  let prices: PriceLookup

  func read(_ option: Section) -> Serving {
    let nothing = Serving.fixed(FixedCost())
    guard let located = option.take("serving") else {
      option.missing("serving", "give `per_token:`, `dedicated:` or `fixed:`")
      return nothing
    }
    guard let section = located.section() else { return nothing }
    let kinds = ["per_token", "dedicated", "fixed"]
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
    var quantities = QuantityReader(section: inner, table: table)
    switch named[0] {
    case "per_token": quantities.filling = prices.filling(inner, for: .tokens)
    case "dedicated": quantities.filling = prices.filling(inner, for: .endpoint)
    default: break
    }
    let serving: Serving =
      switch named[0] {
      case "per_token": .perToken(readPerToken(quantities))
      case "dedicated": .dedicated(readDedicated(quantities))
      default: readFixed(quantities)
      }
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

  private func readDedicated(_ quantities: QuantityReader) -> Dedicated {
    var capacity = Dedicated()
    capacity.pricePerGPUHour = processes.price(
      quantities, "price_per_gpu_hour", default: 3.99)
    capacity.gpusPerReplica = quantities.optional("gpus_per_replica", 1, .amount)
    capacity.promptTokens = quantities.optional("prompt_tokens", 300, .amount)
    capacity.outputTokens = quantities.optional("output_tokens", 100, .amount)
    capacity.tokensPerSecond = quantities.optional("tokens_per_second", 5_000, .positive)
    capacity.peakToMean = quantities.optional(
      "peak_to_mean", 1, NumberRange(lower: 1, upper: 1e6))
    capacity.utilisationCeiling = quantities.optional(
      "utilisation_ceiling", 1, NumberRange(lower: 0, upper: 1, includesLower: false))
    capacity.minimumReplicas = quantities.optional("minimum_replicas", 1, .amount)
    capacity.hoursPerMonth = quantities.optional(
      "hours_per_month", 730, NumberRange(lower: 0, upper: 744, includesLower: false))
    return capacity
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
    pricing.priceChanges = processes.changes(quantities.section, "price_changes")
    pricing.cache = readCache(quantities, fullPrice: pricing.inputPerMtok)
    pricing.datedPrices = DatedPricesReader(
      section: quantities.section, table: table, prices: prices
    ).read(pricing, quantities.filling)
    quantities.filling?.checkUse(by: pricing)
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
        "cached_input_per_mtok",
        quantities.filling?.entry.map { "\($0.reference) has none in the price book; give it" }
          ?? "a cache needs the price of cached tokens")
    }
    return price != nil && isUsed ? cache : nil
  }
}
