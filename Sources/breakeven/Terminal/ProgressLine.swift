// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import Foundation
internal import Simulation

/// One line on the terminal that says how far a run is.
///
/// Silent where nobody looks at it.
final class ProgressLine {
  private let control: RunControl
  private let trials: Int
  private let watch = Stopwatch()
  private let timer: (any DispatchSourceTimer)?

  init(_ control: RunControl, trials: Int) {
    self.control = control
    self.trials = trials
    guard isatty(STDERR_FILENO) == 1 else {
      timer = nil
      return
    }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress"))
    let watch = watch
    let before = control.finishedTrials
    timer.schedule(deadline: .now() + .milliseconds(400), repeating: .milliseconds(200))
    timer.setEventHandler {
      Self.draw(finished: control.finishedTrials - before, of: trials, after: watch.seconds)
    }
    timer.resume()
    self.timer = timer
  }

  /// Removes the line.
  func finish() {
    guard let timer else { return }
    timer.cancel()
    Output.show("\r\u{1B}[K")
  }

  private static func draw(finished: Int, of trials: Int, after seconds: Double) {
    let done = min(finished, trials)
    let rate = Double(done) / max(seconds, 1e-9)
    let percent = Int(100 * Double(done) / Double(trials))
    let left = rate > 0 ? Double(trials - done) / rate : 0
    let text =
      done < trials
      ? "\(percent) %  \(millions(rate)) million trials/s  \(Int(left.rounded(.up))) s left"
      : "analysing"
    // A line that wraps could not be taken back.
    Output.show("\r\u{1B}[K\(text.prefix(max(Output.width(of: STDERR_FILENO) - 1, 1)))")
  }

  private static func millions(_ rate: Double) -> String { "\((rate / 1e5).rounded() / 10)" }
}
