// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import Foundation
internal import Simulation

/// Ctrl-C, or a polite request to stop, cancels the run under `control` until this object goes.
final class Interrupt {
  private var sources: [any DispatchSourceSignal] = []

  init(cancelling control: RunControl) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let queue = DispatchQueue(label: "interrupt")
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { control.cancel() }
      source.resume()
      sources.append(source)
    }
  }

  deinit {
    sources.forEach { $0.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }
}
