// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads what an option takes to build and to keep: `project:`, `retraining:`, `costs:`.
struct ProjectReader {
  let table: InputTable
  let processes: ProcessReader
  let prices: PriceLookup

  private func quantities(_ section: Section) -> QuantityReader {
    QuantityReader(section: section, table: table)
  }

  // MARK: Project

  func readProject(_ option: Section) -> Project? {
    guard let section = option.take("project")?.section() else { return nil }
    var project = Project()
    if let labels = section.take("labels")?.section() {
      project.labels = readLabels(quantities(labels))
      labels.finish()
      section.keep("labels", labels.resolved)
    }
    if let labour = section.take("labour")?.section() {
      let reader = quantities(labour)
      project.labour.weeks = reader.optional("weeks", 0, .amount)
      project.labour.weeklyRate = reader.optional("weekly_rate", 0, .amount)
      project.labour.overrun = reader.optional("overrun", 1, .amount)
      labour.finish()
      section.keep("labour", labour.resolved)
    }
    project.setup = quantities(section).optional("setup", 0, .amount)
    project.spending = section.choice("spending", default: project.spending)
    if let training = section.take("training")?.section() {
      project.training = readTraining(training)
      section.keep("training", training.resolved)
    }
    section.finish()
    option.keep("project", section.resolved)
    return project
  }

  private func readLabels(_ reader: QuantityReader) -> Labels {
    var labels = Labels()
    labels.examples = reader.optional("examples", 0, .amount)
    labels.priceEach = reader.optional("price_each", 0, .amount)
    labels.syntheticShare = reader.optional("synthetic_share", 0, .share)
    labels.syntheticPriceEach = reader.optional("synthetic_price_each", 0, .amount)
    labels.qaShare = reader.optional("qa_share", 0, .amount)
    return labels
  }

  // MARK: Training

  private static let runKinds = ["gpu_rental", "hosted_tokens", "hosted_hours", "per_run"]

  private func readTraining(_ section: Section) -> Training? {
    let named = section.keys.filter(Self.runKinds.contains)
    guard named.count == 1 else {
      section.report(
        named.isEmpty ? "no cost of a run" : "\(named.joined(separator: " and ")) at once",
        "give exactly one of \(Self.runKinds.joined(separator: ", "))")
      return nil
    }
    guard let run = readRun(section, named[0]) else { return nil }
    let reader = quantities(section)
    let training = Training(
      run: run, runs: reader.optional("runs", 1, .amount),
      failedShare: reader.optional("failed_share", 0, .partialShare),
      failedShareMeaning: section.choice(
        "failed_share_means", default: FailedShareMeaning.ofTotalSpend))
    section.finish()
    return training
  }

  private func readRun(_ section: Section, _ kind: String) -> TrainingRun? {
    if kind == "per_run" {
      return .amount(quantities(section).required("per_run", .amount))
    }
    guard let inner = section.take(kind)?.section() else { return nil }
    var reader = quantities(inner)
    let run: TrainingRun
    switch kind {
    case "gpu_rental":
      run = .gpuRental(readRental(reader))
    case "hosted_tokens":
      reader.filling = prices.filling(inner, for: .tunedTokens)
      run = .hostedTokens(
        tokens: reader.optional("tokens", 0, .amount),
        epochs: reader.optional("epochs", 1, .amount),
        pricePerMtok: reader.required("price_per_mtok", .amount),
        validationTokens: reader.optional("validation_tokens", 0, .amount),
        evaluations: reader.optional("evaluations", 0, .amount))
    default:
      reader.filling = prices.filling(inner, for: .tuningHours)
      run = .hostedHours(readHours(reader))
    }
    inner.finish()
    section.keep(kind, inner.resolved)
    return run
  }

  private func readHours(_ reader: QuantityReader) -> HostedHours {
    var hours = HostedHours(
      hours: reader.optional("hours", 0, .amount),
      pricePerHour: reader.optional("price_per_hour", 100, .amount))
    hours.rounding = reader.constant("hours_rounding", 0, .amount)
    hours.graderCost = reader.optional("grader_cost", 0, .amount)
    guard let section = reader.section.take("grader")?.section() else { return hours }
    var inner = quantities(section)
    inner.filling = prices.filling(section, for: .grader)
    var grader = HostedHours.Grader()
    grader.samples = inner.optional("samples", 0, .amount)
    grader.promptTokens = inner.optional("prompt_tokens", 0, .amount)
    grader.outputTokens = inner.optional("output_tokens", 0, .amount)
    grader.inputPerMtok = inner.required("input_per_mtok", .amount)
    grader.outputPerMtok = inner.required("output_per_mtok", .amount)
    hours.grader = grader
    section.finish()
    reader.section.keep("grader", section.resolved)
    return hours
  }

  private func readRental(_ plain: QuantityReader) -> GPURental {
    var reader = plain
    let (filling, sizing) = prices.rental(plain.section)
    reader.filling = filling
    var rental = GPURental(pricePerGPUHour: processes.price(reader, "price_per_gpu_hour"))
    rental.hours = reader.optional("hours", 0, .amount)
    rental.gpus = reader.optional("gpus", 1, .amount)
    if let sizing { prices.check(rental.gpus, sizing, in: reader.section) }
    rental.setupPerRun = reader.optional("setup_per_run", 0, .amount)
    rental.speedup = reader.optional("speedup", 1, .positive)
    rental.interruptionsPerHour = reader.optional(
      "interruptions_per_hour", 0, NumberRange(lower: 0, upper: 100))
    rental.checkpointHours = reader.optional("checkpoint_hours", .amount)
    if rental.checkpointHours == nil { reader.section.keep("checkpoint_hours", .null) }
    rental.restartHours = reader.optional("restart_hours", 0, .amount)
    return rental
  }

  // MARK: Retraining

  func readRetraining(_ option: Section, project: Project?) -> Retraining? {
    guard let section = option.take("retraining")?.section() else { return nil }
    let reader = quantities(section)
    let renewals = section.choice("renewals", default: Renewals.once)
    // At most one renewal a month on average, so that there are no more than months.
    let shortest = renewals == .each ? NumberRange(lower: 1, upper: 1e4) : .interval
    var retraining = Retraining(
      everyMonths: reader.required("every_months", shortest),
      relabelShare: reader.optional("relabel_share", 0, .amount),
      runs: reader.optional("runs", 1, .amount), weeks: reader.optional("weeks", 0, .amount))
    retraining.renewals = renewals
    if renewals == .each { reader.requireKnownDistribution("every_months", retraining.everyMonths) }
    section.finish()
    section.requireRate(for: retraining.weeks, project)
    option.keep("retraining", section.resolved)
    return retraining
  }
}

extension Section {
  /// Reports weeks of labour that have no price.
  func requireRate(for weeks: Parameter, _ project: Project?) {
    guard weeks != .constant(0), project?.labour.weeklyRate ?? 0 == .constant(0) else { return }
    report(at: "weeks", "weeks without a weekly rate", "give `project.labour.weekly_rate`")
  }
}
