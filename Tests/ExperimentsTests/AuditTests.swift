// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import Foundation
import TestSupport
import Testing

/// A figure that an experiment's comments or the index of experiments claims.
struct AuditedFigure: Sendable, CustomTestStringConvertible {
  /// The experiment's file, without folder and ending.
  let experiment: String
  let option: String
  let metric: Metric
  /// What of the metric: its mean, or a percentile.
  let what: What
  /// By hand, or by the closed form beside it.
  let expected: Double
  /// The figure is known within this; 0 for a constant, which must agree to 12 digits.
  let within: Double

  enum What: Sendable { case mean, percentile(Int), never }

  var testDescription: String { "\(experiment), \(option), \(metric.rawValue)" }

  init(
    _ experiment: String, _ option: String, _ metric: Metric, _ expected: Double,
    _ what: What = .mean, within: Double = 0
  ) {
    self.experiment = experiment
    self.option = option
    self.metric = metric
    self.what = what
    self.expected = expected
    self.within = within
  }
}

@Suite("Published claims")
struct AuditTests {
  /// E[1/(1 − f)] for f uniform on 0.3 to 0.5.
  static let grossUp = 1.6823611831060647

  static let figures: [AuditedFigure] = constants + uncertain

  private static let constants: [AuditedFigure] = [
    .init("worked-case", "gpt-4o", .servingCost, 36 * 42_750),
    .init("worked-case", "gpt-4o cached", .servingCost, 36 * 29_790),
    .init("worked-case", "gpt-4o batch", .servingCost, 36 * 21_375),
    .init("worked-case", "gpt-6-luna prompted", .servingCost, 36 * 1_800),
    .init("worked-case", "gpt-4o tuned", .servingCost, 36 * 23_625),
    .init("worked-case", "gpt-4o-mini prompted", .servingCost, 36 * 2_565, .percentile(50)),
    .init("worked-case", "gpt-4o-mini tuned", .servingCost, 36 * 1_890, .percentile(50)),
    .init("worked-case", "llama-3-8b tuned", .servingCost, 36 * 1_080, .percentile(50)),
    .init("structural-formula", "same price, full project", .breakevenRequests, 3_104_000),
    .init("structural-formula", "gpt-4o tuned, run only", .breakevenRequests, 200_000),
    .init("hands-on-run", "as reported", .upfrontCost, 3.14),
    .init("hands-on-run", "twice as quick", .upfrontCost, 1.97),
    .init("hosted-training", "gpt-4o", .upfrontCost, 3_750),
    .init("hosted-training", "gpt-4", .upfrontCost, 13_500),
    .init("hosted-training", "gemma-3-27b", .upfrontCost, 1_024.5),
    .init("hosted-training", "llama-3.1-8b", .upfrontCost, 100.5),
    .init("hosted-training", "together up to 16B LoRA", .upfrontCost, 72),
    .init("hosted-training", "together 70B-100B full", .upfrontCost, 480),
    .init("reinforcement", "as published", .upfrontCost, 255),
    .init("reinforcement", "rounded", .upfrontCost, 255),
    .init("reinforcement", "with graders", .upfrontCost, 355),
    .init("shortening-classification", "tuned", .netSaving, 36 * 9 - 22.5),
    .init("shortening-classification", "no premium", .netSaving, 36 * 27 - 22.5),
    .init("shortening-extraction", "as published", .netSaving, 36 * 72 - 54),
    .init("shortening-extraction", "tuned", .netSaving, -36 * 18 - 54),
    .init("shortening-generation", "as published", .netSaving, 36 * 135 - 135),
    .init("shortening-generation", "tuned", .netSaving, -36 * 135 - 135),
    .init("shortening-analysis", "as published", .netSaving, 36 * 180 - 270),
    .init("shortening-analysis", "tuned", .netSaving, -36 * 315 - 270),
    .init("low-volume", "tuned", .paybackMonths, 1, .never),
    .init("pullflow", "tuned gpt-3.5", .paybackMonths, 9.6),
    .init("pullflow", "from prices", .paybackMonths, 12_000 / (1_500 - 360)),
    .init("crossover-6-months", "median project", .crossoverRequestsPerMonth, 712_187.9588839941),
    .init("crossover-12-months", "median project", .crossoverRequestsPerMonth, 356_093.9794419971),
    .init("crossover-small-model", "tuned", .crossoverRequestsPerMonth, 8_294_198.174054182),
    .init("caching", "cached", .servingCost, 36 * 29_790),
    .init("caching", "prefix too short", .servingCost, 36 * 42_750),
    .init("caching", "tuned, nothing to cache", .servingCost, 36 * 23_625),
    .init("dedicated-idle", "dedicated", .servingCost, 12 * 2_912.7, .percentile(50)),
    .init(
      "dedicated-idle", "dedicated in office hours", .servingCost, 12 * 694.26, .percentile(50)),
    .init("end-of-life", "gpt-4o-mini tuned", .paybackMonths, 1, .never),
    .init("ensemble-prompting", "gpt-4o, ensemble", .costPer1kRequests, 62.9),
    .init("ensemble-prompting", "gpt-6-luna, ensemble", .costPer1kRequests, 3.15),
    .init("price-list", "gpt-4", .servingCost, 459_000),
    .init("price-list", "gpt-6-luna", .servingCost, 1_800),
    .init("price-list", "gemini-2.5-flash-lite", .servingCost, 1_710),
    .init("gpu-vendors", "vast.ai A100 80 GB", .upfrontCost, 4.5 * 0.44 + 0.8),
    .init("gpu-vendors", "H100, premium", .upfrontCost, 4.5 * 4 + 0.8),
  ]

