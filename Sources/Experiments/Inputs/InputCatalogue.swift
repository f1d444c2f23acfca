// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
public import Distributions
internal import Foundation
internal import RandomStreams
internal import Simulation
internal import Yams

/// Uncertain quantities to look at and to draw from: those of the library, of an experiment, or one
/// that is written on the command line.
public struct InputCatalogue: Sendable {
  /// One quantity under its name.
  public struct Entry: Sendable {
    /// The name that addresses its draws.
    public let name: String
    /// What it is.
    public let value: Value
    /// What its author says of it.
    public let notes: InputNotes
  }

  /// What an entry is.
  public enum Value: Sendable {
    /// A number that is known.
    case constant(Double)
    /// A distribution that is the same in every trial.
    case distribution(any Distribution)
    /// A distribution that depends on other entries.
    case dependent
  }

  /// In the order of their files.
  public let entries: [Entry]
  private let experiment: Experiment

  /// The entry of that name.
  public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  /// The inputs of an experiment.
  public init(experiment: Experiment) {
    self.experiment = experiment
    entries = experiment.inputs.map { input in
      Entry(
        name: input.name, value: input.distribution.map { .distribution($0) } ?? .dependent,
        notes: input.notes)
    }
  }

  /// The numbers that the first `count` trials of an experiment draw for an entry.
  ///
  /// - Throws: `InvalidInput` when there is no such entry, or a trial's number cannot be drawn.
  public func draws(
    of name: String, count: Int, seed: UInt64, sampler: SimulationSettings.Sampler = .quantile
  ) throws -> [Double] {
    if case .constant(let value) = entry(name)?.value {
      return Array(repeating: value, count: count)
    }
    guard let index = experiment.inputs.firstIndex(where: { $0.name == name }) else {
      throw unknown(name)
    }
    var experiment = self.experiment
    experiment.settings.seed = seed
    experiment.settings.sampler = sampler
    experiment.settings.sampling = .random
    let drawer = TrialDrawer(experiment, plan: try SamplingPlan(experiment))
    let buffer = drawer.makeBuffer()
    let generator = TrialGenerator()
    var values: [Double] = []
    values.reserveCapacity(count)
    while values.count < count {
      let size = min(TrialBlock.size, count - values.count)
      let block = TrialBlock(firstTrial: UInt64(values.count), count: size)
      try drawer.draw(block, into: buffer, generator: generator)
      for trial in 0..<size { values.append(buffer.input(index)[trial]) }
    }
    return values
  }

  /// That there is no entry called `name`.
  public func unknown(_ name: String) -> InvalidInput {
    let near = nearest(name, among: entries.map(\.name))
    return InvalidInput(
      file: shortened(name), fault: "not an entry",
      remedy: near.map { "did you mean `\($0)`?" }
        ?? "`breakeven distributions list` shows them all")
  }
}

// MARK: The library

extension InputCatalogue {
  /// Every entry of the library's files, or of one of them.
  ///
  /// - Parameters:
  ///   - folder: the library; `distributions` when nil.
  ///   - file: the name of a file without `.yaml`; all of them when nil.
  /// - Throws: `InvalidInput` with every mistake of the files; `OperationFailed` when the folder cannot
  ///   be read.
  public static func library(_ folder: String?, file: String? = nil) throws -> InputCatalogue {
    let folder = folder ?? "distributions"
    let library = DistributionLibrary(folders: [folder])
    var names: [String] = []
    for name in try files(in: folder) where file == nil || file == name {
      names += library.names(in: name)
    }
    if let file, names.isEmpty, library.problems.isEmpty {
      let near = nearest(file, among: try files(in: folder))
      throw InvalidInput(
        file: "\(folder)/\(shortened(file)).yaml", fault: "there is no such file",
        remedy: near.map { "did you mean `\($0)`?" } ?? "name a file of the library")
    }
    return try InputCatalogue(reading: names, library: library)
  }

  /// The entries of these names, or a quantity written as in an experiment: `{ normal: … }`, `1 to 5`.
  public static func named(_ texts: [String], library folder: String?) throws -> InputCatalogue {
    try InputCatalogue(
      reading: texts, library: DistributionLibrary(folders: [folder ?? "distributions"]))
  }

  /// What stands for a file in messages about a quantity of the command line, which may name any file.
  static let commandLine = "command line"

  private static func files(in folder: String) throws -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw InvalidInput(
        file: folder, fault: "not a folder that can be read",
        remedy: "name the library's folder with --library")
    }
    return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  private init(reading texts: [String], library: DistributionLibrary) throws {
    let diagnostics = Diagnostics(file: Self.commandLine)
    let table = InputTable(library: library, diagnostics: diagnostics)
    var entries: [Entry] = []
    for text in texts {
      let file = TextFile(name: Self.commandLine, text: text)
      let located = Located(node: try Document.root(of: file), path: text, diagnostics: diagnostics)
      guard let quantity = table.quantity(located, .any) else { continue }
      let value: Value
      switch quantity {
      case .constant(let number): value = .constant(number)
      case .input(let index):
        value = table.inputs[index].distribution.map { .distribution($0) } ?? .dependent
      case .process: continue
      }
      entries.append(Entry(name: text, value: value, notes: table.notes[text] ?? InputNotes()))
    }
    let problems = diagnostics.problems + library.problems
    guard problems.isEmpty else { throw InvalidInput(problems) }
    self.entries = entries
    experiment = Experiment(drawing: table.inputs, files: library.files)
  }
}

extension Experiment {
  /// An experiment of nothing but inputs.
  fileprivate init(drawing inputs: [Input], files: [TextFile]) {
    self.init(
      title: "", question: nil, currency: "USD", settings: SimulationSettings(),
      model: CostModel(
        horizonMonths: 1, discountRate: 0, workload: Workload(requestsPerMonth: 0), options: [],
        baseline: 0),
      inputs: inputs, correlations: .none, processNames: [], priceChangeNames: [], files: files,
      prices: [],
      warnings: [], resolvedBody: [], rangeChecks: [])
  }
}
