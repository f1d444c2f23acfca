// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Distributions
internal import GSLNumerics
internal import RandomStreams
internal import SamplingDesigns
internal import Simulation

/// Draws what the trials of a block need, each number from its own stream.
///
/// The streams are named after the inputs and processes of the experiment, so that adding, removing
/// or reordering one leaves the draws of the others as they were. Correlated inputs are drawn as a
/// group, and by the quantile function whatever the sampler: GSL's own cannot be correlated.
struct TrialDrawer: Sendable {
  private let inputs: [Input]
  private let inputStreams: [RandomStream]
  private let plan: SamplingPlan
  private let groups: [GroupDrawer]
  private let correlated: Set<Int>
  private let shockSources: [ShockSource]
  private let shockStreams: [RandomStream]
  private let rangeChecks: [InputTable.RangeCheck]
  /// Numbers of each source and trial: months, or events.
  private let shockCount: Int
  private let sampler: SimulationSettings.Sampler
  private let file: String
  /// How far all uniforms are moved, around the corner at 1; correlated inputs stay.
  private let shift: Double

  init(_ experiment: Experiment, plan: SamplingPlan, shift: Double = 0) {
    self.plan = plan
    self.shift = shift
    let seed = experiment.settings.seed
    inputs = experiment.inputs
    inputStreams = inputs.map { RandomStream(seed: seed, name: "input:\($0.name)") }
    let names = inputs.map(\.name)
    groups = experiment.correlations.groups.map { group in
      GroupDrawer(group, names: group.inputs.map { names[$0] }, seed: seed)
    }
    correlated = Set(experiment.correlations.groups.flatMap(\.inputs))
    shockSources = experiment.model.shockSources
    shockStreams = shockSources.map { source in
      RandomStream(seed: seed, name: experiment.streamName(source))
    }
    rangeChecks = experiment.rangeChecks
    shockCount = experiment.model.shockCount
    sampler = experiment.settings.sampler
    file = experiment.files.first?.name ?? ""
  }

  /// Room for the draws of some trials.
  func makeBuffer(trials: Int = TrialBlock.size) -> DrawBuffer {
    DrawBuffer(inputs: inputs.count, shocks: shockSources.count, length: shockCount, trials: trials)
  }

  /// Fills `buffer` with the draws of a block, up to the next multiple of eight trials.
  ///
  /// - Throws: `InvalidInput` when a dependent distribution cannot be made in some trial, or leaves
  ///   the range of the key that uses it.
  func draw(_ block: TrialBlock, into buffer: DrawBuffer, generator: TrialGenerator) throws {
    let count = block.paddedCount
    let tails = groups.flatMap { $0.fill(block, buffer, plan) }
    for (index, input) in inputs.enumerated() {
      let column = UnsafeMutableBufferPointer(start: buffer.input(index), count: count)
      let isCorrelated = correlated.contains(index)
      if !isCorrelated {
        inputStreams[index].fill(column, firstTrial: block.firstTrial)
        plan.inputs[index]?.transform(column, firstTrial: block.firstTrial)
        move(column)
      }
      let upper = tails.filter { $0.input == index }
      switch (input.source, isCorrelated ? .quantile : sampler) {
      case (.distribution(let distribution), .quantile):
        distribution.transform(column)
        for tail in upper { column[tail.trial] = distribution.upperQuantile(tail.probability) }
      case (.distribution(let distribution), .gsl):
        for trial in 0..<count {
          generator.address(inputStreams[index], trial: block.firstTrial &+ UInt64(trial))
          column[trial] = distribution.sample(generator)
        }
      case (.dependent(let dependent), let sampler):
        try forEachTrial(of: index, dependent, block, buffer) { trial, distribution in
          if sampler == .gsl {
            generator.address(inputStreams[index], trial: block.firstTrial &+ UInt64(trial))
            column[trial] = distribution.sample(generator)
          } else if let tail = upper.first(where: { $0.trial == trial }) {
            column[trial] = distribution.upperQuantile(tail.probability)
          } else {
            column[trial] = distribution.quantile(column[trial])
          }
        }
      }
    }
    try checkRanges(block, buffer)
    for index in shockSources.indices {
      drawShocks(index, block, buffer, generator)
    }
  }

