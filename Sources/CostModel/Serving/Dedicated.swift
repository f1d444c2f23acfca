// SPDX-License-Identifier: GPL-3.0-or-later

/// Serving on capacity of one's own, by the GPU-hour: it costs the same idle.
///
/// replicas_m = max(minimum, ⌈V_m · peak · tokens / (3600 · hours · tokens per second · ceiling)⌉), cost
/// = replicas · GPUs · price per GPU-hour · hours. An endpoint that scales to zero has minimum 0 or
/// fewer hours a month.
public struct Dedicated: Sendable, Hashable {
  /// Price of one GPU-hour.
  public var pricePerGPUHour: MonthlyPrice = .level(3.99)
  /// GPUs of one replica.
  public var gpusPerReplica: Parameter = 1
  /// Prompt tokens per request.
  public var promptTokens: Parameter = 300
  /// Output tokens per request.
  public var outputTokens: Parameter = 100
  /// Tokens a replica handles per second, prompt and output together.
  public var tokensPerSecond: Parameter = 5_000
  /// Load of the busiest hour relative to the mean, 1 or more.
  public var peakToMean: Parameter = 1
  /// Share of a replica's throughput that is used at most, above 0 to 1.
  public var utilisationCeiling: Parameter = 1
  /// Replicas that are always up.
  public var minimumReplicas: Parameter = 1
  /// Hours a month the replicas are up.
  public var hoursPerMonth: Parameter = 730

  /// One GPU at the format's defaults; set what differs.
  public init() {}

  /// Writes the cost of each month and returns the cost at the starting volume and start price.
  func write(
    into series: MonthSeries, demand: Demand, share: Lanes, market: Market
  ) -> Lanes {
    let trials = market.trials
    let tokens = trials.value(promptTokens) + trials.value(outputTokens)
    let hours = trials.value(hoursPerMonth)
    let capacity =
      3600 * hours * trials.value(tokensPerSecond) * trials.value(utilisationCeiling)
    let perRequest = share * trials.value(peakToMean) * tokens / capacity
    let minimum = trials.value(minimumReplicas)
    let gpuHours = trials.value(gpusPerReplica) * hours
    for month in 1...series.months {
      let volume = demand.starting * demand.ratio[month]
      let replicas = Self.replicas(volume * perRequest, minimum: minimum)
      series[month] = replicas * gpuHours * market.price(pricePerGPUHour, month: month)
    }
    let replicas = Self.replicas(demand.starting * perRequest, minimum: minimum)
    return replicas * gpuHours * market.price(pricePerGPUHour)
  }

  /// The least whole number not below `load` and `minimum`.
  private static func replicas(_ load: Lanes, minimum: Lanes) -> Lanes {
    let floor = flooredNonNegative(load)
    return greater(minimum, floor.replacing(with: floor + 1, where: floor .< load))
  }
}
