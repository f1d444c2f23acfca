// SPDX-License-Identifier: GPL-3.0-or-later

extension CostModel {
  /// The same model with nothing left to monthly chance: no volatility, no jumps.
  public func withoutShocks() -> CostModel {
    var quiet = self
    quiet.workload.volatilityPerMonth = 0
    quiet.workload.cancellationPerMonth = 0
    for index in quiet.pricePaths.indices {
      quiet.pricePaths[index].volatility = 0
      quiet.pricePaths[index].jumps = nil
    }
    for index in quiet.priceChanges.indices { quiet.priceChanges[index].perYear = 0 }
    for index in quiet.options.indices {
      quiet.options[index].retraining?.renewals = .once
      quiet.options[index].succession?.renewals = .once
    }
    return quiet
  }

  /// The sources of monthly shocks the model reads, in the order of `Draws.shocks`.
  public var shockSources: [ShockSource] {
    var sources: [ShockSource] = []
    if workload.isStochastic { sources.append(ShockSource(.volume, .normal)) }
    if workload.mayEnd { sources.append(ShockSource(.volume, .cancellation)) }
    for (index, path) in pricePaths.enumerated() {
      sources.append(ShockSource(.pricePath(index), .normal))
      if path.jumps != nil {
        sources.append(ShockSource(.pricePath(index), .jumpUniform))
        sources.append(ShockSource(.pricePath(index), .jumpNormal))
      }
    }
    for (index, changes) in priceChanges.enumerated() where changes.perYear != .constant(0) {
      sources.append(ShockSource(.priceChanges(index), .arrival))
    }
    for case .input(let input) in renewedParameters {
      let source = ShockSource(.renewal(input: input), .renewal)
      if !sources.contains(source) { sources.append(source) }
    }
    return sources
  }

  /// Parameters of which every event draws a new number.
  private var renewedParameters: [Parameter] {
    options.flatMap { option in
      [option.retraining.flatMap { $0.renewals == .each ? $0.everyMonths : nil }].compactMap { $0 }
        + (option.succession?.renewedParameters ?? [])
    } + priceChanges.filter { $0.perYear != .constant(0) }.map(\.logSize)
  }

  /// Numbers of one source and trial: one for each month, and more where events may outnumber them.
  public var shockCount: Int {
    priceChanges.isEmpty ? horizonMonths : horizonMonths + 16
  }
}

/// A column of monthly shocks: one number a month and trial.
public struct ShockSource: Sendable, Hashable {
  /// What is shocked.
  public enum Process: Sendable, Hashable {
    /// The volume of requests.
    case volume
    /// The price path of that number.
    case pricePath(Int)
    /// The price changes of that number.
    case priceChanges(Int)
    /// Events that draw the input of that number anew, each for itself.
    case renewal(input: Int)
  }

  /// What the numbers are.
  public enum Kind: Sendable, Hashable {
    /// Standard normals.
    case normal
    /// Uniforms that decide whether the price jumps.
    case jumpUniform
    /// Standard normals for the size of a jump.
    case jumpNormal
    /// Uniforms that decide whether the demand ends.
    case cancellation
    /// Uniforms from which the intervals between price changes come: one for each change.
    case arrival
    /// The input drawn anew: a number for each event rather than each month.
    case renewal
  }

  /// The process that reads the column.
  public let process: Process
  /// What the column holds.
  public let kind: Kind

  init(_ process: Process, _ kind: Kind) {
    self.process = process
    self.kind = kind
  }
}
