// SPDX-License-Identifier: GPL-3.0-or-later

/// A way to tune a model, or a library that makes tuning quicker.
struct Method {
  let reference: String
  let file: String
  /// Memory that tuning takes, in GB.
  var vramGB: Double?
  /// How many times as quick tuning is.
  var speedup: Speedup?
  /// The part of the memory that tuning still takes.
  var vramFactor: Double?
  /// Why the figures cannot be right, when something speaks against them.
  var contradiction: String?
  var origin: Origin?

  /// A factor as it stands in the file, and as it was understood.
  struct Speedup {
    let definition: Located
    let resolved: ResolvedValue
  }
}

/// The folder `distributions/methods/`: what tuning takes, model by model, and what makes it quicker.
///
/// `llama-3/70b-lora` is the entry `70b-lora` of `llama-3.yaml`.
final class MethodBook {
  private let library: DistributionLibrary
  private var files: [String: [Method]] = [:]

  init(library: DistributionLibrary) { self.library = library }

  /// The entry that `located` names; reports and gives nil when there is none.
  func find(_ located: Located, in standard: String? = nil) -> Method? {
    let text = located.text ?? ""
    let reference = standard.map { text.contains("/") ? text : "\($0)/\(text)" } ?? text
    let parts = reference.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, library.isFileName(parts[0]) else {
      located.report(
        "\(located.kind) is not a method", "write it as file/entry, as llama-3/8b-qlora")
      return nil
    }
    guard let methods = read(String(parts[0])) else {
      located.report(
        "there is no distributions/methods/\(parts[0]).yaml",
        "name another, or add that file to the library")
      return nil
    }
    guard let method = methods.first(where: { $0.reference == reference }) else {
      let known = methods.map(\.reference)
      located.report(
        "\(parts[0]).yaml of the methods has no \(shortened(reference))",
        nearest(reference, among: known).map { "did you mean `\($0)`?" }
          ?? "it has \(known.joined(separator: ", "))")
      return nil
    }
    return method
  }

  private func read(_ id: String) -> [Method]? {
    if let known = files[id] { return known }
    guard let section = library.section("methods/\(id)", path: "") else { return nil }
    var methods: [Method] = []
    if section.text("title") == nil { section.missing("title", "say what stands here") }
    let entries = section.take("entries")?.section()
    if entries == nil { section.missing("entries", "give `entries:` with methods") }
    for key in entries?.keys ?? [] {
      guard let entry = entries?.take(key)?.section() else {
        entries?.report(at: key, "empty", "give its figures")
        continue
      }
      methods.append(read(entry, "\(id)/\(key)"))
    }
    section.finish()
    files[id] = methods
    return methods
  }

  private func read(_ section: Section, _ reference: String) -> Method {
    var method = Method(reference: reference, file: section.diagnostics.file)
    _ = section.text("name")
    _ = section.take("parameters")?.number(.positive)
    _ = section.text("note")
    method.contradiction = section.text("contradiction")
    method.vramGB = section.take("vram_gb")?.number(.positive)
    method.vramFactor = section.take("vram_factor")?.number(
      NumberRange(lower: 0, upper: 100, includesLower: false))
    if let speedup = section.take("speedup") {
      let scratch = InputTable(
        library: DistributionLibrary(folders: []), diagnostics: section.diagnostics)
      let defined = scratch.definedQuantity(speedup, .positive, name: reference)
      method.speedup = Method.Speedup(definition: speedup, resolved: defined?.1 ?? .null)
    }
    readQuality(section)
    method.origin = OriginReader(section: section).read()
    if (method.vramGB == nil) == (method.speedup == nil) {
      section.report(
        "neither a method nor an accelerator",
        "give either `vram_gb:` or `speedup:` with `vram_factor:`")
    }
    section.finish()
    return method
  }

  /// Quality relative to tuning all weights, a list because it depends on the adapter's rank.
  private func readQuality(_ section: Section) {
    guard let list = section.take("quality") else { return }
    let share = NumberRange(lower: 0, upper: 2)
    for element in list.elements() {
      guard let entry = element.section() else { continue }
      _ = entry.take("rank")?.number(.positive)
      for key in ["low", "high"] {
        if entry.take(key)?.number(share) == nil, !entry.has(key) {
          entry.missing(key, share.remedy)
        }
      }
      entry.finish()
    }
  }
}
