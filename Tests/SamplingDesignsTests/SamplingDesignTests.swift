// SPDX-License-Identifier: GPL-3.0-or-later

import RandomStreams
import SamplingDesigns
import TestSupport
import Testing

@Suite("Sampling designs")
struct SamplingDesignTests {
  /// One coordinate of every trial.
  func points(
    _ design: SamplingDesign, _ dimension: Int, seed: UInt64 = 4, first: Int = 0,
    count: Int? = nil
  ) -> [Double] {
    let count = count ?? design.trials
    var values = [Double](repeating: 0, count: count)
    let coordinate = design.coordinate(dimension: dimension) { replicate in
      RandomStream(seed: seed, name: "\(replicate) of \(dimension)").key
    }
    values.withUnsafeMutableBufferPointer { buffer in
      RandomStream(seed: seed, name: "u\(dimension)").fill(buffer, firstTrial: UInt64(first))
      coordinate?.transform(buffer, firstTrial: UInt64(first))
    }
    return values
  }

  /// The points of one replicate, in order.
  func part(_ values: [Double], _ replicate: Int, of replicates: Int = 16) -> [Double] {
    stride(from: replicate, to: values.count, by: replicates).map { values[$0] }
  }

  func cells(_ values: [Double], _ count: Int) -> [Int] {
    values.map { Int($0 * Double(count)) }
  }

  @Test("A random design leaves uniforms as they are")
  func random() throws {
    let design = try SamplingDesign(.random, trials: 1_000)
    #expect(design.replicates == 1)
    #expect(design.coordinate(dimension: 3) { _ in 0 } == nil)
  }

  @Test(
    "Each replicate of a Latin hypercube has one point in each stratum",
    arguments: [2, 5, 625, 4_096])
  func strata(size: Int) throws {
    let design = try SamplingDesign(.latinHypercube, trials: 16 * size)
    for dimension in [0, 1, 300] {
      let values = points(design, dimension)
      for replicate in 0..<16 {
        #expect(Set(cells(part(values, replicate), size)).count == size)
      }
    }
  }

