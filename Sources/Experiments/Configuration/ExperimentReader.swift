// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Yams

extension Experiment {
  /// Longest horizon: fifty years.
  static let mostMonths = 600
  /// Most options of one experiment.
  static let mostOptions = 100

  /// Reads and checks an experiment file; `-` is standard input.
  ///
  /// - Parameters:
  ///   - library: the folder of shared distributions; by default `distributions` beside the experiment's
  ///     folder, in it, or in the working folder.
  ///   - allowOutside: whether files of observations may lie outside the folder of the file that names them.
  ///   - stresses: inputs that are fixed.
  /// - Throws: `InvalidInput` with every problem of the file; `OperationFailed` if it cannot be read.
  public static func read(
    _ file: String, library: String? = nil, allowOutside: Bool = false, stresses: [Stress] = []
  ) throws -> Experiment {
    try read(
      try TextFile(reading: file), library: library, allowOutside: allowOutside, stresses: stresses)
  }

  /// Reads and checks the text of an experiment.
  public static func read(
    _ file: TextFile, library: String? = nil, allowOutside: Bool = false, stresses: [Stress] = []
  ) throws -> Experiment {
    try ExperimentReader(
      file: file, library: library, allowOutside: allowOutside, stresses: stresses
    ).read(try Document.root(of: file))
  }
}

/// Turns the tree of an experiment file into a checked experiment, collecting all problems.
struct ExperimentReader {
  private let file: TextFile
  private let diagnostics: Diagnostics
  private let library: DistributionLibrary
  private let table: InputTable

  init(file: TextFile, library: String?, allowOutside: Bool = false, stresses: [Stress] = []) {
    self.file = file
    diagnostics = Diagnostics(file: file.name)
    self.library = DistributionLibrary(
      folders: DistributionLibrary.folders(experiment: file.name, library: library))
    table = InputTable(library: self.library, diagnostics: diagnostics, stresses: stresses)
    table.allowsOutside = allowOutside
  }

  func read(_ root: Node) throws(InvalidInput) -> Experiment {
    let located = Located(node: root, path: "", diagnostics: diagnostics)
    guard let top = located.section() else { throw InvalidInput(diagnostics.problems) }
    let experiment = read(top)
    let problems = diagnostics.problems + library.problems + table.stressProblems
    guard let experiment, problems.isEmpty else { throw InvalidInput(problems) }
    return experiment
  }

  private func read(_ top: Section) -> Experiment? {
    readFormat(top)
    let title = top.text("title", default: "Untitled experiment") ?? ""
    let question = top.text("question")
    let currency = readCurrency(top)
    let horizon = Int(
      top.number(
        "horizon_months", default: 36,
        NumberRange(lower: 1, upper: Double(Experiment.mostMonths), isWhole: true)))
    table.declare(top.take("inputs")?.section())
    let processes = ProcessReader(table: table, section: top.take("processes")?.section())
    table.readAll()
    let rate = quantityEntry(top, "discount_rate", .rate, default: 0)
    let settings = readSimulation(top)
    let workload = readWorkload(top)
    let prices = PriceLookup(
      table: table, library: library, start: readStart(top), horizon: horizon, currency: currency)
    let options = OptionsReader(
      table: table, processes: processes,
      endOfLife: EndOfLifeReader(table: table, prices: prices), prices: prices
    ).read(top)
    top.keep("inputs", .mapping(table.resolvedNames))
    processes.readAll()
    top.keep("processes", processes.resolved)
    let correlations = CorrelationReader(table: table).read(top)
    let pilot = PilotReader(table: table).read(top)
    guard let workload, let options else {
      _ = top.take("approval")
      top.finish()
      return nil
    }
    var model = CostModel(
      horizonMonths: horizon, discountRate: rate, workload: workload, options: options.list,
      baseline: options.baseline)
    model.pricePaths = processes.paths
    model.priceChanges = processes.priceChanges
    let approval = ApprovalReader(model: model).read(top)
    top.finish()
    guard case .mapping(let entries) = top.resolved else { return nil }
    var experiment = Experiment(
      title: title, question: question, currency: currency, settings: settings, model: model,
      inputs: table.inputs, correlations: correlations, processNames: processes.names,
      priceChangeNames: processes.priceChangeNames, files: [file] + library.files + table.dataFiles,
      prices: prices.uses, pilot: pilot,
      warnings: table.warnings + processes.warnings + prices.warnings + table.stresses.remarks,
      resolvedBody: entries,
      rangeChecks: table.rangeChecks)
    experiment.approval = approval
    return experiment
  }

  private func readFormat(_ top: Section) {
    guard let located = top.take("format") else {
      top.missing("format", "begin the file with `format: breakeven/1`")
      return
    }
    if located.text != "breakeven/1" {
      located.report("\(located.kind) is not a known format", "write `breakeven/1`")
    }
    top.keep("format", .text("breakeven/1"))
  }

  private func readCurrency(_ top: Section) -> String {
    let currency = top.text("currency", default: "USD") ?? "USD"
    if currency.count != 3 || !currency.allSatisfy({ $0.isASCII && $0.isUppercase }) {
      top.report(
        at: "currency", "“\(shortened(currency))” is not a currency code",
        "give three capital letters, as USD or EUR (ISO 4217)")
    }
    return currency
  }

  private func readStart(_ top: Section) -> CalendarMonth? {
    guard let located = top.take("start") else { return nil }
    top.keep("start", .text(located.text ?? ""))
    guard let text = located.text, let month = CalendarMonth(text) else {
      located.report("\(located.kind) is not a month", "write it as 2026-12")
      return nil
    }
    return month
  }

  private func readSimulation(_ top: Section) -> SimulationSettings {
    var settings = SimulationSettings()
    let section = top.take("simulation")?.section()
    top.keep("simulation", .null)
    guard let section else { return settings }
    let most = Double(SimulationSettings.mostTrials)
    settings.trials = Int(
      section.number(
        "trials", default: Double(settings.trials),
        NumberRange(lower: 1, upper: most, isWhole: true)))
    settings.seed = section.take("seed")?.wholeNumber() ?? settings.seed
    settings.sampling = section.choice("sampling", default: settings.sampling)
    settings.sampler = section.choice("sampler", default: settings.sampler)
    settings.stopWhen = section.take("stop_when")?.section().flatMap { StoppingRule(reading: $0) }
    section.finish()
    return settings
  }

  private func readWorkload(_ top: Section) -> Workload? {
    guard let located = top.take("workload") else {
      top.missing("workload", "give `workload: { requests_per_month: … }`")
      return nil
    }
    guard let section = located.section() else { return nil }
    let quantities = QuantityReader(section: section, table: table)
    var workload = Workload(
      requestsPerMonth: quantities.required("requests_per_month", .amount),
      growthPerMonth: quantities.optional("growth_per_month", 0, .rate),
      volatilityPerMonth: quantities.optional(
        "volatility_per_month", 0, NumberRange(lower: 0, upper: 10)))
    workload.seasonality = quantities.list("seasonality", count: 12, .amount)
    workload.cap = quantities.optional("cap", .amount)
    workload.cancellationPerMonth = quantities.optional("cancellation_per_month", 0, .share)
    section.finish()
    top.keep("workload", section.resolved)
    return workload
  }

  private func quantityEntry(
    _ section: Section, _ key: String, _ range: NumberRange, default value: Double
  ) -> Parameter {
    QuantityReader(section: section, table: table).optional(key, value, range)
  }
}
