// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The reference workload with the tables that the peers compute, in turn with them.
///
/// Breakeven is timed as a whole process that reads, simulates and writes its files, those that hold what the
/// peers compute: no pages, no cash flow. The peers are timed as whole processes too, and by their own clocks,
/// which leave out start-up, imports and compilation.
struct SimulationRace {
  private struct Peer: Decodable {
    let simulation: Double
    let tables: Double
  }

  private struct Time {
    let whole: Double
    /// By the program's own clock; of Breakeven the whole.
    let own: Double
  }

  private struct Runner {
    let name: String
    let workers: Int
    let time: (_ trials: Int) throws -> Time
  }

  func report() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let runners = runners(in: folder)
    var medians: [String: [Int: Double]] = [:]
    for (trials, rounds) in [(1_000_000, 7), (10_000_000, 3)] {
      Journal.write(
        "\nreference workload, \(trials) trials, median of \(rounds) rounds, seconds and times Breakeven\n"
          + "                                  whole process          by its own clock")
      var times = [[Time]](repeating: [], count: runners.count)
      for _ in 0..<rounds {
        for (index, runner) in runners.enumerated() {
          times[index].append(try runner.time(trials))
        }
      }
      for (index, runner) in runners.enumerated() {
        let (whole, own) = (median(times[index].map(\.whole)), median(times[index].map(\.own)))
        medians[runner.name, default: [:]][trials] = own
        // The rival of the same number of workers.
        let rival = median(times[runner.workers == 1 ? 1 : 0].map(\.whole))
        let name = runner.name.padding(toLength: 34, withPad: " ", startingAt: 0)
        Journal.write(
          name
            + String(
              format: "%8.3f %7.2f       %8.3f %7.2f", whole, whole / rival, own, own / rival))
      }
    }
    marginal(medians)
    try designed(medians)
  }

  /// Against Sobol' indices, which people compute with SALib where a run of Breakeven tells as much.
  private func designed(_ medians: [String: [Int: Double]]) throws {
    guard Program.pythonHas("SALib"), let own = medians["Breakeven, 2 workers"]?[1_000_000] else {
      return
    }
    let times = try (1...3).map { seed in
      let run = try Program.python("salib_indices.py", "\(SensitivityRace.base)", "\(seed)").run()
      let clock = try JSONDecoder().decode(SensitivityRace.Peer.self, from: run.output).seconds
      return Time(whole: run.seconds, own: clock)
    }
    let (whole, clock) = (median(times.map(\.whole)), median(times.map(\.own)))
    Journal.write(
      String(
        format: """
          SALib, sample, evaluate, analyse at %d: %.2f s, %.2f times Breakeven's 1000000 trials; by its own clock \
          %.2f s, %.2f times
          """, SensitivityRace.base, whole, whole / own, clock, clock / own))
  }

  /// What a further trial costs on one core.
  private func marginal(_ medians: [String: [Int: Double]]) {
    func cost(_ name: String) -> Double? {
      guard let few = medians[name]?[1_000_000], let many = medians[name]?[10_000_000] else {
        return nil
      }
      return (many - few) / 9e6 * 1e9
    }
    guard let own = cost("Breakeven, 1 worker") else { return }
    Journal.write(String(format: "\na further trial on one core: Breakeven %.0f ns", own))
    if let peer = cost("C with GSL, 1 thread") {
      Journal.write(
        String(format: "C with GSL %.0f ns: Breakeven takes %.2f of it", peer, own / peer))
    }
  }

  private func runners(in folder: URL) -> [Runner] {
    let metrics = "payback_months,npv,upfront_cost,total_cost,breakeven_requests"
    func own(_ workers: Int) -> Runner {
      Runner(name: "Breakeven, \(workers) worker\(workers == 1 ? "" : "s")", workers: workers) {
        let seconds = try Program.breakeven(
          "run", "experiments/reference.yaml", "--trials", "\($0)", "--metrics", metrics,
          "--workers", "\(workers)", "--no-report", "--cashflow-trials", "0", "--output",
          folder.appendingPathComponent("run").path
        ).run().seconds
        return Time(whole: seconds, own: seconds)
      }
    }
    func peer(_ name: String, _ workers: Int, _ program: @escaping (Int) -> Program) -> Runner {
      Runner(name: name, workers: workers) { trials in
        let run = try program(trials).run()
        let found = try JSONDecoder().decode(Peer.self, from: run.output)
        return Time(whole: run.seconds, own: found.simulation + found.tables)
      }
    }
    var runners = [own(2), own(1)]
    if let compiled = compile(in: folder) {
      for threads in [2, 1] {
        runners.append(
          peer("C with GSL, \(threads) thread\(threads == 1 ? "" : "s")", threads) {
            Program(path: compiled, arguments: ["\($0)", "\(threads)"])
          })
      }
    }
    if Program.pythonHas("numpy") {
      runners.append(
        peer("NumPy, 2 processes", 2) { .python("reference_workload.py", "\($0)", "2") })
    }
    if Program.pythonHas("numba") {
      runners.append(
        peer("Numba, 2 threads, warm", 2) { .python("reference_workload_numba.py", "\($0)", "2") })
    }
    return runners
  }

  /// The C program, compiled for this machine; nil where there is no compiler for it.
  private func compile(in folder: URL) -> String? {
    let target = folder.appendingPathComponent("peer").path
    let compiler = Program(
      path: "/usr/bin/env",
      arguments: [
        "cc", "-O3", "-ffast-math", "-march=native", "-fopenmp", "-o", target,
        "Tests/Benchmarks/Peers/reference_workload.c", "-lgsl", "-lgslcblas", "-lm",
      ])
    return (try? compiler.run()) == nil ? nil : target
  }
}
