// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis
public import Simulation

/// Trials of a table: one row each, with inputs and an output.
public struct DataSample: Sendable {
  /// The table's file, as messages name it.
  public let file: String
  /// The titles of the inputs.
  public let inputs: [String]
  /// The title of the output.
  public let output: String
  /// Number of rows.
  public let trials: Int
  /// One column after the other, the output last.
  private let values: [Double]

  /// Numbers whose squares and sums can be computed with.
  private static let range = NumberRange(lower: -1e150, upper: 1e150)
  /// How tables write "never".
  private static let never: Set<String> = ["inf", "+inf", "infinity", "+infinity", ".inf", "never"]

  /// Reads the columns with these titles; `-` is standard input.
  ///
  /// An output may be infinite, an input may not; no cell may be empty.
  ///
  /// - Throws: `InvalidInput` with what is wrong in the table; `OperationFailed` if it cannot be read.
  public init(reading file: String, inputs: [String], output: String) throws {
    try Self.check(inputs, output)
    let table = try DataTable(reading: file)
    var columns = [[Double]](repeating: [], count: inputs.count + 1)
    try table.read(inputs + [output]) { fields, report in
      for (column, field) in fields.enumerated() {
        if field.text.isEmpty {
          report(field, "no number", "give one in every row, `inf` for an output that never comes")
        } else if column == inputs.count, Self.never.contains(field.text.lowercased()) {
          columns[column].append(.infinity)
        } else if let number = field.number(Self.range, report) {
          columns[column].append(number)
        }
      }
    }
    self.file = table.name
    self.inputs = inputs
    self.output = output
    trials = columns[0].count
    values = columns.flatMap { $0 }
    guard trials >= SensitivityAnalysis.fewestTrials else {
      throw InvalidInput(
        file: table.name, fault: "\(trials) rows",
        remedy: "give at least \(SensitivityAnalysis.fewestTrials)")
    }
    guard let first = columns[inputs.count].first,
      columns[inputs.count].contains(where: { $0 != first })
    else {
      throw InvalidInput(
        file: table.name, fault: "column \(shortened(output)): all values are the same",
        remedy: "name an output that varies")
    }
  }

  private static func check(_ inputs: [String], _ output: String) throws(InvalidInput) {
    var problems: [Problem] = []
    func add(_ option: String, _ fault: String, _ remedy: String) {
      problems.append(
        Problem(place: Place(file: option), key: "", fault: fault, remedy: remedy))
    }
    if inputs.contains("") {
      add("--inputs", "an empty title", "give titles separated by commas, as a,b")
    }
    for (place, input) in inputs.enumerated() where inputs[..<place].contains(input) {
      add("--inputs", "\(shortened(input)) stands there twice", "name each input once")
    }
    if inputs.contains(output) {
      add("--inputs", "\(shortened(output)) is the output", "name other columns")
    }
    if inputs.count > mostInputs {
      add("--inputs", "\(inputs.count) inputs", "give at most \(mostInputs)")
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
  }

  private static let mostInputs = 300

  /// How the output depends on the inputs.
  ///
  /// - Throws: `SimulationError.interrupted`.
  public func analysis(
    _ settings: SensitivityAnalysis.Settings, control: RunControl? = nil
  ) throws -> SensitivityAnalysis {
    try values.withUnsafeBufferPointer { values in
      let columns = (inputs + [output]).enumerated().map { place, name in
        SensitivityAnalysis.Column(
          name, UnsafeBufferPointer(rebasing: values[(place * trials)..<((place + 1) * trials)]))
      }
      return try SensitivityAnalysis(
        inputs: Array(columns.dropLast()), output: columns[inputs.count], settings: settings
      ) { count, body in
        _ = try concurrentMap(count: count, control: control) { body($0) }
      }
    }
  }
}

extension SensitivityIndex.Measure {
  /// The measures of the methods of a list separated by commas, as `rank,given-data`.
  ///
  /// - Throws: `InvalidInput` that names each unknown one and what it resembles.
  public static func set(
    from text: String, name: String
  ) throws(InvalidInput) -> Set<SensitivityIndex.Measure> {
    var known: [String] = []
    for measure in ofSample where !known.contains(measure.method) { known.append(measure.method) }
    var measures: Set<SensitivityIndex.Measure> = []
    var problems: [Problem] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = String(word.filter { $0 != " " }.map { $0 == "-" ? "_" : $0 })
      let found = ofSample.filter { $0.method == word || $0.rawValue == word }
      measures.formUnion(found)
      if found.isEmpty {
        let near = nearest(word, among: known)
        problems.append(
          Problem(
            place: Place(file: name), key: "", fault: "“\(shortened(word))” is not a method",
            remedy: near.map { "did you mean `\($0)`?" }
              ?? "there are \(known.joined(separator: ", "))"))
      }
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
    return measures
  }
}
