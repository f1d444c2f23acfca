// SPDX-License-Identifier: GPL-3.0-or-later

/// Pearson's correlation of two samples of equal size.
public func correlation(_ x: [Double], _ y: [Double]) -> Double {
  precondition(x.count == y.count)
  let count = Double(x.count)
  let meanX = x.reduce(0, +) / count
  let meanY = y.reduce(0, +) / count
  var xx = 0.0
  var yy = 0.0
  var xy = 0.0
  for (a, b) in zip(x, y) {
    xx += (a - meanX) * (a - meanX)
    yy += (b - meanY) * (b - meanY)
    xy += (a - meanX) * (b - meanY)
  }
  return xy / (xx * yy).squareRoot()
}
