// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
public import CostModel
internal import Experiments

extension Report {
  /// The metrics that the part of a page that follows changes needs, beside those of approval rules.
  public static let liveMetrics: Set<Metric> = [
    .paybackMonths, .npv, .upfrontCost, .totalCost, .costPer1kRequests,
  ]

  /// What changes on a page when an assumption does: the verdict, the gates, the options at a glance, the
  /// charts.
  public var live: String { liveMarkup.source }

  /// The number of trials, for people.
  public var trialCount: String { NumberFormat.grouped(Double(result.trials), decimals: 0) }

  var liveMarkup: Markup {
    """
    \(verdictBox)\(gateSection)\(glanceSection)
    <div class="figures">\(drawing(figures, \.html))</div>
    """
  }
}
