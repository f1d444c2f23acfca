// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Distributions
internal import RandomStreams
internal import SamplingDesigns
internal import Simulation

/// Where the trials' points lie: the design, and which of its coordinates each number takes.
///
/// The first dimensions of a Sobol' sequence are its most even ones, so they go to what moves the
/// outcomes most: see `CoordinateImportance`. Numbers beyond the last dimension are left to chance.
struct SamplingPlan: Sendable {
  let design: SamplingDesign
  /// For each input its coordinate; nil where its uniforms stay as they are.
  let inputs: [SamplingDesign.Coordinate?]
  /// For each source of shocks, its components that the design places; nil where there are none.
  let components: [PlacedComponents?]

  /// - Parameters:
  ///   - turn: which of several points of a trial this is, and how many there are: they take the dimensions in
  ///     turn, so that together they are one point of the design.
  ///   - workers: how many find out which dimension goes where.
  /// - Throws: `InvalidInput` when the trials make no such design, or the sampler takes none.
  init(
    _ experiment: Experiment, turn: (index: Int, of: Int) = (0, 1),
    workers: Int = availableProcessors()
  ) throws(InvalidInput) {
    let design = try experiment.design()
    let slots = design.kind == .random ? [] : CoordinateSlot.all(experiment)
    let order =
      design.kind == .sobol ? CoordinateImportance.order(experiment, workers: workers) : nil
    let seed = experiment.settings.seed
    self.init(experiment, design) { slot in
      guard let place = slots.firstIndex(of: slot) else { return nil }
      let dimension = (order.map { $0[place] } ?? place) * turn.of + turn.index
      guard design.kind == .latinHypercube || dimension < SamplingDesign.mostSobolDimensions
      else { return nil }
      let name = slot.name(in: experiment)
      return design.coordinate(dimension: dimension) { replicate in
        RandomStream(seed: seed, name: "design:\(replicate):\(name)").key
      }
    }
  }

  /// Random points, of which the components of the shocks have streams of their own.
  init(tryingOut experiment: Experiment) throws(InvalidInput) {
    self.init(experiment, try experiment.design(), hasComponents: true) { _ in nil }
  }

  private init(
    _ experiment: Experiment, _ design: SamplingDesign, hasComponents: Bool? = nil,
    coordinate: (CoordinateSlot) -> SamplingDesign.Coordinate?
  ) {
    self.design = design
    inputs = experiment.inputs.indices.map { coordinate(.input($0)) }
    let model = experiment.model
    components = model.shockSources.indices.map { source in
      guard hasComponents ?? (design.kind != .random),
        let normal = model.normalSource(source)
      else { return nil }
      let directions = LeadingComponents(
        months: model.horizonMonths, keep: normal.keep(experiment.inputs))
      return PlacedComponents(
        components: directions,
        coordinates: (0..<directions.count).map { coordinate(.component($0, of: source)) })
    }
  }
}

/// A number of a trial that a design may place.
enum CoordinateSlot: Hashable {
  case input(Int)
  /// A leading component of a source of shocks.
  case component(Int, of: Int)

  /// All of an experiment, inputs first.
  static func all(_ experiment: Experiment) -> [CoordinateSlot] {
    let model = experiment.model
    let count = min(LeadingComponents.most, model.horizonMonths)
    let sources = model.shockSources.indices.filter { model.normalSource($0) != nil }
    return experiment.inputs.indices.map { .input($0) }
      + sources.flatMap { source in (0..<count).map { .component($0, of: source) } }
  }

  /// What its randomisation is addressed by.
  func name(in experiment: Experiment) -> String {
    switch self {
    case .input(let index): "input:\(experiment.inputs[index].name)"
    case .component(let component, let source):
      "\(experiment.streamName(experiment.model.shockSources[source])):component \(component)"
    }
  }

  /// The uniforms of its trials, before a design moves them.
  func fill(
    _ uniforms: UnsafeMutableBufferPointer<Double>, in experiment: Experiment,
    firstTrial: UInt64 = 0
  ) {
    let seed = experiment.settings.seed
    switch self {
    case .input:
      RandomStream(seed: seed, name: name(in: experiment)).fill(uniforms, firstTrial: firstTrial)
    case .component(let component, let source):
      let name = experiment.streamName(experiment.model.shockSources[source])
      PlacedComponents.fill(
        uniforms, RandomStream(seed: seed, name: name), component, firstTrial: firstTrial)
    }
  }
}

extension Experiment {
  /// Checks that the trials make the design that the settings ask for.
  ///
  /// - Throws: `InvalidInput` that names numbers of trials that do, or the sampler that does.
  public func checkSampling() throws(InvalidInput) { _ = try design() }

  /// The independent parts of the sample; nil for one whose trials are independent.
  ///
  /// - Throws: `InvalidInput` as `checkSampling`.
  func replicates() throws -> Replicates? {
    let design = try design()
    return design.replicates > 1 ? try Replicates(count: design.replicates) : nil
  }

  /// The points that the trials use.
  fileprivate func design() throws(InvalidInput) -> SamplingDesign {
    let kind: SamplingDesign.Kind =
      switch settings.sampling {
      case .random: .random
      case .latinHypercube: .latinHypercube
      case .sobol: .sobol
      }
    if kind != .random, settings.sampler == .gsl {
      throw designFault(
        "sampler", "gsl takes bits of its own, so there is no \(settings.sampling.rawValue) design",
        "use sampling: random, or sampler: quantile")
    }
    do {
      return try SamplingDesign(kind, trials: settings.trials)
    } catch {
      let better = error.nearest.map(String.init).joined(separator: " or ")
      throw designFault(
        "trials", "\(error), as sampling: \(settings.sampling.rawValue) needs", "give \(better)")
    }
  }

  private func designFault(_ key: String, _ fault: String, _ remedy: String) -> InvalidInput {
    InvalidInput([
      Problem(
        place: Place(file: files.first?.name ?? "-"), key: "simulation.\(key)", fault: fault,
        remedy: remedy)
    ])
  }

  /// The name of the stream that a source of shocks draws from.
  func streamName(_ source: ShockSource) -> String {
    let kind =
      switch source.kind {
      case .normal: "shock"
      case .jumpUniform: "jump"
      case .jumpNormal: "jump-size"
      case .arrival: "arrival"
      case .renewal: "renewal"
      case .cancellation: "cancellation"
      }
    return switch source.process {
    case .volume: "workload:\(kind)"
    case .pricePath(let index): "process:\(processNames[index]):\(kind)"
    case .priceChanges(let index): "process:\(priceChangeNames[index]):\(kind)"
    case .renewal(let input): "input:\(inputs[input].name):\(kind)"
    }
  }
}
