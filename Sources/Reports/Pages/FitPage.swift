// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
public import Experiments

/// What was fitted to a column of data, the best first.
public struct FitPage {
  private let fit: DistributionFit
  private let name: String
  private let unit: String?
  private let screen: Screen

  /// The page of `fit`, called `name`, for `screen`.
  public init(_ fit: DistributionFit, name: String, unit: String?, screen: Screen = Screen()) {
    self.fit = fit
    self.name = name
    self.unit = unit
    self.screen = screen
  }

  /// One row for each family and parameter, the best family first.
  public var table: Table {
    var table = Table([
      "rank", "family", "parameter", "estimate", "standard_error", "log_likelihood", "aic", "bic",
      "ks", "ks_p", "ad", "ad_p", "fitted_p1", "data_p1", "fitted_p99", "data_p99", "tail_misfit",
    ])
    for (rank, candidate) in fit.candidates.enumerated() {
      let fitted = candidate.fitted
      let distribution = fitted.distribution
      let misfit = candidate.tails.map { $0.isUpper ? "upper" : "lower" }.joined(separator: " ")
      for (parameter, error) in zip(distribution.parameters, fitted.standardErrors) {
        table.append([
          .count(rank + 1), .text(candidate.family), .text(parameter.name),
          .number(parameter.value), Table.Cell(error), .number(fitted.logLikelihood),
          .number(fitted.aic), .number(fitted.bic), .number(fitted.fit.kolmogorovSmirnov),
          Table.Cell(candidate.kolmogorovSmirnovProbability),
          Table.Cell(fitted.fit.andersonDarling),
          Table.Cell(candidate.andersonDarlingProbability), .number(distribution.quantile(0.01)),
          .number(fit.sample.quantile(0.01)), .number(distribution.upperQuantile(0.01)),
          .number(fit.sample.quantile(0.99)), misfit.isEmpty ? .empty : .text(misfit),
        ])
      }
    }
    return table
  }

  // MARK: For a terminal

  /// Ranking, parameters, misfits and a plot of the best.
  public var text: String {
    ([heading] + [ranking, parameters, remarks, plot].map { $0.joined(separator: "\n") })
      .filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var heading: String {
    let sample = fit.sample
    let empty = fit.column.emptyCells
    let parts = [
      "\(fit.column.title) of \(fit.column.file): \(NumberFormat.grouped(sample.count, decimals: 0))"
        + " values\(unit.map { " in \($0)" } ?? "") from \(NumberFormat.short(sample.low))"
        + " to \(NumberFormat.short(sample.high)), mean \(NumberFormat.short(sample.mean)),"
        + " deviation \(NumberFormat.short(sample.variance.squareRoot()))",
      empty > 0 ? "; \(empty) empty" : "",
    ]
    return screen.wrapped(parts.joined()).joined(separator: "\n")
  }

  private var ranking: [String] {
    let least = fit.best.fitted.aic
    func tenths(_ x: Double) -> String { NumberFormat.grouped(x, decimals: 1) }
    func share(_ p: Double?) -> String { p.map { NumberFormat.grouped($0, decimals: 3) } ?? "" }
    let head = ["", "AIC", "more", "BIC", "log-lik.", "KS", "p", "AD", "p"]
    let rows = fit.candidates.map { candidate in
      let fitted = candidate.fitted
      return [
        candidate.family, tenths(fitted.aic), tenths(fitted.aic - least), tenths(fitted.bic),
        tenths(fitted.logLikelihood),
        NumberFormat.grouped(fitted.fit.kolmogorovSmirnov, decimals: 3),
        share(candidate.kolmogorovSmirnovProbability),
        fitted.fit.andersonDarling.map { NumberFormat.grouped($0, decimals: 2) } ?? "",
        share(candidate.andersonDarlingProbability),
      ]
    }
    let note =
      fit.replicates > 0
      ? "p: share of \(fit.replicates) samples of the family that lie as far from their own fit"
      : "no p: draw samples for it with --bootstrap 400"
    return TextGrid(rows: [head] + rows).lines() + [note]
  }

  private var parameters: [String] {
    let rows = fit.candidates.map { candidate in
      let fitted = candidate.fitted
      let texts = zip(fitted.distribution.parameters, fitted.standardErrors).map { item, error in
        "\(item.name) \(NumberFormat.short(item.value))"
          + (error.map { " \(screen.plusMinus) \(NumberFormat.short($0))" } ?? "")
      }
      return [candidate.family, texts.joined(separator: ", ")]
    }
    return TextGrid(rows: rows, left: [0, 1]).lines()
  }

  private var remarks: [String] {
    let misfits = fit.best.tails.map { tail in
      let label = tail.isUpper ? "P99" : "P1"
      let verb = tail.beyond == 1 ? "value lies" : "values lie"
      return "\(fit.best.family): \(tail.beyond) \(verb) \(tail.isUpper ? "above" : "below") its"
        + " \(label) of \(NumberFormat.short(tail.quantile)), where"
        + " \(NumberFormat.short(tail.expected)) would be expected; the data's \(label) is"
        + " \(NumberFormat.short(tail.dataQuantile))"
    }
    return (misfits + notes).flatMap { screen.wrapped($0) }
  }

  /// Families that were left out and why: for people, whatever the format.
  public var notes: [String] {
    fit.leftOut.map { "\($0.family) is left out: \($0.reason)" }
  }

  private var histogram: FitHistogram { FitHistogram(fit.sample, fit.best.fitted.distribution) }

  private var plot: [String] {
    let mark = screen.unicode ? "│" : "|"
    let outside = histogram.outside
    let beyond =
      outside > 0 ? ["  \(outside) \(outside == 1 ? "value lies" : "values lie") outside"] : []
    return ["\(name): bars are the data, \(mark) is the \(fit.best.family)"]
      + histogram.lines(screen) + beyond
  }

  // MARK: As a picture

  /// The data as a histogram under the best distribution's density, as SVG.
  public var svg: String {
    let distribution = fit.best.fitted.distribution
    let parameters = distribution.parameters
      .map { "\($0.name) \(NumberFormat.short($0.value))" }.joined(separator: ", ")
    return FitChart(
      title: name + (unit.map { ", \($0)" } ?? ""), histogram: histogram,
      legend: "\(fit.best.family)(\(parameters))", density: { distribution.density($0) },
      isWhole: distribution.support.isInteger
    ).svg
  }
}
