// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Reads the families that are lists of values: `choice` and `empirical`.
struct ValuesReader {
  let table: InputTable
  /// The mapping the family stands in; its resolved form lists the values, wherever they are from.
  let section: Section

  func read(_ family: DistributionFamily, at located: Located) -> DependentDistribution.Base? {
    guard let content = located.section() else { return nil }
    let isChoice = family.content == .weightedValues
    var values: [Double]?
    var weights: [Double]?
    if isChoice {
      values = numbers("values", in: content)
      if content.has("weights") {
        weights = numbers("weights", in: content)
        guard weights != nil else { return nil }
      }
    } else {
      let hasFile = content.has("file")
      guard content.has("values") != hasFile else {
        located.report("parameters that do not fit", "\(family.name) \(family.usage)")
        return nil
      }
      values = hasFile ? column(in: content) : numbers("values", in: content)
    }
    content.finish()
    keep(values, weights, of: family)
    guard let values, table.allows(values: values.count, at: located) else { return nil }
    do {
      return .fixed(
        isChoice
          ? try Choice(values: values, weights: weights) : try Empirical(values: values))
    } catch {
      let key = error.parameter
      located.report(
        key.isEmpty
          ? "\(values.count) values" : "\(key): \(NumberRange.short(error.value))",
        "it \(error.requirement)")
      return nil
    }
  }

  private func keep(_ values: [Double]?, _ weights: [Double]?, of family: DistributionFamily) {
    let lists = [("values", values), ("weights", weights)]
    section.keep(
      family.name,
      .mapping(
        lists.compactMap { key, list in
          list.map { ResolvedValue.Entry(key, .list($0.map { .number($0) })) }
        }))
  }

  /// The list of numbers under `key`; nil when there is none, which is then reported.
  private func numbers(_ key: String, in content: Section) -> [Double]? {
    guard let located = content.take(key) else {
      content.missing(key, "give a list of numbers")
      return nil
    }
    let elements = located.elements()
    guard located.isList else { return nil }
    let numbers = elements.map { $0.number(.distributionParameter) }
    return numbers.contains(nil) ? nil : numbers.compactMap { $0 }
  }

  // MARK: Files

  /// The column of the file that `content` names.
  private func column(in content: Section) -> [Double]? {
    guard let located = content.take("file"), let name = located.text, !name.isEmpty else {
      content.report(at: "file", "no name of a file", "give one, beside the file it stands in")
      return nil
    }
    guard let column = content.take("column"), let title = column.text else {
      content.missing("column", "name the column, as its first line does")
      return nil
    }
    let folder = Self.folder(of: located.diagnostics.file)
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    let isOwn = located.diagnostics.file == InputCatalogue.commandLine
    guard isOwn || table.allowsOutside || leads(path, into: folder) else {
      located.report(
        "\(shortened(name)) lies outside \(folder), the folder of the file that names it",
        "copy it there, or give --allow-outside if you trust the file that names it")
      return nil
    }
    do {
      let file = try table.dataFile(path)
      switch DelimitedText(file.text).column(title) {
      case .numbers(let numbers): return numbers
      case .noColumn(let titles):
        let near = nearest(title, among: titles)
        column.report(
          "\(path) has no column “\(shortened(title))”",
          near.map { "did you mean `\(shortened($0))`?" }
            ?? "it has \(titles.prefix(10).map { shortened($0) }.joined(separator: ", "))")
      case .notNumber(let line, let text):
        column.report(
          "\(path), line \(line): “\(shortened(text))” is not a number",
          "give a decimal number in each line")
      case .unclosedQuote(let line):
        located.report("\(path), line \(line): a quote is not closed", "close it")
      case .tooManyFields(let line):
        located.report(
          "\(path), line \(line): more than \(DelimitedText.mostFields) columns",
          "keep the columns that are needed")
      }
    } catch let invalid as InvalidInput {
      invalid.problems.forEach {
        located.report(
          "\(path): \($0.fault)", "name a text file of at most 1 MiB with a column of numbers")
      }
    } catch {
      located.report("\(error)", "name a file beside the one it stands in")
    }
    return nil
  }

  /// The folder of a file, `.` for standard input.
  private static func folder(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
  }
}
