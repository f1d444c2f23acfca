// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Whether prices can still be relied on: how old they are, and whether they are in force.
public struct PriceCheck: Sendable {
  /// The day for which it is asked.
  public let date: CalendarDate
  /// Days since the last check after which a price is stale.
  public let maxAge: Int

  /// A check for `date`.
  public init(date: CalendarDate, maxAge: Int) {
    self.date = date
    self.maxAge = maxAge
  }

  /// What is said of the prices of an entry.
  public struct Finding: Sendable, Hashable {
    /// The experiment that uses it; nil for the book by itself.
    public let experiment: String?
    /// The option that uses it.
    public let option: String?
    /// The entry.
    public let entry: PriceEntry
    /// The day of the last check of the price in force, or of the last one.
    public let checked: CalendarDate?
    /// Days from then to the day that is asked for.
    public let age: Int?
    /// How it stands.
    public let verdict: Verdict
    /// Why, in words; empty when all is well.
    public let detail: String

    /// Whether something has to be done about it.
    ///
    /// A model that was switched off stays in the book; it is a fault of an experiment that uses it.
    public var isFault: Bool {
      switch verdict {
      case .stale, .expired: true
      case .retired: experiment != nil
      case .ok, .planned, .absent: false
      }
    }
  }

  /// How an entry stands.
  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// In force and lately checked.
    case ok
    /// Not checked for too long.
    case stale
    /// No price is in force.
    case expired
    /// Switched off, or to be before an experiment ends that does not reckon with it.
    case retired
    /// To be switched off before the experiment ends, which its option reckons with.
    case planned
    /// The book has the entry without a price.
    case absent
  }

  /// The findings of an entry by itself, one at least.
  public func findings(_ entry: PriceEntry) -> [Finding] {
    findings(entry, experiment: nil, option: nil) { day in
      day <= date ? (.retired, "switched off on \(day)\(successor(entry))") : nil
    }
  }

  /// The findings of every entry that an experiment uses.
  ///
  /// - Throws: `InvalidInput` when the book no longer has one of them.
  public func findings(
    _ experiment: Experiment, in book: PriceBook
  ) throws(InvalidInput) -> [Finding] {
    var told: Set<[String]> = []
    var findings: [Finding] = []
    for use in experiment.prices where use.isPrice {
      guard told.insert([use.option, use.entry]).inserted else { continue }
      let entry = try book.entry(use.entry)
      let isPlanned = experiment.model.options.contains {
        $0.name == use.option && $0.endOfLife != nil
      }
      findings += self.findings(entry, experiment: experiment.name, option: use.option) { day in
        retirement(entry, day, experiment, isPlanned: isPlanned)
      }
    }
    return findings
  }

  private func retirement(
    _ entry: PriceEntry, _ day: CalendarDate, _ experiment: Experiment, isPlanned: Bool
  ) -> (Verdict, String)? {
    let months = experiment.model.horizonMonths
    let end = experiment.start?.firstDay(ofMonth: months + 1)
    guard day <= date || end.map({ day < $0 }) ?? false else { return nil }
    if isPlanned, day > date {
      return (.planned, "switched off on \(day); the option's end of life reckons with it")
    }
    let when = day > date ? ", before the experiment ends" : ""
    return (.retired, "switched off on \(day)\(when)\(successor(entry))")
  }

  private func findings(
    _ entry: PriceEntry, experiment: String?, option: String?,
    retirement: (CalendarDate) -> (Verdict, String)?
  ) -> [Finding] {
    let current = entry.period(on: date)
    let checked = (current ?? entry.periods.last)?.origin.checked
    let age = checked.map { date.days(since: $0) }
    var verdicts: [(Verdict, String)] = []
    if entry.periods.isEmpty {
      verdicts.append((.absent, "the book has no price of it"))
    } else if current == nil {
      verdicts.append((.expired, "no price is in force on \(date)"))
    }
    if let age, age > maxAge {
      verdicts.append((.stale, "checked \(age) days before \(date), more than \(maxAge)"))
    }
    if let day = entry.endOfLife, let verdict = retirement(day) { verdicts.append(verdict) }
    if verdicts.isEmpty { verdicts.append((.ok, "")) }
    return verdicts.map { verdict, detail in
      Finding(
        experiment: experiment, option: option, entry: entry, checked: checked, age: age,
        verdict: verdict, detail: detail)
    }
  }

  private func successor(_ entry: PriceEntry) -> String {
    entry.successor.map { "; its successor is \($0)" } ?? ""
  }
}

extension Experiment {
  /// The calendar month of month 1, when the file gives one.
  var start: CalendarMonth? {
    guard case .text(let text)? = resolvedBody.first(where: { $0.key == "start" })?.value else {
      return nil
    }
    return CalendarMonth(text)
  }
}
