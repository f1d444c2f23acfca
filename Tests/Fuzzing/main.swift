// SPDX-License-Identifier: GPL-3.0-or-later
//
// libFuzzer over everything that reads a file. `Tests/Fuzzing/fuzz.sh` builds and runs it; the first argument
// names the reader, the others are libFuzzer's own.

internal import Foundation

let arguments = CommandLine.arguments
guard arguments.count > 1, let reader = Reader.all[arguments[1]] else {
  FileHandle.standardError.write(
    Data(
      "give one of \(Reader.all.keys.sorted().joined(separator: " ")), then libFuzzer's options\n"
        .utf8))
  exit(2)
}
let read: @Sendable (UnsafeRawBufferPointer) throws -> Void = reader
let callback: @convention(c) (UnsafePointer<UInt8>, Int) -> Int32 = { start, count in
  // Every refusal is an error; what this looks for are crashes, hangs and memory.
  try? read(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: @convention(c) (UnsafePointer<UInt8>, Int) -> Int32
) -> Int32

// Without the name of the reader, whose place the program's takes.
CommandLine.unsafeArgv[1] = CommandLine.unsafeArgv[0]
var words = CommandLine.unsafeArgv + 1
var count = CommandLine.argc - 1
exit(runDriver(&count, &words, callback))