  private static let uncertain: [AuditedFigure] = [
    // 10,000 labels at 0.50 to 2.00, evenly.
    .init("labelling", "human", .upfrontCost, 12_500),
    .init("labelling", "human", .upfrontCost, 5_750, .percentile(5), within: 150),
    .init("labelling", "human", .upfrontCost, 19_250, .percentile(95), within: 150),
    .init("labelling", "synthetic", .upfrontCost, 600),
    // E[iterations] · 5, times E[1 + f] = 1.4, or times E[1/(1 − f)].
    .init("five-dollar-fine-tune", "included", .upfrontCost, 20),
    .init("five-dollar-fine-tune", "of productive spend", .upfrontCost, 28),
    .init("five-dollar-fine-tune", "of total spend", .upfrontCost, 20 * grossUp),
    .init("five-dollar-fine-tune", "included", .upfrontCost, 25, .percentile(95)),
    // One month to two of the saving of 0.72 a month.
    .init("low-volume", "as published", .paybackMonths, 150),
    // Hours uniform or PERT; GPUs 1, 4 and 8.
    .init("training-runs", "8B full", .upfrontCost, 6 * 1.19),
    .init("training-runs", "70B QLoRA", .upfrontCost, 16 * 1.19),
    .init("training-runs", "70B LoRA", .upfrontCost, 4 * 16 * 1.19),
    .init("training-runs", "70B full", .upfrontCost, 8 * 3 * (8 + 4 * 10 + 14) / 6),
    .init("training-runs", "405B LoRA", .upfrontCost, 8 * 3 * (10 + 4 * 12 + 17) / 6),
    // Labels, E[weeks] = 5/3 at E[rate | ≥ 2,000] = 4,000.0669, 4 runs at 135 and their failures.
    .init(
      "drift", "never retrained", .upfrontCost,
      12_500 + 5.0 / 3 * 4_000.066917 + 4 * 135 * grossUp),
    // 3.7 retrainings of a quarter of the labels and one run.
    .init("drift", "one interval", .retrainingCost, 3.7 * (3_125 + 135 * grossUp)),
    .init("drift", "each drawn anew", .retrainingCost, 3.5084 * (3_125 + 135 * grossUp), within: 2),
    // A tenth of the baseline's 4,275 on average: E[V] = 900,000 e^{0.35²/2}.
    .init(
      "cascade", "tuned, cascade", .servingCost,
      36 * 900_000 * 1.0631646713491 * (0.00021 + 0.1 * 0.00475)),
  ]

  static let trials = 20_000

  /// Each experiment is run once for all of its figures.
  @Test("comes out as its experiment says", arguments: Set(figures.map(\.experiment)).sorted())
  func claims(name: String) throws {
    let own = Self.figures.filter { $0.experiment == name }
    var experiment = try Experiment.read(projectPath("experiments/\(name).yaml"))
    experiment.settings.trials = min(experiment.settings.trials, Self.trials)
    var options = RunOptions(metrics: Set(own.map(\.metric)))
    options.cashflowTrials = 0
    let result = try experiment.run(options)
    for figure in own {
      let option = try #require(
        experiment.model.options.firstIndex { $0.name == figure.option }, "\(figure.option)")
      let column = try #require(result.column(figure.metric, option: option))
      let (value, error) = try self.value(figure, column)
      let tolerance = max(figure.within, 4 * error, 1e-12 * abs(figure.expected))
      #expect(abs(value - figure.expected) <= tolerance, "\(figure): \(value)")
    }
  }

  /// A figure with its standard error.
  private func value(_ figure: AuditedFigure, _ column: ColumnResult) throws -> (Double, Double) {
    switch figure.what {
    case .mean:
      let mean = try #require(column.summary.mean, "\(figure): no mean")
      return (mean, column.summary.standardError ?? 0)
    case .percentile(let percentile):
      let quantile = try #require(column.quantile(percentile))
      return (quantile.value, 0)
    case .never: return (column.summary.neverProbability, 0)
    }
  }

  static let files =
    ((try? FileManager.default.contentsOfDirectory(
      atPath: projectPath("experiments"))) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()

  @Test("has an experiment that stands in the index, asks a question and says what comes out")
  func index() throws {
    let readme = try projectFile("experiments/README.md")
    #expect(Self.files.count >= 28)
    for file in Self.files {
      #expect(readme.contains("(\(file))"), "\(file) is not in the index")
      let text = try projectFile("experiments/\(file)")
      #expect(text.contains("\nquestion: ") || file == "reference.yaml", "\(file)")
      let comments = text.split(separator: "\n").filter { $0.hasPrefix("#") }.joined()
      let tells = ["comes out", "What the run shows", "closed forms"].contains(
        where: comments.contains)
      #expect(tells, "\(file) does not say what comes out")
    }
  }

  @Test("uses systems that the table of systems names, with experiments that are there")
  func systems() throws {
    let table = try projectFile("experiments/SYSTEMS.md")
    let named = table.matches(of: /\]\(([a-z0-9-]+\.yaml)\)/).map { String($0.1) }
    #expect(Set(named).isSubset(of: Self.files))
    // Every entry of the price book that has a price, and every method, runs in some experiment.
    let used = try Self.files.map { try projectFile("experiments/\($0)") }.joined()
    let book = PriceBook(library: projectPath("distributions"))
    let unused = try book.entries().map(\.reference).filter { !used.contains($0) }
    #expect(
      Set(unused) == Self.notUsed,
      "unused: \(Set(unused).subtracting(Self.notUsed)); used: \(Self.notUsed.subtracting(unused))")
  }

  /// It has no price of its own.
  static let notUsed: Set<String> = ["together/serverless-multi-lora"]
}
