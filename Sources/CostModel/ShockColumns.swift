// SPDX-License-Identifier: GPL-3.0-or-later

/// Where the parts of a model find their shocks among the columns of `Draws.shocks`.
struct ShockColumns {
  let volume: Workload.ShockColumns
  /// For each price path.
  let paths: [PricePath.ShockColumns]
  /// For each of the price changes; nil where there are none to come.
  let changes: [(arrivals: Int, sizes: EventValues)?]
  /// For each option.
  let renewals: [RenewalColumns]

  init(_ model: CostModel) {
    let sources = model.shockSources
    func column(_ process: ShockSource.Process, _ kind: ShockSource.Kind) -> Int? {
      sources.firstIndex(of: ShockSource(process, kind))
    }
    func renewal(_ parameter: Parameter?, _ renewals: Renewals?) -> Int? {
      guard renewals == .each, case .input(let input) = parameter else { return nil }
      return column(.renewal(input: input), .renewal)
    }
    volume = Workload.ShockColumns(
      normal: column(.volume, .normal), cancellation: column(.volume, .cancellation))
    paths = model.pricePaths.indices.map { index in
      let jump = column(.pricePath(index), .jumpUniform).flatMap { uniform in
        column(.pricePath(index), .jumpNormal).map { (uniform: uniform, normal: $0) }
      }
      return PricePath.ShockColumns(normal: column(.pricePath(index), .normal) ?? 0, jump: jump)
    }
    changes = model.priceChanges.enumerated().map { index, changes in
      column(.priceChanges(index), .arrival).map { arrivals in
        (arrivals, EventValues(parameter: changes.logSize, column: renewal(changes.logSize, .each)))
      }
    }
    renewals = model.options.map { option in
      let succession = option.succession
      return RenewalColumns(
        retraining: renewal(option.retraining?.everyMonths, option.retraining?.renewals),
        releases: renewal(succession?.everyMonths, succession?.renewals),
        priceRatios: renewal(succession?.priceRatio, succession?.renewals))
    }
  }
}
