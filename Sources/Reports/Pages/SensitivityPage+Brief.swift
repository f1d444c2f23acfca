// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis

extension SensitivityPage {
  /// The inputs that matter, the most important first, with what the output is at either end of each; then
  /// the others by name, the worst outcomes and the probabilities.
  ///
  /// - Parameter title: what is analysed.
  func brief(_ title: String) -> [String] {
    guard let leading else { return [title] }
    let told = ordered.filter { $0[leading]?.isDistinguishableFromZero == true }
    let untold = ordered.filter { $0[leading]?.isDistinguishableFromZero == false }
    var lines = ["\(title): \(Self.titles[leading] ?? leading.rawValue)"].flatMap {
      screen.wrapped($0)
    }
    lines += bars(told, leading)
    if !untold.isEmpty {
      lines += screen.wrapped(
        "not distinguishable from 0: " + untold.map(\.name).joined(separator: ", "), indent: 4)
    }
    lines += fits
    for block in [regional(most: 3), curves(most: told.count)] where !block.isEmpty {
      lines.append(block[0])
      lines += block.dropFirst().map { "  \($0)" }
    }
    return lines
  }

  /// Value with half its interval, mean of the output at P10 and P90 of the input, bar.
  private func bars(
    _ inputs: [SensitivityAnalysis.InputResult], _ leading: SensitivityIndex.Measure
  ) -> [String] {
    let arrow = screen.unicode ? "→" : "->"
    let hasSwing = inputs.contains { $0[.tornadoP10] != nil }
    let rows = inputs.compactMap { input -> [String]? in
      guard let index = input[leading] else { return nil }
      let width = max(index.high - index.value, index.value - index.low)
      var row = [
        shortName(input.name, 22), "\(three(index.value)) \(screen.plusMinus) \(three(width))",
      ]
      if hasSwing {
        let ends = [input[.tornadoP10], input[.tornadoP90]].compactMap { $0 }
        row.append(ends.map { NumberFormat.short($0.value) }.joined(separator: " \(arrow) "))
      }
      return row
    }
    guard !rows.isEmpty else { return [] }
    let header = ["", "", "mean, P10 \(arrow) P90"]
    let grid = TextGrid(rows: (hasSwing ? [header] : []) + rows, left: [0]).lines()
    let longest = grid.map(\.count).max() ?? 0
    let room = max(screen.width - longest - 4, 8)
    let values = (hasSwing ? [0] : []) + inputs.map { $0[leading].map { abs($0.value) } ?? 0 }
    return zip(grid, values).map { line, value in
      let padding = String(repeating: " ", count: longest - line.count + 2)
      return "  " + line + (value > 0 ? padding + screen.bar(value, cells: room) : "")
    }
  }
}
