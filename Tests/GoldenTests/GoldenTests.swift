// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

@Suite("Published figures")
struct GoldenTests {
  @Test("The cost model reproduces the figure worked out by hand", arguments: PublishedFigures.all)
  func figure(_ figure: PublishedFigure) {
    let computed = figure.computed()
    #expect(
      abs(computed - figure.expected) <= 1e-12 * abs(figure.expected),
      "\(figure.id): \(computed), not \(figure.expected)")
  }

  @Test("Each figure stands once")
  func unique() {
    let ids = PublishedFigures.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.count == 79)
  }
}
