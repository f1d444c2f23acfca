// swift-tools-version: 6.1
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Layers, bottom up. A target may import only what stands in its row; nothing imports upward.

import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func layer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// `scripts` make the reference values of a test with another library.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], scripts: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: scripts,
    swiftSettings: strict)
}

/// Sanitizers must see who allocates, and preloaded libraries who asks for the time: Tests/Faults link nothing in.
let isShared = Context.environment["BREAKEVEN_SHARED"] != nil

/// Whether the C library and GSL may be linked in, as they come with Debian and Ubuntu.
let hasArchives = ["x86_64", "aarch64"].contains {
  FileManager.default.fileExists(atPath: "/usr/lib/\($0)-linux-gnu/libgsl.a")
}

/// Flags of a linker that links all in, or at least what comes with Swift.
///
/// (gold would warn of functions of the C library that look for users and hosts by shared libraries; only parts
/// of Foundation that are not used call them.)
let linkedIn =
  (hasArchives
    ? ["-static-executable", "-use-ld=lld"] : ["-static-stdlib", "-Xclang-linker", "-no-pie"])
  + [
    "Foundation", "FoundationInternationalization", "FoundationEssentials", "CoreFoundation",
    "_FoundationICU", "_FoundationCShims", "_FoundationCollections", "stdc++",
  ].map { "-l\($0)" }

let package = Package(
  name: "breakeven",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "breakeven", targets: ["breakeven"]),
    .executable(name: "breakeven-serve", targets: ["breakeven-serve"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // 0: C
    .systemLibrary(
      name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .target(name: "CKernels"),
    .target(name: "CStart"),
    // 1: numbers, bits, money
    layer("GSLNumerics", ["CGSL"]),
    layer("RandomStreams", ["CKernels", "GSLNumerics"]),
    layer("CostModel", ["CKernels"]),
    // 2: chance
    layer("Distributions", ["CKernels", "GSLNumerics", "RandomStreams"]),
    layer("SamplingDesigns", ["CKernels"]),
    // 3: what samples say, and where they come from
    layer("Analysis", ["CKernels", "Distributions", "RandomStreams"]),
    layer("Simulation", []),
    // 4: files become models
    layer(
      "Experiments",
      [
        "Analysis", "CKernels", "CostModel", "Distributions", "RandomStreams", "SamplingDesigns",
        "Simulation",
        .product(name: "Yams", package: "Yams"),
      ]),
    // 5: results become pages; pictures know nothing of them
    layer("Charts", []),
    layer(
      "Reports", ["Analysis", "Charts", "CostModel", "Distributions", "Experiments", "Simulation"]),
    // 6: the command
    .executableTarget(
      name: "breakeven",
      dependencies: [
        "Analysis", "CStart", "CostModel", "Experiments", "Reports", "Simulation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      // From twenty shared libraries `--help` takes 20 ms, not 4, and a run of 1,000 trials 36, not 21.
      linkerSettings: isShared
        ? [] : [.unsafeFlags(linkedIn, .when(platforms: [.linux]))]),

    // A program of its own, so that no other command loads an HTTP server.
    .executableTarget(
      name: "breakeven-serve",
      dependencies: [
        "CStart", "Experiments", "Reports", "Simulation",
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "breakeven-benchmarks",
      dependencies: [
        "Analysis", "CostModel", "Distributions", "Experiments", "RandomStreams", "Simulation",
      ],
      path: "Tests/Benchmarks",
      exclude: ["Peers", "results.md"]),
    .executableTarget(
      name: "breakeven-randomness", dependencies: ["RandomStreams"], path: "Tests/Randomness",
      exclude: ["battery.py"], swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("RandomStreamsTests", ["CKernels", "GSLNumerics", "RandomStreams"]),
    tests(
      "DistributionsTests", ["Distributions", "GSLNumerics", "RandomStreams"],
      scripts: ["reference.py", "reference_copula.py", "reference_fit.py"]),
    tests("SamplingDesignsTests", ["RandomStreams", "SamplingDesigns"], scripts: ["reference.py"]),
    tests("CostModelTests", ["CostModel"]),
    tests(
      "AnalysisTests", ["Analysis", "Distributions", "RandomStreams", "SamplingDesigns"],
      scripts: [
        "reference.py", "Sensitivity/reference_sensitivity.py", "Streaming/reference_sums.py",
      ]),
    tests("SimulationTests", ["Simulation"]),
    tests(
      "ExperimentsTests",
      ["Analysis", "CostModel", "Distributions", "Experiments", "RandomStreams", "Reports"],
      scripts: ["reference_information.py", "reference_workload.py"]),
    tests("ChartsTests", ["Charts"]),
    tests("ReportsTests", ["CostModel", "Experiments", "Reports"]),
    // Runs the command as a user would. That is built with the tests, and not a dependency: it would be
    // linked into them, with its linker's settings.
    tests("CommandLineTests", []),
    tests("GoldenTests", ["CostModel"]),
  ],
  swiftLanguageModes: [.v6]
)

// Built by Tests/Fuzzing/fuzz.sh alone: it needs the compiler's coverage and libFuzzer.
if Context.environment["BREAKEVEN_FUZZING"] != nil {
  package.products.append(.executable(name: "breakeven-fuzz", targets: ["breakeven-fuzz"]))
  package.targets.append(
    .executableTarget(
      name: "breakeven-fuzz", dependencies: ["Analysis", "CKernels", "Experiments"],
      path: "Tests/Fuzzing",
      exclude: ["fuzz.sh", "seeds"], swiftSettings: strict))
}
