// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// A column of numbers of a table.
public struct DataColumn: Sendable {
  /// The table's file, as messages name it.
  public let file: String
  /// The column's title.
  public let title: String
  /// In the order of the file.
  public let values: [Double]
  /// How many cells are empty.
  public let emptyCells: Int

  /// Reads the column called `title` of `file`; `-` is standard input.
  ///
  /// - Throws: `InvalidInput` with what is wrong in the table; `OperationFailed` if it cannot be read.
  public init(reading file: String, title: String) throws {
    let table = try DataTable(reading: file)
    var values: [Double] = []
    var emptyCells = 0
    try table.read([title]) { fields, report in
      if fields[0].text.isEmpty {
        emptyCells += 1
      } else if let number = fields[0].number(.any, report) {
        values.append(number)
      }
    }
    self.file = table.name
    self.title = title
    self.values = values
    self.emptyCells = emptyCells
  }

  /// The values as a sample.
  ///
  /// - Throws: `InvalidInput` when nothing can be fitted to them.
  func sample(ends: ClosedRange<Double>?) throws(InvalidInput) -> FitSample {
    do {
      return try FitSample(values, ends: ends)
    } catch {
      throw InvalidInput(
        file: file, fault: "column \(shortened(title)): \(error)",
        remedy: "give at least \(FitSample.fewest) numbers that differ")
    }
  }
}

/// Prices with their dates, of two columns of a table.
public struct DatedPrices: Sendable {
  /// The table's file, as messages name it.
  public let file: String
  /// The title of the prices.
  public let title: String
  /// In the order of time.
  public let points: [(date: CalendarDate, price: Double)]
  /// How many rows have no price.
  public let emptyCells: Int
  /// The prices in months.
  let series: PriceSeries

  /// Days in a month of the calendar on average.
  static let daysPerMonth = 365.25 / 12

  /// Reads the prices called `title` and the dates called `dates`.
  ///
  /// - Throws: `InvalidInput` with what is wrong in the table; `OperationFailed` if it cannot be read.
  public init(reading file: String, title: String, dates: String) throws {
    let table = try DataTable(reading: file)
    var points: [(date: CalendarDate, price: Double)] = []
    var lines: [CalendarDate: Int] = [:]
    var emptyCells = 0
    try table.read([dates, title]) { fields, report in
      guard !fields[1].text.isEmpty else {
        emptyCells += 1
        return
      }
      let price = fields[1].number(.positive, report)
      guard let date = CalendarDate(fields[0].text) else {
        report(fields[0], "“\(shortened(fields[0].text))” is not a date", "give one as 2026-11-23")
        return
      }
      if let earlier = lines[date] {
        report(fields[0], "\(date) stands in line \(earlier) too", "give one price for each date")
      }
      lines[date] = fields[0].line
      if let price { points.append((date, price)) }
    }
    points.sort { $0.date < $1.date }
    self.file = table.name
    self.title = title
    self.points = points
    self.emptyCells = emptyCells
    do {
      series = try PriceSeries(
        points.map { point in
          (Double(point.date.days(since: points[0].date)) / Self.daysPerMonth, point.price)
        })
    } catch {
      throw InvalidInput(
        file: table.name, fault: "column \(shortened(title)): \(error)",
        remedy: "give at least \(PriceSeries.fewest) dates with prices that move")
    }
  }

  /// The most likely path of a kind, `mean_reverting` or `random_walk`.
  ///
  /// - Throws: `InvalidInput` when there is no such kind, or no such path.
  public func path(_ kind: String) throws(InvalidInput) -> FittedPath {
    let known = FittedPath.Kind.allCases.map(\.rawValue)
    guard let kind = FittedPath.Kind(rawValue: kind) else {
      throw InvalidInput(
        file: "--process", fault: "“\(shortened(kind))” is not a process that is fitted",
        remedy: "give \(known.joined(separator: " or "))")
    }
    do {
      return try FittedPath(kind, to: series)
    } catch {
      throw InvalidInput(
        file: file, fault: "column \(shortened(title)): \(error)", remedy: "")
    }
  }
}
