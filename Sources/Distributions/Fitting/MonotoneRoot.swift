// SPDX-License-Identifier: GPL-3.0-or-later

/// The root of a function that falls through 0 once, for arguments above 0.
///
/// Newton's method in the logarithm of the argument, inside a bracket that only shrinks; where a
/// step leaves it, the bracket is halved.
///
/// - Parameters:
///   - start: a guess.
///   - range: the root's bounds; where the function has one sign on all of it, an end is returned.
///   - function: value and derivative.
func fallingRoot(
  from start: Double, in range: ClosedRange<Double>,
  _ function: (Double) -> (value: Double, slope: Double)
) -> Double {
  if function(range.lowerBound).value <= 0 { return range.lowerBound }
  if function(range.upperBound).value >= 0 { return range.upperBound }
  var low = range.lowerBound
  var high = range.upperBound
  var x = start > low && start < high ? start : low.squareRoot() * high.squareRoot()
  for _ in 0..<200 {
    let (value, slope) = function(x)
    if value == 0 { return x }
    if value > 0 { low = x } else { high = x }
    // d f / d ln x = x f′.
    var next = x * exponential(-value / (x * slope))
    let isInside = next > low && next < high
    if !isInside { next = low.squareRoot() * high.squareRoot() }
    if abs(next - x) <= 4 * x.ulp || high <= low.nextUp { return isInside ? next : x }
    x = next
  }
  return x
}
