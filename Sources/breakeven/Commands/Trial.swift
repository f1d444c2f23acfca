// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser

struct Trial: ParsableCommand {
  func run() throws {}
}
