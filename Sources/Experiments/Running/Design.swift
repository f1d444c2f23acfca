// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Distributions
internal import RandomStreams
internal import SamplingDesigns
internal import Simulation

extension Experiment {
  /// The points that the trials use.
  ///
  /// - Throws: `InvalidInput` when the trials make no such design, or the design has too few
  ///   dimensions for the inputs and processes.
  func design() throws(InvalidInput) -> SamplingDesign {
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
    let coordinates = inputs.count + LeadingComponents.most * model.normalSources.count
    if kind == .sobol, coordinates > SamplingDesign.mostSobolCoordinates {
      throw designFault(
        "sampling", "\(coordinates) dimensions for \(inputs.count) inputs and their processes",
        "sobol has \(SamplingDesign.mostSobolCoordinates); use latin-hypercube")
    }
    do {
      return try SamplingDesign(kind, trials: settings.trials, seed: settings.seed)
    } catch {
      let better = error.nearest.map(String.init).joined(separator: " or ")
      throw designFault(
        "trials", "\(error) as sampling: \(settings.sampling.rawValue) needs", "give \(better)")
    }
  }

  private func designFault(_ key: String, _ fault: String, _ remedy: String) -> InvalidInput {
    InvalidInput([
      Problem(
        place: Place(file: files.first?.name ?? "-"), key: "simulation.\(key)", fault: fault,
        remedy: remedy)
    ])
  }

  /// The independent parts of the sample; nil for one whose trials are independent.
  func replicates() throws -> Replicates? {
    let design = try design()
    return design.replicates > 1 ? try Replicates(count: design.replicates) : nil
  }

  /// For each source of shocks, the components that a design places.
  func placedComponents(names: [String]) -> [PlacedComponents?] {
    guard settings.sampling != .random else { return names.map { _ in nil } }
    let normals = model.normalSources
    return names.indices.map { index in
      guard let order = normals.firstIndex(where: { $0.source == index }) else { return nil }
      return PlacedComponents(
        components: LeadingComponents(
          months: model.horizonMonths, keep: normals[order].keep(inputs)),
        name: names[index], firstCoordinate: inputs.count + order * LeadingComponents.most)
    }
  }
}

/// A source of monthly normal shocks.
struct NormalSource {
  /// Its place among the shock sources.
  let source: Int
  /// How much of a path's distance is closed each month.
  let reversion: Parameter

  /// The share that stays, at the base case of the reversion.
  func keep(_ inputs: [Input]) -> Double {
    switch reversion {
    case .constant(let value): 1 - value
    case .input(let index): 1 - (inputs[index].distribution?.baseCase ?? 0)
    }
  }
}

extension CostModel {
  /// The sources of monthly normal shocks whose paths the design places.
  var normalSources: [NormalSource] {
    shockSources.enumerated().compactMap { index, source in
      guard source.kind == .normal else { return nil }
      switch source.process {
      case .volume: return NormalSource(source: index, reversion: 0)
      case .pricePath(let path):
        return NormalSource(source: index, reversion: pricePaths[path].reversion)
      default: return nil
      }
    }
  }
}

/// The leading components of one source of shocks as coordinates of a design.
struct PlacedComponents: Sendable {
  let components: LeadingComponents
  let name: String
  let firstCoordinate: Int

  /// Moves the shocks of a block to the design's points.
  func place(
    _ design: SamplingDesign, _ block: TrialBlock, _ stream: RandomStream,
    shock: (Int) -> UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: block.paddedCount) { values in
      for index in components.vectors.indices {
        // Draw numbers of the months begin at 1 and end far below this.
        stream.fill(values, firstTrial: block.firstTrial, draw: UInt32(1 << 20 + index))
        design.transform(
          values, name: "\(name):component \(index)", coordinate: firstCoordinate + index,
          firstTrial: block.firstTrial)
        transformToStandardNormal(values)
        components.place(values, along: index, shock: shock)
      }
    }
  }
}
