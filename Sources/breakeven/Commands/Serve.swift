// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import CostModel
internal import Experiments
internal import Foundation
internal import Reports
internal import Simulation

/// The command `breakeven serve`.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Show an experiment as a page whose numbers can be moved.",
    discussion: """
      Serves a page on this machine alone, at http://127.0.0.1:PORT/. Move a number, and verdict and \
      charts follow; what is not touched keeps its draws, so that what moves on the screen is what the \
      change did. The changed experiment can be downloaded; the file itself is left alone. Ctrl-C ends it.
      """)

  @Argument(help: "The experiment file.", completion: .file())
  var experiment: String

  @OptionGroup var files: FileOptions

  @Option(help: "Number of trials of each run, replacing the file's.")
  var trials: String?

  @Option(help: "Port to listen on; 0 takes a free one.")
  var port: UInt16 = 8037

  @Option(help: "Worker threads [default: all processors].")
  var workers: Int?

  /// More would not follow a slider.
  private static let mostTrials = 10_000_000

  func validate() throws {
    if let workers, workers < 1 || workers > 1024 {
      throw ValidationError("--workers is \(workers); give 1 to 1024")
    }
  }

  func run() throws {
    var editable = try EditableExperiment(
      reading: experiment, library: files.library, allowOutside: files.allowOutside)
    if let trials {
      editable.settings.trials = try SimulationSettings.trials(from: trials, name: "--trials")
    }
    guard editable.settings.trials <= Self.mostTrials else {
      throw InvalidInput(
        file: "--trials", fault: "\(editable.settings.trials) trials for each move of a slider",
        remedy: "give at most \(Self.mostTrials)")
    }
    // What a run would refuse is told now, and not on the page.
    var probe = editable.experiment
    probe.settings.trials = min(editable.settings.trials, 1_024)
    _ = try probe.run(RunOptions(metrics: Report.liveMetrics, cashflowTrials: 0))
    try become(
      "breakeven-serve",
      [
        experiment, files.library ?? "", "\(files.allowOutside)", "\(editable.settings.trials)",
        "\(port)",
        "\(workers ?? availableProcessors())", Breakeven.version,
      ])
  }

  /// Goes on as the program of that name that stands beside this one.
  private func become(_ name: String, _ arguments: [String]) throws -> Never {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let path = own.deletingLastPathComponent().appendingPathComponent(name).path
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    words.append(nil)
    execv(path, &words)
    let reason = String(cString: strerror(errno))
    words.forEach { free($0) }
    throw OperationFailed(
      "\(path) cannot be started: \(reason); `make build` and `make install` put it there")
  }
}
