// SPDX-License-Identifier: GPL-3.0-or-later

/// Training by the hour, as reinforcement fine-tuning is billed.
///
/// Cost of a run = hours, rounded to what is billed, · price per hour + grader.
public struct HostedHours: Sendable, Hashable {
  /// Hours a run takes.
  public var hours: Parameter
  /// Price of an hour.
  public var pricePerHour: Parameter
  /// Hours are rounded to the nearest multiple of this, halves upward; 0 for no rounding.
  public var rounding: Double = 0
  /// Amount per run for grading, besides `grader`.
  public var graderCost: Parameter = 0
  /// The model that grades, when its tokens are billed.
  public var grader: Grader?

  /// A model that grades samples during training.
  ///
  /// Cost of a run = samples · (prompt · p_in + output · p_out) / 10⁶.
  public struct Grader: Sendable, Hashable {
    /// Samples graded in a run.
    public var samples: Parameter = 0
    /// Prompt tokens per sample.
    public var promptTokens: Parameter = 0
    /// Output tokens per sample.
    public var outputTokens: Parameter = 0
    /// Price of 10⁶ prompt tokens.
    public var inputPerMtok: Parameter = 0
    /// Price of 10⁶ output tokens.
    public var outputPerMtok: Parameter = 0

    /// A grader that costs nothing; set what applies.
    public init() {}

    func cost(_ table: TermTable) -> Term {
      let prompt = table.term(promptTokens) * table.term(inputPerMtok)
      let output = table.term(outputTokens) * table.term(outputPerMtok)
      return table.term(samples) * (prompt + output) / 1e6
    }
  }

  /// Hours at a price; set what else applies.
  public init(hours: Parameter, pricePerHour: Parameter) {
    self.hours = hours
    self.pricePerHour = pricePerHour
  }

  func cost(_ table: TermTable) -> Term {
    var billed = table.term(hours)
    if rounding > 0 {
      // Steps to the hour where these are whole, as 100: 255 / 100 is 2.55, 255 · 0.01 is not.
      let inverse = (1 / rounding).rounded()
      let stepsPerHour = abs(inverse * rounding - 1) < 1e-12 ? inverse : 1 / rounding
      let steps = billed * stepsPerHour
      // Above 2^51 steps a number of hours has no digits left that rounding could change.
      billed = billed.replacing(
        with: flooredNonNegative(steps + 0.5) / stepsPerHour,
        where: steps .< 0x1p51)
    }
    let cost = billed * table.term(pricePerHour) + table.term(graderCost)
    return grader.map { cost + $0.cost(table) } ?? cost
  }
}
