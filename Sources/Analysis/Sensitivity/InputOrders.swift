// SPDX-License-Identifier: GPL-3.0-or-later

internal import RandomStreams

/// Orders in which inputs may become known.
struct InputOrders: Sendable {
  /// Each is followed by its reverse.
  let orders: [[Int]]
  /// Whether these are all there are.
  let isComplete: Bool

  /// Most inputs of which all orders are gone through.
  private static let mostComplete = 5
  private static let draws = 60

  init(count: Int) {
    isComplete = count <= Self.mostComplete
    let firsts =
      isComplete
      ? Self.all(count).filter { ($0.first ?? 0) <= ($0.last ?? 0) }
      : (0..<Self.draws).map { Self.random(count, draw: $0) }
    orders = count == 1 ? firsts : firsts.flatMap { [$0, $0.reversed()] }
  }

  private static func all(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return all(count - 1).flatMap { order in
      (0..<count).map { place in
        Array(order[..<place]) + [count - 1] + Array(order[place...])
      }
    }
  }

  /// Fisher and Yates' shuffle.
  private static func random(_ count: Int, draw: Int) -> [Int] {
    let stream = RandomStream(seed: 0, name: "orders of inputs")
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      let u = stream.uniform(trial: UInt64(draw), draw: UInt32(i))
      order.swapAt(i, Int(u * Double(i + 1)))
    }
    return order
  }
}
