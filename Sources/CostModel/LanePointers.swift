// SPDX-License-Identifier: GPL-3.0-or-later

/// Calls `body` with where five eights of numbers are, for a kernel that takes them in one struct.
@inline(__always)
func withUnsafePointers(
  _ a: inout Lanes, _ b: inout Lanes, _ c: inout Lanes, _ d: inout Lanes, _ e: inout Lanes,
  _ body: (
    UnsafePointer<Lanes>, UnsafePointer<Lanes>, UnsafePointer<Lanes>, UnsafePointer<Lanes>,
    UnsafePointer<Lanes>
  ) -> Void
) {
  withUnsafePointer(to: &a) { a in
    withUnsafePointer(to: &b) { b in
      withUnsafePointer(to: &c) { c in
        withUnsafePointer(to: &d) { d in
          withUnsafePointer(to: &e) { e in body(a, b, c, d, e) }
        }
      }
    }
  }
}

/// The same of three that the kernel writes.
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
