// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
internal import Experiments

/// A cell of a Jupyter notebook, as it is after it ran.
enum NotebookCell: Sendable {
  /// Prose in Markdown.
  case prose(String)
  /// Python that gives nothing.
  case setup(String)
  /// Python that gives a picture.
  case picture(String, svg: String)
  /// Python that gives a table, with what its columns are called together.
  case table(String, Table, columns: String = "option")

  /// In the form of nbformat 4.5.
  ///
  /// - Parameter number: its place among the cells, from 1.
  func json(_ number: Int) -> ResolvedValue {
    let id = ResolvedValue.Entry("id", .text("cell-\(number)"))
    let metadata = ResolvedValue.Entry("metadata", .mapping([]))
    func source(_ text: String) -> ResolvedValue.Entry { .init("source", Self.lines(text)) }
    func code(_ text: String, _ outputs: [ResolvedValue]) -> ResolvedValue {
      .mapping([
        .init("cell_type", .text("code")), id, metadata, source(text),
        .init("execution_count", .number(Double(number))), .init("outputs", .list(outputs)),
      ])
    }
    switch self {
    case .prose(let text):
      return .mapping([.init("cell_type", .text("markdown")), id, metadata, source(text)])
    case .setup(let text): return code(text, [])
    case .picture(let text, let svg):
      return code(
        text,
        [
          Self.output(
            number,
            [
              .init("image/svg+xml", Self.lines(svg)),
              .init("text/plain", .text("<IPython.core.display.SVG object>")),
            ])
        ])
    case .table(let text, let table, let columns):
      return code(
        text,
        [
          Self.output(
            number,
            [
              .init("text/html", Self.lines(table.frame(columns: columns).source)),
              .init("text/plain", Self.lines(table.plain)),
            ])
        ])
    }
  }

  private static func output(_ number: Int, _ data: [ResolvedValue.Entry]) -> ResolvedValue {
    .mapping([
      .init("output_type", .text("execute_result")),
      .init("execution_count", .number(Double(number))), .init("metadata", .mapping([])),
      .init("data", .mapping(data)),
    ])
  }

  /// A text as its lines, each with its end.
  private static func lines(_ text: String) -> ResolvedValue {
    let newline = UInt8(ascii: "\n")
    var lines = text.utf8.split(separator: newline, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    if lines.last == "" { lines.removeLast() }
    let last = lines.count - 1
    return .list(
      lines.enumerated().map { .text($0.offset == last ? $0.element : $0.element + "\n") })
  }
}
