// SPDX-License-Identifier: GPL-3.0-or-later

/// A training run on rented GPUs: GPUs · wall hours · price per GPU-hour + setup.
public struct GPURental: Sendable, Hashable {
  /// Hours of undisturbed training before the speed-up.
  public var hours: Parameter = 0
  /// GPUs at work together.
  public var gpus: Parameter = 1
  /// Price of one GPU-hour.
  public var pricePerGPUHour: MonthlyPrice
  /// Amount per run besides the GPUs.
  public var setupPerRun: Parameter = 0
  /// Factor by which an accelerator shortens the hours, above 0.
  public var speedup: Parameter = 1
  /// λ, interruptions of a spot instance per hour of training.
  public var interruptionsPerHour: Parameter = 0
  /// Hours between checkpoints; nil where an interrupted run begins again.
  public var checkpointHours: Parameter?
  /// Hours until an interrupted run works again.
  public var restartHours: Parameter = 0

  /// One GPU at a price; set what else applies.
  public init(pricePerGPUHour: MonthlyPrice) { self.pricePerGPUHour = pricePerGPUHour }

  /// GPU-hours that a run is billed, in expectation over its interruptions.
  ///
  /// With checkpoints an interruption costs half an interval and the restart: w · (1 + λ(c/2 + r)) for
  /// w hours of work. Without, the run needs w hours in a row, which an attempt gets with probability
  /// e^{−λw}: (1/λ + r)(e^{λw} − 1).
  func gpuHours(_ table: TermTable) -> Term {
    guard interruptionsPerHour != .constant(0) else {
      return table.term(gpus) * table.term(hours) / table.term(speedup)
    }
    let work = table.term(hours) / table.term(speedup)
    let rate = table.term(interruptionsPerHour)
    let restart = table.term(restartHours)
    var wall: Term
    if let checkpointHours {
      let lost = table.term(checkpointHours) / 2 + restart
      wall = work * (1 + rate * lost)
    } else {
      let perAttempt = 1 / rate + restart
      let repeated = perAttempt * (exponential(rate * work) - 1)
      // For rare interruptions e^x − 1 loses its digits; the first terms of the series do not.
      let x = rate * work
      let series = 1 + x / 2 * (1 + x / 3)
      let rare = work * (1 + rate * restart) * series
      wall = repeated.replacing(with: rare, where: x .< 1e-5)
    }
    return table.term(gpus) * wall
  }
}
