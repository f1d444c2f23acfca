// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Yams

extension Experiment {
  /// The experiment a manifest records, with the options of its run that change its files.
  ///
  /// - Throws: `InvalidInput` if the file is no manifest, or one of another version, whose bytes
  ///   this one cannot promise.
  public static func read(
    manifest file: String, version: String
  ) throws -> (Experiment, RunOptions) {
    try read(
      recordedIn: try TextFile(reading: file, atMost: TextFile.largestManifest),
      version: version)
  }

  /// The same of the text of a manifest.
  static func read(
    recordedIn text: TextFile, version: String
  ) throws -> (Experiment, RunOptions) {
    let file = text.name
    let root = try Document.root(of: text, atMost: Document.largestManifestTree)
    let diagnostics = Diagnostics(file: text.name)
    let located = Located(node: root, path: "", diagnostics: diagnostics)
    guard let top = located.section(), let made = top.take("breakeven")?.text,
      let body = top.take("experiment")
    else {
      throw InvalidInput(
        file: file, fault: "not the manifest of a run", remedy: "name a manifest.json")
    }
    guard made == version else {
      throw InvalidInput(
        file: file, fault: "made by version \(made), this is \(version)",
        remedy: "use that version for the same bytes, or run the experiment file")
    }
    let count = top.number(
      "cashflow_trials", default: Double(RunOptions.defaultCashflowTrials),
      NumberRange(lower: 0, upper: 1e6, isWhole: true))
    var options = RunOptions(cashflowTrials: Int(count))
    options.convergence = top.flag("convergence")
    options.streaming = top.flag("streaming")
    if let list = top.take("metrics"), list.text != "all" {
      options.metrics = Set(list.elements().compactMap { $0.text.flatMap(Metric.init(rawValue:)) })
    }
    var experiment = try ExperimentReader(file: text, library: nil).read(body.node)
    if let condition = top.take("where")?.text {
      try experiment.restrict(to: condition, name: file)
    }
    guard diagnostics.problems.isEmpty else { throw InvalidInput(diagnostics.problems) }
    return (experiment.recordingFiles(of: top), options)
  }

  /// The same experiment as read from the files that the manifest lists.
  private func recordingFiles(of manifest: Section) -> Experiment {
    var files: [TextFile] = []
    for element in manifest.take("files")?.elements() ?? [] {
      guard let entry = element.section(), let name = entry.take("name")?.text,
        let digest = entry.take("sha256")?.text
      else { continue }
      files.append(TextFile(name: name, recordedDigest: digest))
    }
    let warnings = (manifest.take("warnings")?.elements() ?? []).compactMap(\.text)
    let prices = (manifest.take("prices")?.elements() ?? []).compactMap(PriceUse.init(recorded:))
    var experiment = self
    if !files.isEmpty { experiment.files = files }
    experiment.prices = prices
    experiment.warnings = warnings
    return experiment
  }
}
