// SPDX-License-Identifier: GPL-3.0-or-later

/// Calls `body` with where three eights of numbers are, for a kernel that takes them in one struct.
@inline(__always)
func withUnsafeMutablePointers(
  _ a: inout Lanes, _ b: inout Lanes, _ c: inout Lanes,
  _ body: (UnsafeMutablePointer<Lanes>, UnsafeMutablePointer<Lanes>, UnsafeMutablePointer<Lanes>)
    -> Void
) {
  withUnsafeMutablePointer(to: &a) { a in
    withUnsafeMutablePointer(to: &b) { b in
      withUnsafeMutablePointer(to: &c) { c in body(a, b, c) }
    }
  }
}
