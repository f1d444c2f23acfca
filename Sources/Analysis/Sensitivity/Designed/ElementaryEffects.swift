// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Elementary effects: how far an output moves when one input does, in how many directions.
///
/// From a random point A an input's uniform moves to that of B, and the effect is the output's change over
/// the uniform's: in the output's unit, for a move through the whole distribution. μ* is the mean of the
/// absolute effects, σ the standard deviation of the effects, large where they depend on the other inputs or
/// change along the input (Morris, "Factorial sampling plans for preliminary computational experiments",
/// Technometrics 33(2), 1991, doi:10.1080/00401706.1991.10484804; μ*: Campolongo, Cariboni and Saltelli,
/// Environmental Modelling & Software 22(10), 2007, doi:10.1016/j.envsoft.2006.10.004).
///
/// Trials are independent; the intervals are normal, that of σ on a logarithmic scale from the fourth moment.
/// Where effects have far values, that moment is seen too small, and the interval of σ covers less than 95 %:
/// 92 % at 2,000 trials of a product of six factors.
public struct ElementaryEffects: Sendable {
  /// For each input.
  public let meanAbsolute: [SensitivityIndex]
  /// For each input; nil where an input is several numbers, which move in different directions.
  public let deviation: [SensitivityIndex?]

  /// How far a uniform moves, around the corner at 1: the golden section, so that no period of the model
  /// hides an effect.
  ///
  /// It goes up by this, or down by the rest to 1.
  public static let shift = 0.381_966_011_250_105_1
  /// The mean distance of such a move.
  public static let meanStep = 2 * shift * (1 - shift)

  /// Runs a model and estimates the effects on each of its outputs.
  ///
  /// - Parameters:
  ///   - isDirected: whether an input is one number, whose steps have a sign.
  ///   - model: gives the steps too, none of them 0.
  /// - Returns: nil for an output that is not always finite.
  /// - Complexity: `inputs` + 1 runs a trial.
  public static func estimate(
    inputs: Int, outputs: Int, trials: Int, isDirected: [Bool], loop: ConcurrentLoop = serialLoop,
    model: @escaping ExchangeDesign.Model
  ) throws -> [ElementaryEffects?] {
    let design = ExchangeDesign(
      inputs: inputs, outputs: outputs, trials: trials, runs: runs(inputs: inputs))
    let start = 0..<min(ExchangeDesign.blockSize, trials)
    let first = try model(design, start)
    let effects = outputs * inputs
    let pivots = (0..<effects).map { place in
      var sum = 0.0
      forEachEffect(first, design, place, start.count) { sum += $0 }
      return sum / Double(start.count)
    }
    let sums = try design.sums(
      loop, start: [EffectSums](repeating: EffectSums(), count: effects), model: model
    ) { sums, block, trials in
      for place in sums.indices {
        forEachEffect(block, design, place, trials.count) {
          sums[place].add($0, pivot: pivots[place])
        }
      }
    } merge: { sums, part in
      for place in sums.indices { sums[place].add(part[place]) }
    }
    return (0..<outputs).map { output in
      let own = sums[(output * inputs)..<((output + 1) * inputs)]
      guard own.allSatisfy(\.isFinite) else { return nil }
      return ElementaryEffects(
        meanAbsolute: own.map { $0.meanAbsolute(count: trials) },
        deviation: zip(own, isDirected).map { $1 ? $0.deviation(count: trials) : nil })
    }
  }

  /// The runs of a trial.
  public static func runs(inputs: Int) -> [ExchangeDesign.Run] {
    [.a] + (0..<inputs).map { .aWithB(input: $0) }
  }

  /// The effects of one input on one output: place is output · inputs + input.
  private static func forEachEffect(
    _ block: ExchangeDesign.Block, _ design: ExchangeDesign, _ place: Int, _ count: Int,
    _ body: (Double) -> Void
  ) {
    let (output, input) = (place / design.inputs, place % design.inputs)
    let base = output * count
    let moved = ((1 + input) * design.outputs + output) * count
    for t in 0..<count {
      body((block.values[moved + t] - block.values[base + t]) / block.steps[input * count + t])
    }
  }
}

/// Power sums of effects.
private struct EffectSums: Sendable {
  private var absolute = 0.0
  private var squares = 0.0
  /// Of the effects less the pivot, and of their powers.
  private var powers = SIMD4<Double>(repeating: 0)

  mutating func add(_ effect: Double, pivot: Double) {
    absolute += abs(effect)
    squares += effect * effect
    let d = effect - pivot
    powers += SIMD4(d, d * d, d * d * d, d * d * d * d)
  }

  mutating func add(_ other: EffectSums) {
    absolute += other.absolute
    squares += other.squares
    powers += other.powers
  }

  var isFinite: Bool { absolute.isFinite && squares.isFinite && powers.w.isFinite }

  func meanAbsolute(count: Int) -> SensitivityIndex {
    let n = Double(count)
    let mean = absolute / n
    let variance = max(0, squares / n - mean * mean) * n / (n - 1)
    return SensitivityIndex(
      .morrisMuStar, value: mean, standardError: (variance / n).squareRoot())
  }

  func deviation(count: Int) -> SensitivityIndex {
    let n = Double(count)
    let m = powers / n
    let variance = max(0, m.y - m.x * m.x)
    let fourth = m.w - 4 * m.x * m.z + 6 * m.x * m.x * m.y - 3 * m.x * m.x * m.x * m.x
    let value = (variance * n / (n - 1)).squareRoot()
    guard variance > 0 else {
      return SensitivityIndex(.morrisSigma, value: value, standardError: 0)
    }
    let relative = (max(0, fourth / variance / variance - 1) / n).squareRoot() / 2
    let factor = exponential(ProbabilityEstimate.halfWidthOf95Percent * relative)
    return SensitivityIndex(.morrisSigma, value: value, low: value / factor, high: value * factor)
  }
}
