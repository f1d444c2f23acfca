// SPDX-License-Identifier: GPL-3.0-or-later

import RandomStreams
import SamplingDesigns
import TestSupport
import Testing

@Suite("Sampling designs")
struct SamplingDesignTests {
  /// One coordinate of every trial.
  func points(
    _ design: SamplingDesign, _ coordinate: Int, first: Int = 0, count: Int? = nil
  ) -> [Double] {
    let count = count ?? design.trials
    var values = [Double](repeating: 0, count: count)
    values.withUnsafeMutableBufferPointer { buffer in
      RandomStream(seed: 9, name: "u\(coordinate)").fill(buffer, firstTrial: UInt64(first))
      design.transform(
        buffer, name: "x\(coordinate)", coordinate: coordinate, firstTrial: UInt64(first))
    }
    return values
  }

  func cells(_ values: ArraySlice<Double>, _ count: Int) -> [Int] {
    values.map { Int($0 * Double(count)) }
  }

  @Test("A random design leaves uniforms as they are")
  func random() throws {
    let design = try SamplingDesign(.random, trials: 1_000, seed: 1)
    var plain = [Double](repeating: 0, count: 1_000)
    plain.withUnsafeMutableBufferPointer {
      RandomStream(seed: 9, name: "u3").fill($0, firstTrial: 0)
    }
    #expect(points(design, 3) == plain)
  }

  @Test(
    "Each replicate of a Latin hypercube has one point in each stratum",
    arguments: [2, 5, 625, 4_096])
  func strata(size: Int) throws {
    let design = try SamplingDesign(.latinHypercube, trials: 16 * size, seed: 7)
    for coordinate in [0, 1, 300] {
      let values = points(design, coordinate)
      for replicate in 0..<16 {
        let own = values[replicate * size..<(replicate + 1) * size]
        #expect(Set(cells(own, size)).count == size)
      }
    }
  }

  /// Pairs of strata: the rank correlation of two coordinates has a standard error of 1/√(n − 1).
  @Test("Coordinates and replicates of a Latin hypercube are independent")
  func independence() throws {
    let design = try SamplingDesign(.latinHypercube, trials: 16 * 5_000, seed: 3)
    let (x, y) = (points(design, 0), points(design, 1))
    func correlation(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
      let n = Double(a.count)
      return zip(a, b).reduce(0) { $0 + ($1.0 - 0.5) * ($1.1 - 0.5) } / n * 12
    }
    let size = 5_000
    for replicate in 0..<15 {
      let own = replicate * size..<(replicate + 1) * size
      let next = (replicate + 1) * size..<(replicate + 2) * size
      // Sixty comparisons at 4.5 standard errors: one false alarm in 2,500 changes of the seed.
      #expect(abs(correlation(x[own], y[own])) < 4.5 / Double(size).squareRoot())
      #expect(abs(correlation(x[own], x[next])) < 4.5 / Double(size).squareRoot())
      let lagged = correlation(x[own].dropLast(), x[own].dropFirst())
      #expect(abs(lagged) < 4.5 / Double(size).squareRoot())
    }
  }

  /// Scrambling permutes the halves of every cell: which points share a cell stays as it was.
  @Test(
    "The sequence is the one of Joe and Kuo's numbers", arguments: sobolReferences.keys.sorted())
  func sequence(dimension: Int) throws {
    let reference = try #require(sobolReferences[dimension])
    let design = try SamplingDesign(.sobol, trials: 16 * 64, seed: 5)
    let values = points(design, dimension - 1)
    for replicate in [0, 15] {
      let own = cells(values[replicate * 64..<(replicate + 1) * 64], 64)
      for level in 1...6 {
        // SciPy goes through the points in the order of Gray's code.
        let pairs = Set(
          reference.enumerated().map { index, cell in
            [cell >> (6 - level), own[index ^ (index >> 1)] >> (6 - level)]
          })
        #expect(pairs.count == 1 << level, "level \(level)")
      }
    }
  }

  @Test("Two dimensions are a net: each box of 1/n has one point")
  func net() throws {
    let size = 1_024
    let design = try SamplingDesign(.sobol, trials: 16 * size, seed: 8)
    let (x, y) = (points(design, 0)[..<size], points(design, 1)[..<size])
    for bits in 0...10 {
      let boxes = zip(cells(x, 1 << bits), cells(y, 1 << (10 - bits))).map { [$0, $1] }
      #expect(Set(boxes).count == size)
    }
  }

  @Test("Scrambled points are uniform, whatever their place in the sequence")
  func uniformity() throws {
    var first: [Double] = []
    for seed in 0..<500 {
      let design = try SamplingDesign(.sobol, trials: 512, seed: UInt64(seed))
      let values = points(design, 4)
      for replicate in 0..<16 { first.append(values[replicate * 32 + 3]) }
    }
    // Kolmogorov's distance of 8,000 points beyond 2.2/√n: one false alarm in 8,000.
    let sorted = first.sorted()
    let distance =
      sorted.enumerated().map { index, value in
        max(abs(value - Double(index) / 8_000), abs(value - Double(index + 1) / 8_000))
      }.max() ?? 1
    #expect(distance < 2.2 / 8_000.0.squareRoot())
  }

  /// ∏ (1 + (x_j − ½)/2) over 8 coordinates has mean 1 and variance (1 + 1/48)^8 − 1 = 0.1793.
  @Test("The error of a smooth mean is far below that of random points")
  func accuracy() throws {
    func mean(_ trials: Range<Int>, _ coordinates: [[Double]]) -> Double {
      var sum = 0.0
      for trial in trials {
        var product = 1.0
        for coordinate in coordinates { product *= 1 + (coordinate[trial] - 0.5) / 2 }
        sum += product
      }
      return sum / Double(trials.count)
    }
    func spread(_ kind: SamplingDesign.Kind) throws -> Double {
      let design = try SamplingDesign(kind, trials: 16 * 1_024, seed: 21)
      let coordinates = (0..<8).map { points(design, $0) }
      let errors = (0..<16).map { mean($0 * 1_024..<($0 + 1) * 1_024, coordinates) - 1 }
      var squares = 0.0
      for error in errors { squares += error * error }
      return (squares / 16).squareRoot()
    }
    let independent = (0.1793 / 1_024).squareRoot()
    #expect(try spread(.latinHypercube) < independent / 3)
    #expect(try spread(.sobol) < independent / 30)
  }

  @Test("A trial's point does not depend on the block it is asked for in")
  func blocks() throws {
    for kind in [SamplingDesign.Kind.latinHypercube, .sobol] {
      let design = try SamplingDesign(kind, trials: 4_096, seed: 2)
      let all = points(design, 5)
      #expect(points(design, 5, first: 1_000, count: 777) == Array(all[1_000..<1_777]))
    }
  }

  @Test("Trials that make no design are refused with the numbers that would do")
  func refusals() throws {
    for (kind, trials, nearest) in [
      (SamplingDesign.Kind.sobol, 100_000, [65_536, 131_072]), (.sobol, 1, [32]),
      (.latinHypercube, 100_001, [100_000, 100_016]), (.latinHypercube, 5, [32, 48]),
    ] {
      do {
        _ = try SamplingDesign(kind, trials: trials, seed: 1)
        Issue.record("\(trials) trials were taken")
      } catch {
        #expect(error.nearest == nearest)
      }
    }
  }
}
