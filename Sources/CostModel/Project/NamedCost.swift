// SPDX-License-Identifier: GPL-3.0-or-later

/// A cost outside the standard ones, with a name of its own: monitoring, a security review, logging.
public struct NamedCost: Sendable, Hashable {
  /// What it is called in reports.
  public var name: String
  /// The amount and when it falls due.
  public var schedule: Schedule

  /// When a named cost is paid.
  public enum Schedule: Sendable, Hashable {
    /// Once, at the end of a month; month 0 counts as upfront.
    case once(Parameter, atMonth: Parameter)
    /// Every month from `fromMonth` on; every live month when nil.
    case monthly(Parameter, fromMonth: Parameter?)
    /// With every request of a live month.
    case perRequest(Parameter)
  }

  /// A cost called `name` that falls due by `schedule`.
  public init(name: String, schedule: Schedule) {
    self.name = name
    self.schedule = schedule
  }
}
