// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser

/// What goes to standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// Text for people.
  case table
  /// The main table as CSV.
  case csv
  /// The same as JSON.
  case json
  /// A page of Markdown.
  case markdown
}