  private func move(_ uniforms: UnsafeMutableBufferPointer<Double>) {
    guard shift > 0 else { return }
    for trial in uniforms.indices {
      let moved = uniforms[trial] + shift
      // Never 0, where a quantile may be infinite.
      uniforms[trial] = moved < 1 ? moved : max(moved - 1, 0x1p-54)
    }
  }

  /// Hands `body` the distribution that an input has in each trial.
  private func forEachTrial(
    of index: Int, _ dependent: DependentDistribution, _ block: TrialBlock, _ buffer: DrawBuffer,
    _ body: (Int, any Distribution) -> Void
  ) throws {
    for trial in 0..<block.paddedCount {
      do {
        let distribution = try dependent.distribution { quantity in
          switch quantity {
          case .constant(let value): value
          case .input(let input): buffer.input(input)[trial]
          case .process: .nan
          }
        }
        body(trial, distribution)
      } catch {
        throw InvalidInput([
          Problem(
            place: Place(file: file), key: "inputs.\(inputs[index].name)",
            fault:
              "the parameters of trial \(block.firstTrial &+ UInt64(trial)) make no distribution: "
              + "\(error)",
            remedy: "bound the inputs it depends on")
        ])
      }
    }
  }

  private func checkRanges(_ block: TrialBlock, _ buffer: DrawBuffer) throws {
    for check in rangeChecks {
      let column = buffer.input(check.input)
      for trial in 0..<block.count where !check.range.contains(column[trial]) {
        throw InvalidInput([
          Problem(
            place: Place(file: file), key: check.path,
            fault:
              "\(inputs[check.input].name) is \(column[trial]) in trial "
              + "\(block.firstTrial &+ UInt64(trial))",
            remedy: "\(check.range.remedy), or truncate it with `min:` and `max:`")
        ])
      }
    }
  }

  private func drawShocks(
    _ index: Int, _ block: TrialBlock, _ buffer: DrawBuffer, _ generator: TrialGenerator
  ) {
    let count = block.paddedCount
    let distribution = ShockDistribution(shockSources[index], inputs)
    if sampler == .gsl {
      for trial in 0..<count {
        generator.address(shockStreams[index], trial: block.firstTrial &+ UInt64(trial))
        for month in 1...shockCount {
          buffer.shock(index, month: month)[trial] = distribution.sample(generator)
        }
      }
      return
    }
    for month in 1...shockCount {
      let column = UnsafeMutableBufferPointer(
        start: buffer.shock(index, month: month), count: count)
      shockStreams[index].fill(column, firstTrial: block.firstTrial, draw: UInt32(month))
      move(column)
      distribution.transform(column)
    }
    plan.components[index]?.place(
      block, shockStreams[index], into: buffer.shock(index, month: 1), stride: buffer.stride)
  }
}

/// What the numbers of a shock column are drawn from.
private enum ShockDistribution {
  case normal
  case uniform
  case like(any Distribution)

  init(_ source: ShockSource, _ inputs: [Input]) {
    switch (source.kind, source.process) {
    case (.jumpUniform, _), (.cancellation, _), (.arrival, _): self = .uniform
    case (.renewal, .renewal(let input)):
      self = inputs[input].distribution.map { .like($0) } ?? .uniform
    default: self = .normal
    }
  }

  func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    switch self {
    case .normal: transformToStandardNormal(x)
    case .uniform: break
    case .like(let distribution): distribution.transform(x)
    }
  }

  func sample(_ generator: TrialGenerator) -> Double {
    switch self {
    case .normal: Gaussian.sample(generator.generator)
    case .uniform: Uniforms.unit(generator.generator)
    case .like(let distribution): distribution.sample(generator)
    }
  }
}
