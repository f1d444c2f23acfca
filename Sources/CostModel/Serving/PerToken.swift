// SPDX-License-Identifier: GPL-3.0-or-later

/// Serving by the token, as model providers bill it.
///
/// u_m = [(I_m − h·C)·p_in + h·C·p_cached + O·p_out] / 10⁶ · (1 − b·d) · calls · F_m + extra, where
/// C is the part of the prompt that a cache holds: 0 for a prefix shorter than the provider's minimum,
/// otherwise floored to its block, and never more than the prompt. Prices are those in force in the
/// month; F_m is the product of the steady decline and of rare changes.
public struct PerToken: Sendable, Hashable {
  /// I, prompt tokens per call at the start.
  public var promptTokens: Parameter = 0
  /// O, output tokens per call.
  public var outputTokens: Parameter = 0
  /// p_in, price of 10⁶ prompt tokens.
  public var inputPerMtok: Parameter = 0
  /// p_out, price of 10⁶ output tokens.
  public var outputPerMtok: Parameter = 0
  /// Prompt caching, when the provider prices it.
  public var cache: Cache?
  /// b, share of requests sent as batch, 0 to 1.
  public var batchShare: Parameter = 0
  /// d, discount on batch requests, 0 to 1.
  public var batchDiscount: Parameter = 0.5
  /// Model calls per request.
  public var callsPerRequest: Parameter = 1
  /// Retrieval, guardrails, logging: amount per request, outside the model's price.
  public var extraPerRequest: Parameter = 0
  /// Share by which prices fall per year: F_m = (1 − decline)^(m / 12).
  public var priceDeclinePerYear: Parameter = 0
  /// Growth of the prompt per month: I_m = I · (1 + growth)^m.
  public var promptGrowthPerMonth: Parameter = 0
  /// Prices that replace the first ones from a known time on, in the order of their times.
  public var datedPrices: [DatedPrices] = []
  /// The price changes number `i` of the model that move these prices; nil for none.
  public var priceChanges: Int?

  /// Prices from a known time on.
  public struct DatedPrices: Sendable, Hashable {
    /// Months from the start; month m has these prices when m > fromMonth.
    public var fromMonth: Double
    /// Price of 10⁶ prompt tokens.
    public var inputPerMtok: Parameter
    /// Price of 10⁶ cached prompt tokens; nil where the cache costs what it did.
    public var cachedInputPerMtok: Parameter?
    /// Price of 10⁶ output tokens.
    public var outputPerMtok: Parameter

    /// Prices in force after `fromMonth` months.
    public init(
      fromMonth: Double, inputPerMtok: Parameter, cachedInputPerMtok: Parameter? = nil,
      outputPerMtok: Parameter
    ) {
      self.fromMonth = fromMonth
      self.inputPerMtok = inputPerMtok
      self.cachedInputPerMtok = cachedInputPerMtok
      self.outputPerMtok = outputPerMtok
    }
  }

  /// A discount on the part of the prompt that repeats.
  public struct Cache: Sendable, Hashable {
    /// p_cached, price of 10⁶ prompt tokens read from the cache.
    public var cachedInputPerMtok: Parameter
    /// Tokens of the prompt that repeat from call to call, at its beginning.
    public var prefixTokens: Parameter
    /// h, share of calls that find the prefix in the cache, 0 to 1.
    public var hitRate: Parameter
    /// Shortest prefix the provider caches.
    public var minimumTokens: Parameter
    /// Tokens by which the cached prefix grows: it is floored to a multiple.
    public var blockTokens: Parameter

    /// Caching of `prefixTokens` at OpenAI's minimum and block unless told otherwise.
    public init(
      cachedInputPerMtok: Parameter, prefixTokens: Parameter, hitRate: Parameter,
      minimumTokens: Parameter = 1024, blockTokens: Parameter = 128
    ) {
      self.cachedInputPerMtok = cachedInputPerMtok
      self.prefixTokens = prefixTokens
      self.hitRate = hitRate
      self.minimumTokens = minimumTokens
      self.blockTokens = blockTokens
    }

    /// h·C, the expected cached tokens of a call with a prompt of `prompt` tokens.
    func expectedTokens(ofPrompt prompt: Term) -> Term {
      let table = prompt.table
      let prefix = pointwiseMin(table.term(prefixTokens), prompt)
      let block = table.term(blockTokens)
      let floored = flooredNonNegative(prefix / block) * block
      let cached = floored.replacing(with: 0, where: prefix .< table.term(minimumTokens))
      return table.term(hitRate) * cached
    }
  }

  /// Pricing with nothing in it; set what applies.
  public init() {}
}
