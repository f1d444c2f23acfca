// SPDX-License-Identifier: GPL-3.0-or-later

/// A table of data that something is fitted to.
struct DataTable {
  private let file: TextFile

  /// Reads `name`; `-` is standard input.
  ///
  /// - Throws: `OperationFailed` if it cannot be read; `InvalidInput` if it is not a text of at most
  ///   64 MiB.
  init(reading name: String) throws {
    file = try TextFile(
      reading: name, atMost: TextFile.largestData, sizes: "give a table of at most 64 MiB",
      kind: "a table of comma-separated values")
  }

  /// As the user named it, in messages.
  var name: String { file.name == "-" ? "standard input" : file.name }

  /// Most mistakes of a table that are told at once.
  private static let mostProblems = 20

  /// Reads rows of the columns with these titles.
  ///
  /// - Parameter read: takes a row's fields, and reports what is wrong with one.
  /// - Throws: `InvalidInput` with the first mistakes of the table.
  func read(
    _ titles: [String],
    _ read: (
      [DelimitedText.Field], (DelimitedText.Field, _ fault: String, _ remedy: String) -> Void
    )
      -> Void
  ) throws(InvalidInput) {
    var problems: [Problem] = []
    let fault = DelimitedText(file.text).rows(of: titles) { fields in
      read(fields) { field, fault, remedy in
        let place = Place(file: name, line: field.line, column: field.column)
        problems.append(Problem(place: place, key: "", fault: fault, remedy: remedy))
      }
      return problems.count < Self.mostProblems
    }
    switch fault {
    case .noColumn(let names): problems += missing(titles, among: names)
    case .unclosedQuote(let line):
      let place = Place(file: name, line: line, column: 1)
      problems.append(
        Problem(place: place, key: "", fault: "a quote is not closed", remedy: "close it"))
    case .tooManyFields(let line):
      let place = Place(file: name, line: line, column: 1)
      problems.append(
        Problem(
          place: place, key: "", fault: "more than \(DelimitedText.mostFields) columns",
          remedy: "keep the columns that are needed"))
    case .numbers, .notNumber, nil: break
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
  }

  private func missing(_ titles: [String], among names: [String]) -> [Problem] {
    titles.filter { !names.contains($0) }.map { title in
      let near = nearest(title, among: names)
      return Problem(
        place: Place(file: name, line: 1, column: 1), key: "",
        fault: "no column “\(shortened(title))”",
        remedy: near.map { "did you mean `\(shortened($0))`?" }
          ?? "it has \(names.prefix(10).map { shortened($0) }.joined(separator: ", "))")
    }
  }
}

extension DelimitedText.Field {
  /// The number that stands here; nil, and reported, when there is none that can be used.
  func number(
    _ range: NumberRange, _ report: (DelimitedText.Field, String, String) -> Void
  ) -> Double? {
    switch NumberText.read(text) {
    case .number(let number) where range.contains(number): return number
    case .number(let number):
      report(self, "\(shortened(text)) is \(range.fault(of: number))", range.remedy)
    case .refused(let fault, let remedy): report(self, fault, remedy)
    case .other:
      report(
        self, "“\(shortened(text))” is not a number", "give a decimal number, or leave it empty")
    }
    return nil
  }
}
