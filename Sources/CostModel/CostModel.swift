// SPDX-License-Identifier: GPL-3.0-or-later

/// One way to answer the requests: what it takes to build and what it costs to run.
public struct ServingOption: Sendable, Hashable {
  /// The option's name in the experiment.
  public var name: String
  /// How it serves.
  public var serving: Serving
  /// The one-time work before it serves; nil for none.
  public var project: Project?
  /// Training again as time passes; nil for never.
  public var retraining: Retraining?
  /// 1 when the option's quality is good enough; 0 sends it back to the baseline's serving.
  public var reachesParity: Parameter = 1
  /// Requests that go on to the baseline; nil for none.
  public var fallback: Fallback?
  /// What worse answers cost; nil when they are as good.
  public var qualityLoss: QualityLoss?
  /// Months before it serves; until then the baseline's serving is paid.
  public var goLiveDelayMonths: Parameter = 0
  /// When the provider retires its model; nil for never.
  public var endOfLife: EndOfLife?
  /// Further costs by name.
  public var costs: [NamedCost] = []

  /// An option that serves from the first month, without project or further costs.
  public init(
    name: String, serving: Serving, project: Project? = nil, retraining: Retraining? = nil
  ) {
    self.name = name
    self.serving = serving
    self.project = project
    self.retraining = retraining
  }
}

/// The economics of an experiment: what every option costs, month by month.
///
/// It is deterministic. Chance enters through the inputs and shocks it is given.
public struct CostModel: Sendable, Hashable {
  /// Months 1 to this one are counted.
  public var horizonMonths: Int
  /// r, per year; month m is discounted by (1 + r)^(−m/12).
  public var discountRate: Parameter
  /// Requests per month.
  public var workload: Workload
  /// Prices that move over the months; `MonthlyPrice.path` counts through them.
  public var pricePaths: [PricePath]
  /// The ways to serve, in the order of every table.
  public var options: [ServingOption]
  /// Which of them is the status quo.
  public var baseline: Int

  /// A model of `options` against the one at `baseline`.
  public init(
    horizonMonths: Int, discountRate: Parameter, workload: Workload, pricePaths: [PricePath] = [],
    options: [ServingOption], baseline: Int
  ) {
    self.horizonMonths = horizonMonths
    self.discountRate = discountRate
    self.workload = workload
    self.pricePaths = pricePaths
    self.options = options
    self.baseline = baseline
  }

  /// The same model with nothing left to monthly chance: no volatility, no jumps.
  public func withoutShocks() -> CostModel {
    var quiet = self
    quiet.workload.volatilityPerMonth = 0
    quiet.workload.cancellationPerMonth = 0
    for index in quiet.pricePaths.indices {
      quiet.pricePaths[index].volatility = 0
      quiet.pricePaths[index].jumps = nil
    }
    for index in quiet.options.indices { quiet.options[index].retraining?.renewals = .once }
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
    for option in options {
      guard let retraining = option.retraining, retraining.renewals == .each,
        case .input(let input) = retraining.everyMonths
      else { continue }
      let source = ShockSource(.renewal(input: input), .interval)
      if !sources.contains(source) { sources.append(source) }
    }
    return sources
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
    /// Renewals whose intervals are drawn like the input of that number.
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
    /// Months until the next renewal: a number for each event rather than each month.
    case interval
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