  /// Pairs of strata: the rank correlation of two coordinates has a standard error of 1/√(n − 1).
  @Test("Coordinates and replicates of a Latin hypercube are independent")
  func independence() throws {
    let size = 5_000
    let design = try SamplingDesign(.latinHypercube, trials: 16 * size)
    let (x, y) = (points(design, 0), points(design, 1))
    func correlation(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - 0.5) * ($1.1 - 0.5) } / Double(a.count) * 12
    }
    // Sixty comparisons at 4.5 standard errors: one false alarm in 2,500 changes of the seed.
    let limit = 4.5 / Double(size).squareRoot()
    for replicate in 0..<15 {
      let (own, next) = (part(x, replicate), part(x, replicate + 1))
      #expect(abs(correlation(own, part(y, replicate))) < limit)
      #expect(abs(correlation(own, next)) < limit)
      #expect(abs(correlation(Array(own.dropLast()), Array(own.dropFirst()))) < limit)
    }
  }

  /// Scrambling permutes the halves of every cell: which points share a cell stays as it was.
  @Test(
    "The sequence is the one of Joe and Kuo's numbers", arguments: sobolReferences.keys.sorted())
  func sequence(dimension: Int) throws {
    let reference = try #require(sobolReferences[dimension])
    let design = try SamplingDesign(.sobol, trials: 16 * 64)
    let values = points(design, dimension - 1)
    for replicate in [0, 15] {
      let own = cells(part(values, replicate), 64)
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
    let design = try SamplingDesign(.sobol, trials: 31 * size)
    let (x, y) = (part(points(design, 0), 30, of: 31), part(points(design, 1), 30, of: 31))
    for bits in 0...10 {
      let boxes = zip(cells(x, 1 << bits), cells(y, 1 << (10 - bits))).map { [$0, $1] }
      #expect(Set(boxes).count == size)
    }
  }

  @Test("Scrambled points are uniform, whatever their place in the sequence")
  func uniformity() throws {
    var first: [Double] = []
    for seed in 0..<500 {
      let design = try SamplingDesign(.sobol, trials: 512)
      let values = points(design, 4, seed: UInt64(seed))
      for replicate in 0..<16 { first.append(part(values, replicate)[3]) }
    }
    // Kolmogorov's distance of 8,000 points beyond 2.2/√n: one false alarm in 8,000.
    let sorted = first.sorted()
    let distance =
      sorted.enumerated().map { index, value in
        max(abs(value - Double(index) / 8_000), abs(value - Double(index + 1) / 8_000))
      }.max() ?? 1
    #expect(distance < 2.2 / 8_000.0.squareRoot())
  }

  /// Owen's scrambling flips each bit by a coin of its own for each path of bits above it.
  ///
  /// The coins of two nodes, over 4,000 randomisations, have a correlation of standard error 1/√4,000: with 8,001 pairs
  /// of the first seven levels, 5 of them are passed by chance once in 200 choices of the seeds.
  @Test("The coins of a scrambling are fair, and independent from node to node")
  func coins() throws {
    let (levels, designs) = (7, 250)
    let design = try SamplingDesign(.sobol, trials: 16 << levels)
    // In the order of a heap: node 1 decides the first bit, 2 and 3 the second.
    var coins = [[Double]](repeating: [], count: 1 << levels)
    for seed in 0..<designs {
      let values = points(design, 0, seed: UInt64(seed))
      for replicate in 0..<16 {
        let scrambled = cells(part(values, replicate), 1 << levels)
        for (index, cell) in scrambled.enumerated() {
          // The first dimension is van der Corput's sequence: the bits of the index turned around.
          let point = (0..<levels).reduce(0) { $0 << 1 | (index >> $1 & 1) }
          for level in 0..<levels where point & ((1 << (levels - level)) - 1) == 0 {
            let flip = (point ^ cell) >> (levels - 1 - level) & 1
            coins[1 << level | point >> (levels - level)].append(Double(2 * flip - 1))
          }
        }
      }
    }
    let limit = 5 / Double(16 * designs).squareRoot()
    for a in 1..<coins.count {
      #expect(coins[a].count == 16 * designs)
      #expect(abs(coins[a].reduce(0, +)) / Double(16 * designs) < limit)
      for b in 1..<a {
        let sum = zip(coins[a], coins[b]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(sum) / Double(16 * designs) < limit, "nodes \(a) and \(b)")
      }
    }
  }

  /// With n points in as many cells, each uniform in its own, the mean of x has the variance 1/(12 n³).
  @Test("The mean of one coordinate has the error of a point in each cell")
  func meanOfCells() throws {
    let (size, designs) = (64, 250)
    let design = try SamplingDesign(.sobol, trials: 16 * size)
    var squares = 0.0
    for seed in 0..<designs {
      let values = points(design, 3, seed: UInt64(seed))
      for replicate in 0..<16 {
        let mean = part(values, replicate).reduce(0, +) / Double(size)
        squares += (mean - 0.5) * (mean - 0.5)
      }
    }
    // Of 4,000 nearly normal means: five standard errors of √(2/4,000).
    let ratio = squares / Double(16 * designs) * 12 * Double(size * size * size)
    #expect(abs(ratio - 1) < 5 * (2.0 / Double(16 * designs)).squareRoot())
  }

  /// ∏ (1 + (x_j − ½)/2) over 8 coordinates has mean 1 and variance (1 + 1/48)^8 − 1 = 0.1793.
  @Test("The error of a smooth mean is far below that of random points")
  func accuracy() throws {
    func spread(_ kind: SamplingDesign.Kind) throws -> Double {
      let design = try SamplingDesign(kind, trials: 16 * 1_024)
      let coordinates = (0..<8).map { points(design, $0) }
      var sums = [Double](repeating: 0, count: 16)
      for trial in 0..<design.trials {
        var product = 1.0
        for coordinate in coordinates { product *= 1 + (coordinate[trial] - 0.5) / 2 }
        sums[trial % 16] += product
      }
      var squares = 0.0
      for sum in sums { squares += (sum / 1_024 - 1) * (sum / 1_024 - 1) }
      return (squares / 16).squareRoot()
    }
    let independent = (0.1793 / 1_024).squareRoot()
    #expect(try spread(.latinHypercube) < independent / 3)
    #expect(try spread(.sobol) < independent / 30)
  }

  @Test("A trial's point does not depend on the block it is asked for in")
  func blocks() throws {
    for kind in [SamplingDesign.Kind.latinHypercube, .sobol] {
      let design = try SamplingDesign(kind, trials: 4_096)
      let all = points(design, 5)
      #expect(points(design, 5, first: 1_000, count: 777) == Array(all[1_000..<1_777]))
    }
  }

  @Test("Doubling a Sobol' design keeps the points there are")
  func doubling() throws {
    let (short, long) = (
      try SamplingDesign(.sobol, trials: 20 * 256), try SamplingDesign(.sobol, trials: 20 * 512)
    )
    #expect(short.replicates == 20 && long.replicates == 20)
    #expect(points(short, 7) == Array(points(long, 7).prefix(short.trials)))
  }

  @Test("Trials that make no design are refused with the numbers that would do")
  func refusals() throws {
    for (kind, trials, nearest) in [
      (SamplingDesign.Kind.sobol, 100_000, [98_304, 102_400]), (.sobol, 1, [32]),
      (.sobol, 33, [32, 34]), (.sobol, Int.max, [31 << 24]),
      (.latinHypercube, 100_001, [100_000, 100_016]), (.latinHypercube, 5, [32]),
    ] {
      do {
        _ = try SamplingDesign(kind, trials: trials)
        Issue.record("\(trials) trials were taken")
      } catch {
        #expect(error.nearest == nearest)
      }
    }
    for trials in [32, 62, 16 << 10, 31 << 24] {
      #expect(throws: Never.self) { try SamplingDesign(.sobol, trials: trials) }
    }
  }
}
