// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// A status other than success from the GNU Scientific Library.
public struct GSLError: Error, Equatable, CustomStringConvertible {
  /// GSL's status number, as in `gsl_errno.h`.
  public let status: Int32
  /// The function that was called.
  public let function: String

  public var description: String {
    "\(function): \(String(cString: gsl_strerror(status)))"
  }
}

/// Runs `body` with GSL's aborting error handler off and throws what GSL reported.
///
/// Underflow is not an error here: a density that is 0 to the last bit is 0.
func withGSL<Value>(_ function: StaticString, _ body: () -> Value) throws(GSLError) -> Value {
  _ = handlerInstalled
  _ = bk_gsl_take_status()
  let value = body()
  let status = bk_gsl_take_status()
  guard status == GSL_SUCCESS || status == GSL_EUNDRFLW else {
    throw GSLError(status: status, function: "\(function)")
  }
  return value
}

/// Installed once for the process; `static let` semantics make it safe from any thread.
let handlerInstalled: Void = bk_gsl_install_handler()
