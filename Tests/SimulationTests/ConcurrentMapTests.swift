// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Simulation
import Testing

@Suite("A concurrent map")
struct ConcurrentMapTests {
  @Test("returns its values in order", arguments: 1...8)
  func order(workers: Int) throws {
    let values = try concurrentMap(count: 100, workers: workers) { index in
      if index.isMultiple(of: 7) { usleep(200) }
      return "\(index)"
    }
    #expect(values == (0..<100).map { "\($0)" })
  }

  @Test("of nothing is empty")
  func empty() throws {
    #expect(try concurrentMap(count: 0) { $0 }.isEmpty)
  }

  @Test("keeps values that are nil")
  func optionals() throws {
    let values = try concurrentMap(count: 4, workers: 2) { $0 == 1 ? nil : $0 }
    #expect(values == [0, nil, 2, 3])
  }

  @Test("throws the error of the lowest index", arguments: 1...4)
  func errors(workers: Int) {
    #expect(throws: BlockFailure(block: 2)) {
      try concurrentMap(count: 50, workers: workers) { index in
        if index == 2 { usleep(2_000) }
        if index >= 2 { throw BlockFailure(block: UInt64(index)) }
      }
    }
  }

  @Test("can be cancelled")
  func cancel() {
    let control = RunControl()
    #expect(throws: SimulationError.interrupted) {
      try concurrentMap(count: 1_000, workers: 2, control: control) { index in
        if index == 3 { control.cancel() }
      }
    }
  }

  @Test("has at least one processor to run on")
  func processors() {
    #expect(availableProcessors() >= 1)
  }
}
