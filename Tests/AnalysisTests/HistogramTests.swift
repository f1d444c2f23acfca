// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

@Suite("Histograms")
struct HistogramTests {
  @Test("put each value where it belongs")
  func places() throws {
    let values: [Double] = [
      -.infinity, -1, -0.0, 0, 0.5, 1, 1.5, 2, 2.0.nextUp, 1e308, .infinity, .nan, -.nan,
    ]
    let histogram = try histogram(values, [0, 1, 2])
    #expect(histogram.below == 2)
    #expect(histogram.counts == [3, 3])
    #expect(histogram.above == 2)
    #expect(histogram.never == 3)
    #expect(histogram.total == values.count)
  }

  @Test("agree with counting bin by bin", arguments: 2...20)
  func agreeWithCounting(edgeCount: Int) throws {
    var random = SplitMix(seed: UInt64(edgeCount))
    let edges = (0..<edgeCount).map { Double($0 * $0) + random.uniform() }
    let last = Double(edgeCount * edgeCount)
    var values = (0..<5_000).map { _ in random.uniform() * (last + 2) - 1 }
    values += edges + [.infinity]
    let histogram = try histogram(values, edges)
    for i in 0..<edgeCount - 1 {
      let isLast = i == edgeCount - 2
      let count = values.count {
        edges[i] <= $0 && ($0 < edges[i + 1] || isLast && $0 == edges[i + 1])
      }
      #expect(histogram.counts[i] == count)
    }
    #expect(histogram.below == values.count { $0 < edges[0] })
    #expect(histogram.above == values.count { $0 > edges[edgeCount - 1] && $0.isFinite })
    #expect(histogram.never == 1)
  }

  @Test("of an empty column are all zeros")
  func empty() throws {
    let histogram = try histogram([], [0, 1])
    #expect(histogram.total == 0)
    #expect(histogram.counts == [0])
  }

  @Test("have equal edges that begin and end exactly where asked")
  func equalEdges() throws {
    let edges = try Histogram.equalEdges(from: 0.1, to: 0.7, count: 6)
    #expect(edges.count == 7)
    #expect(edges.first == 0.1 && edges.last == 0.7)
    for (i, edge) in edges.enumerated() { #expect(abs(edge - 0.1 * Double(i + 1)) <= 1e-15) }
  }

  @Test(
    "refuse edges that bound nothing",
    arguments: [
      ([], 0), ([1], 1), ([0, 0], 1), ([0, 2, 1], 2), ([0, .infinity], 1), ([.nan, 1], 0),
    ] as [([Double], Int)])
  func refusals(edges: [Double], index: Int) {
    #expect(throws: AnalysisError.invalidEdges(index: index)) { try histogram([1], edges) }
  }

  @Test("refuse equal edges of an empty range or of no bins")
  func equalEdgesRefusals() {
    #expect(throws: AnalysisError.self) { try Histogram.equalEdges(from: 1, to: 1, count: 3) }
    #expect(throws: AnalysisError.self) { try Histogram.equalEdges(from: 0, to: 1, count: 0) }
  }

  private func histogram(_ values: [Double], _ edges: [Double]) throws -> Histogram {
    try values.withUnsafeBufferPointer { try Histogram(of: $0, edges: edges) }
  }
}
