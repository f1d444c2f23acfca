// SPDX-License-Identifier: GPL-3.0-or-later

import Dispatch
import Foundation
import Simulation
import Synchronization
import Testing

@Suite("A run that fails")
struct FailureTests {
  @Test("throws the error of the earliest block, however late it comes", arguments: 1...8)
  func earliest(workers: Int) {
    for _ in 0..<20 {
      let model = ProbeModel { block in
        switch block {
        case 3:
          usleep(2_000)
          throw BlockFailure(block: 3)
        case 4, 5, 9: throw BlockFailure(block: block)
        default: break
        }
      }
      #expect(throws: BlockFailure(block: 3)) {
        try run(model, trials: 50 * TrialBlock.size, workers: workers)
      }
    }
  }

  @Test("begins no further block but those under way", arguments: [1, 2, 4])
  func stops(workers: Int) {
    let begun = Counter()
    let model = ProbeModel { block in
      begun.increment()
      if block == 5 { throw BlockFailure(block: 5) }
      usleep(1_000)
    }
    #expect(throws: BlockFailure(block: 5)) {
      try run(model, trials: 1_000 * TrialBlock.size, workers: workers)
    }
    // Six blocks up to the failing one; each other worker may be a few ahead while it is recorded.
    #expect(begun.value < 6 + 20 * workers)
  }

  @Test("for want of a scratch throws that error")
  func scratch() {
    let model = ProbeModel(onScratch: { throw BlockFailure(block: 77) }, onBlock: { _ in })
    #expect(throws: BlockFailure(block: 77)) {
      try run(model, trials: 5_000, workers: 3)
    }
  }
}

@Suite("A run under control")
struct RunControlTests {
  @Test("counts the trials it has finished")
  func progress() throws {
    let control = RunControl()
    _ = try run(IndexModel(), trials: 10_001, workers: 2, control: control)
    #expect(control.finishedTrials == 10_001)
    _ = try run(IndexModel(), trials: 9, workers: 2, control: control)
    #expect(control.finishedTrials == 10_010)
  }

  @Test("shows its progress while it is on")
  func progressWithin() throws {
    let control = RunControl()
    let model = ProbeModel { block in
      #expect(control.finishedTrials == Int(block) * TrialBlock.size)
    }
    _ = try run(model, trials: 5_000, workers: 1, control: control)
  }

  @Test("ends within the blocks under way when cancelled", arguments: [1, 2, 4])
  func cancel(workers: Int) {
    let control = RunControl()
    let begunAfter = Counter()
    let model = ProbeModel { block in
      if control.isCancelled { begunAfter.increment() }
      if block == 10 { control.cancel() }
      usleep(200)
    }
    #expect(throws: SimulationError.interrupted) {
      try run(model, trials: 10_000 * TrialBlock.size, workers: workers, control: control)
    }
    // A worker may have asked just before the cancellation.
    #expect(begunAfter.value < workers)
    #expect(control.finishedTrials <= (10 + 20 * workers) * TrialBlock.size)
  }

  @Test("can be cancelled from another thread")
  func cancelFromOutside() {
    let control = RunControl()
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(20)) { control.cancel() }
    // 100 seconds, if nobody stops it.
    let model = ProbeModel { _ in usleep(1_000) }
    let start = ContinuousClock.now
    #expect(throws: SimulationError.interrupted) {
      try run(model, trials: 200_000 * TrialBlock.size, workers: 2, control: control)
    }
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("that is cancelled before it begins evaluates nothing")
  func cancelledBefore() {
    let control = RunControl()
    control.cancel()
    let begun = Counter()
    #expect(throws: SimulationError.interrupted) {
      try run(ProbeModel { _ in begun.increment() }, trials: 9, control: control)
    }
    #expect(begun.value == 0)
    #expect(control.finishedTrials == 0)
  }

  @Test("that is cancelled in its last block still has all its results")
  func cancelledAtTheEnd() throws {
    let control = RunControl()
    let columns = try run(
      ProbeModel { block in if block == 4 { control.cancel() } },
      trials: 5 * TrialBlock.size, workers: 1, control: control)
    #expect(columns.trials == 5 * TrialBlock.size)
  }
}
