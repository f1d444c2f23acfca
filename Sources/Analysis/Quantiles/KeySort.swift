// SPDX-License-Identifier: GPL-3.0-or-later

/// Sorts keys ascending: by the first 32 bits in which they differ, digit by digit from the least on, then
/// what is equal in those.
///
/// Comparing takes six times as long for a thousand keys, since nothing can be foreseen of their order.
///
/// - Complexity: O(n) for keys that spread, O(n log n) at worst. Scratch memory 8 bytes a key.
package func sortKeys(_ keys: UnsafeMutableBufferPointer<Int64>) {
  guard keys.count > 64, let least = keys.min(), let greatest = keys.max() else {
    var few = keys
    return few.sort()
  }
  guard least < greatest else { return }
  let width = 64 - UInt64(bitPattern: greatest &- least).leadingZeroBitCount
  let first = max(0, width - 32)
  let digits = (min(width, 32) + 7) / 8
  // Not as a temporary allocation: the compiler (Swift 6.3) ends a closure that may throw by jumping to `memmove`
  // with the error's register as it stands.
  let memory = UnsafeMutableBufferPointer<Int64>.allocate(capacity: keys.count + 256 * digits)
  defer { memory.deallocate() }
  let starts = UnsafeMutableBufferPointer(rebasing: memory[keys.count...])
  countDigits(keys, least, UInt64(first), starts)
  var (from, to) = (keys, UnsafeMutableBufferPointer(rebasing: memory[..<keys.count]))
  for digit in 0..<digits {
    let own = UnsafeMutableBufferPointer(rebasing: starts[256 * digit..<256 * (digit + 1)])
    if distribute(from, least, UInt64(first + 8 * digit), own, to) { swap(&from, &to) }
  }
  if from.baseAddress != keys.baseAddress { _ = keys.update(fromContentsOf: from) }
  if first > 0 { sortRuns(keys, least, UInt64(first)) }
}

/// Sorts each run of keys whose distances from `least` are equal but for their last `shift` bits.
private func sortRuns(
  _ keys: UnsafeMutableBufferPointer<Int64>, _ least: Int64, _ shift: UInt64
) {
  var place = 1
  while place < keys.count {
    // Few keys are out of order: each is the second or a later one of its run.
    guard keys[place] < keys[place &- 1] else {
      place &+= 1
      continue
    }
    let head = UInt64(bitPattern: keys[place] &- least) &>> shift
    var start = place
    while start > 0, UInt64(bitPattern: keys[start &- 1] &- least) &>> shift == head { start &-= 1 }
    while place < keys.count, UInt64(bitPattern: keys[place] &- least) &>> shift == head {
      place &+= 1
    }
    var run = UnsafeMutableBufferPointer(rebasing: keys[start..<place])
    run.sort()
  }
}

/// How many keys have each value of each digit of their distance from `least`: 256 places a digit.
private func countDigits(
  _ keys: UnsafeMutableBufferPointer<Int64>, _ least: Int64, _ shift: UInt64,
  _ counts: UnsafeMutableBufferPointer<Int64>
) {
  counts.initialize(repeating: 0)
  for key in keys {
    var rest = UInt64(bitPattern: key &- least) &>> shift
    var digit = 0
    while digit < counts.count {
      counts[digit &+ Int(truncatingIfNeeded: rest & 0xFF)] &+= 1
      rest &>>= 8
      digit &+= 256
    }
  }
}

/// Puts keys in the order of one digit of their distance from `least`, equal ones as they stood.
///
/// - Parameter starts: how many have each value; where those with it end when this returns.
/// - Returns: false, with nothing written, where all have the same digit.
private func distribute(
  _ keys: UnsafeMutableBufferPointer<Int64>, _ least: Int64, _ shift: UInt64,
  _ starts: UnsafeMutableBufferPointer<Int64>, _ target: UnsafeMutableBufferPointer<Int64>
) -> Bool {
  @inline(__always)
  func digit(_ key: Int64) -> Int {
    Int(truncatingIfNeeded: (UInt64(bitPattern: key &- least) &>> shift) & 0xFF)
  }
  if starts[digit(keys[0])] == Int64(keys.count) { return false }
  var total: Int64 = 0
  for i in starts.indices {
    let count = starts[i]
    starts[i] = total
    total &+= count
  }
  for key in keys {
    let place = starts[digit(key)]
    starts[digit(key)] = place &+ 1
    target[Int(place)] = key
  }
  return true
}
