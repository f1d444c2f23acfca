// SPDX-License-Identifier: GPL-3.0-or-later

/// A number that an author wrote into an experiment, or into an entry of the library that it uses.
public struct EditableNumber: Sendable, Hashable {
  /// Its address: the keys that lead to it, with `/` between them.
  public let id: String
  /// What it belongs to.
  public let group: Group
  /// The keys within the group, as `uniform, low`.
  public let label: String
  /// The number as it stands in the file.
  public let value: Double
  /// What it counts, where its author said so.
  public let unit: String?

  /// What numbers are shown together.
  public struct Group: Sendable, Hashable {
    /// The part of the experiment.
    public let part: Part
    /// The input, the process, the option; empty for the experiment itself.
    public let name: String
  }

  /// A part of an experiment.
  public enum Part: String, Sendable, Hashable, CaseIterable {
    case inputs = "Inputs"
    case library = "Inputs of the library"
    case processes = "Processes"
    case workload = "Workload"
    case options = "Options"
    case experiment = "Experiment"
  }
}

/// Where a number stands in a text.
struct NumberPlace {
  let number: EditableNumber
  /// Place of the first and past the last byte.
  let bytes: Range<Int>
}

/// Where an experiment names an entry of the price book or of the methods, so that a key may be put beside it.
struct EntryPlace {
  /// The addresses of keys beside it begin so.
  let id: String
  /// The keys within their group.
  let label: [String]
  let group: EditableNumber.Group
  /// Where another key goes.
  let end: Int
  /// What stands between that place and the key.
  let separator: String
}
