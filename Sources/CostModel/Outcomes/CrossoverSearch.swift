// SPDX-License-Identifier: GPL-3.0-or-later

/// A starting volume at which a net present value turns from negative to not.
///
/// For options whose capacity grows in steps, where the value is not linear in volume and the closed
/// form does not hold: from the trial's own volume down to none, or doubling up from it until the
/// value is not negative, then bisection. Each step of capacity may push the value under again; a volume between two that differ
/// in sign is found, not every one.
struct CrossoverSearch {
  /// Doublings of the trial's volume; beyond a millionfold it counts as never.
  private static let doublings = 20
  /// Halvings of the bracket: to a relative width of 1e-12.
  private static let halvings = 40

  /// The volume for eight trials, infinite where none pays; `value` gives the net present values at
  /// eight starting volumes.
  static func volume(near own: Lanes, _ value: (Lanes) -> Lanes) -> Lanes {
    let paysAtNone = value(.zero) .>= 0
    var low = Lanes(repeating: 0)
    var high = own.replacing(with: 1, where: own .< 1)
    var found = paysAtNone
    for _ in 0..<doublings {
      found = found .| (value(high) .>= 0)
      if all(found) { break }
      low.replace(with: high, where: .!found)
      high.replace(with: high * 2, where: .!found)
    }
    for _ in 0..<halvings {
      let middle = (low + high) / 2
      let pays = value(middle) .>= 0
      high.replace(with: middle, where: pays)
      low.replace(with: middle, where: .!pays)
    }
    return high.replacing(with: .infinity, where: .!found).replacing(with: 0, where: paysAtNone)
  }
}
