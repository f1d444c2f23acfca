// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// The folder `distributions/prices/`: what vendors ask for models and GPUs, with source and date.
///
/// `openai/gpt-4o` is the entry `gpt-4o` of `openai.yaml`. A file is read when something first names
/// it.
public final class PriceBook {
  private let library: DistributionLibrary
  private var vendors: [String: PriceFileReader.Contents] = [:]

  init(library: DistributionLibrary) { self.library = library }

  /// The book in the folder `library`; by default in `distributions` of the working folder.
  public convenience init(library: String?) {
    self.init(library: DistributionLibrary(folders: [library ?? "distributions"]))
  }

  /// The book that the experiment in `file` would use.
  public convenience init(experiment file: String, library: String?) {
    self.init(
      library: DistributionLibrary(
        folders: DistributionLibrary.folders(experiment: file, library: library)))
  }

  /// What a reference leads to.
  enum LookUp {
    case found(PriceEntry)
    /// Not of the form `vendor/entry`.
    case notReference
    case noSuchVendor(known: [String])
    /// The vendor's file cannot be read, which is reported there.
    case unreadable(file: String)
    case noSuchEntry(file: String, known: [String])
  }

  func look(up reference: String) -> LookUp {
    let parts = reference.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, library.isFileName(parts[0]) else { return .notReference }
    guard let vendor = vendor(String(parts[0])) else {
      let known = vendorIDs
      return known.contains(String(parts[0]))
        ? .unreadable(file: "\(parts[0]).yaml") : .noSuchVendor(known: known)
    }
    if let entry = vendor.entries.first(where: { $0.reference == reference }) {
      return .found(entry)
    }
    return .noSuchEntry(
      file: "\(parts[0]).yaml", known: vendor.entries.map(\.reference))
  }

  /// Every file of the book, by its name without ending.
  public var vendorIDs: [String] {
    var names: Set<String> = []
    for folder in library.folders {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/prices")) ?? []
      for file in files where file.hasSuffix(".yaml") { names.insert(String(file.dropLast(5))) }
    }
    return names.filter { library.isFileName($0[...]) }.sorted()
  }

  /// The entries of one vendor, or of all.
  ///
  /// - Throws: `InvalidInput` when there is no such vendor or no book, or a file has mistakes.
  public func entries(of vendor: String? = nil) throws(InvalidInput) -> [PriceEntry] {
    let known = vendorIDs
    guard !known.isEmpty else {
      throw InvalidInput(
        file: "\(library.folders.first ?? "distributions")/prices", fault: "no price book there",
        remedy: "name the folder of shared distributions with --library")
    }
    if let vendor, !known.contains(vendor) {
      throw InvalidInput(
        file: vendor, fault: "not a vendor of the price book",
        remedy: Self.remedy(vendor, among: known, "vendors are"))
    }
    let entries = known.filter { vendor == nil || $0 == vendor }
      .flatMap { self.vendor($0)?.entries ?? [] }
    guard library.problems.isEmpty else { throw InvalidInput(library.problems) }
    return entries
  }

  /// The entry that `reference` names.
  ///
  /// - Throws: `InvalidInput` that names the nearest one when there is none.
  public func entry(_ reference: String) throws(InvalidInput) -> PriceEntry {
    let found = look(up: reference)
    guard library.problems.isEmpty else { throw InvalidInput(library.problems) }
    if case .found(let entry) = found { return entry }
    let (fault, remedy) = Self.explain(found, reference)
    throw InvalidInput(file: reference, fault: fault, remedy: remedy)
  }

  /// The same folders, read anew: what a message looks up is no file of the experiment.
  var fresh: DistributionLibrary { DistributionLibrary(folders: library.folders) }

  /// Where an uncertain price stands in its file.
  func definition(_ entry: PriceEntry, period: PricePeriod, _ key: PriceKey) -> Located? {
    guard let index = entry.periods.firstIndex(of: period) else { return nil }
    let vendor = String(entry.reference.prefix { $0 != "/" })
    return vendors[vendor]?.definitions[
      PriceFileReader.definition(entry.reference, period: index, key)]
  }

  private func vendor(_ id: String) -> PriceFileReader.Contents? {
    if let known = vendors[id] { return known }
    guard let section = library.section("prices/\(id)", path: "") else { return nil }
    let contents = PriceFileReader(id: id, section: section).read()
    vendors[id] = contents
    return contents
  }

  // MARK: Messages

  /// What is wrong with a reference that leads nowhere, and what would be right.
  static func explain(_ found: LookUp, _ reference: String) -> (fault: String, remedy: String) {
    switch found {
    case .found: ("", "")
    case .notReference:
      (
        "“\(shortened(reference))” is not an entry of the price book",
        "write it as vendor/entry, as openai/gpt-4o"
      )
    case .noSuchVendor(let known):
      (
        "the price book has no vendor \(shortened(reference.split(separator: "/")[0].description))",
        known.isEmpty
          ? "there is no distributions/prices; name its folder with --library"
          : remedy(String(reference.prefix { $0 != "/" }), among: known, "vendors are")
      )
    case .unreadable(let file):
      ("\(file) of the price book cannot be read", "see its own message")
    case .noSuchEntry(let file, let known):
      (
        "\(file) of the price book has no \(shortened(reference))",
        remedy(reference, among: known, "it has")
      )
    }
  }

  private static func remedy(_ word: String, among known: [String], _ list: String) -> String {
    nearest(word, among: known).map { "did you mean `\($0)`?" }
      ?? "\(list) \(known.joined(separator: ", "))"
  }
}
