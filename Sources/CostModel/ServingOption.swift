// SPDX-License-Identifier: GPL-3.0-or-later

/// One way to answer the requests: what it takes to build and what it costs to run.
public struct ServingOption: Sendable, Hashable {
  /// The option's name in the experiment.
  public var name: String
  /// How it serves.
  public var serving: Serving
  /// The one-time work before it serves; nil for none.
  public var project: Project?
  /// Training again as time passes; nil for never.
  public var retraining: Retraining?
  /// 1 when the option's quality is good enough; 0 sends it back to the baseline's serving.
  public var reachesParity: Parameter = 1
  /// A second attempt where quality was not reached; nil for none.
  public var retry: Retry?
  /// Requests that go on to the baseline; nil for none.
  public var fallback: Fallback?
  /// What worse answers cost; nil when they are as good.
  public var qualityLoss: QualityLoss?
  /// Months before it serves; until then the baseline's serving is paid.
  public var goLiveDelayMonths: Parameter = 0
  /// When the provider retires its model; nil for never.
  public var endOfLife: EndOfLife?
  /// Cheaper models that it may move to as they appear; nil for none.
  public var succession: Succession?
  /// What leaving it costs; nil for nothing.
  public var exit: Exit?
  /// Further costs by name.
  public var costs: [NamedCost] = []

  /// An option that serves from the first month, without project or further costs.
  public init(
    name: String, serving: Serving, project: Project? = nil, retraining: Retraining? = nil
  ) {
    self.name = name
    self.serving = serving
    self.project = project
    self.retraining = retraining
  }
}
