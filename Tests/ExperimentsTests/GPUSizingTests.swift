// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import TestSupport
import Testing

@Suite("GPUs from the method's memory")
struct GPUSizingTests {
  func experiment(_ keys: String) -> String {
    PriceLibrary.experiment(
      "fixed: { per_month: 1 }",
      more: "project: { training: { gpu_rental: { hours: 10, \(keys) } } }")
  }

  func read(_ keys: String) throws -> (Experiment, GPURental) {
    let experiment = try Experiment.read(
      TextFile(name: "e.yaml", text: experiment(keys)), library: projectPath("distributions"))
    guard case .gpuRental(let rental)? = experiment.model.options[1].project?.training?.run else {
      throw InvalidInput(file: "", fault: "no rental", remedy: "")
    }
    return (experiment, rental)
  }

  func problem(_ keys: String) -> String {
    do {
      _ = try read(keys)
      return ""
    } catch { return "\(error)" }
  }

  /// Memory from the published table, ⌈need / (0.92 · memory)⌉ rounded up to 1, 2, 4, 8.
  static let cases: [(method: String, gpu: String, gpus: Double)] = [
    ("8b-qlora", "market/rtx-4090", 1),  // 8 / 22.08
    ("8b-lora", "market/rtx-4090", 1),  // 18 / 22.08
    ("8b-full", "runpod/a100-80gb", 1),  // 60 / 73.6
    ("8b-full", "market/rtx-4090", 4),  // 60 / 22.08 = 2.72
    ("70b-qlora", "runpod/a100-80gb", 1),  // 40 / 73.6
    ("70b-qlora", "lambda/a100-40gb", 2),  // 40 / 36.8 = 1.09
    ("70b-lora", "runpod/a100-80gb", 4),  // 160 / 73.6 = 2.17
    ("70b-full", "market/h100", 8),  // 500 / 73.6 = 6.79
    ("405b-qlora", "market/h100", 4),  // 240 / 73.6 = 3.26
    ("405b-lora", "market/h100", 8),  // 420 / 73.6 = 5.71
  ]

  @Test("As many as a node has that hold it", arguments: cases)
  func gpus(method: String, gpu: String, gpus: Double) throws {
    #expect(try read("gpu: \(gpu), method: llama-3/\(method)").1.gpus == .constant(gpus))
  }

  @Test("More than a node has is refused, with the arithmetic and what fits")
  func tooMany() {
    let message = problem("gpu: market/rtx-4090, method: llama-3/70b-full")
    #expect(message.contains("500 / (0.92 × 24) = 22.64, so 23 GPUs, more than the 8 of a node"))
    #expect(message.contains("what fits: 8 of 80 GB"))
    let none = problem("gpu: market/h100, method: llama-3/405b-lora, vram_gb: 811.8")
    #expect(none.contains("811.8 / (0.92 × 80) = 11.03, so 12 GPUs"))
    #expect(none.contains("no node of 8 known cards holds it"))
  }

  @Test("A given number that cannot hold it is refused; one that hardly can is a warning")
  func given() throws {
    let message = problem("gpu: runpod/a100-80gb, method: llama-3/70b-lora, gpus: 1")
    #expect(message.contains("1 × 80 GB = 80 GB, llama-3/70b-lora takes 160 GB"))
    #expect(message.contains("what fits: 4 of 80 GB"))
    let (tight, two) = try read("gpu: runpod/a100-80gb, method: llama-3/70b-lora, gpus: 2")
    #expect(two.gpus == 2)
    #expect(tight.warnings.contains { $0.contains("more than the 92 % that can be used") })
    #expect(tight.prices.last?.overrides.map(\.key) == ["gpus"])
    #expect(tight.prices.last?.overrides.map(\.book) == [.number(4)])
    let (loose, three) = try read("gpu: runpod/a100-80gb, method: llama-3/70b-lora, gpus: 3")
    #expect(three.gpus == 3 && loose.warnings.isEmpty)
  }

  @Test("An accelerator shortens the hours and saves memory")
  func accelerator() throws {
    let (experiment, rental) = try read(
      "gpu: runpod/a100-80gb, method: llama-3/70b-lora, accelerator: unsloth")
    // 0.4 · 160 = 64 GB, on one card of 73.6.
    #expect(rental.gpus == 1)
    #expect(experiment.inputs.map(\.name) == ["methods.accelerators.unsloth.speedup"])
    #expect(rental.speedup == .input(0))
    #expect(try experiment.baseCase().inputs == [1.9])
    let (_, plain) = try read("gpu: runpod/a100-80gb, method: llama-3/70b-lora, accelerator: peft")
    #expect(plain.gpus == 4 && plain.speedup == 1)
  }

  @Test("Memory may be given in place of the entry's")
  func memory() throws {
    #expect(
      try read("gpu: together/h200, gpu_memory_gb: 141, method: llama-3/70b-lora").1.gpus == 2)
    #expect(try read("price_per_gpu_hour: 1, gpu_memory_gb: 80, vram_gb: 74").1.gpus == 2)
    #expect(
      problem("gpu: together/h200, method: llama-3/70b-lora").contains("gpu_memory_gb: missing"))
  }

  @Test("A need that fills the cards exactly needs no more of them")
  func exact() throws {
    #expect(try read("price_per_gpu_hour: 1, gpu_memory_gb: 80, vram_gb: 73.6").1.gpus == 1)
    #expect(try read("price_per_gpu_hour: 1, gpu_memory_gb: 80, vram_gb: 147.2").1.gpus == 2)
    #expect(try read("price_per_gpu_hour: 1, gpu_memory_gb: 80, vram_gb: 147.21").1.gpus == 4)
  }

  @Test("Figures that cannot be are warned of")
  func contradiction() throws {
    let (experiment, _) = try read("gpu: market/h100, method: llama-3/405b-lora")
    #expect(experiment.warnings.contains { $0.contains("811.8 GB in FP16") })
  }

  @Test("What is not there is named with what is near")
  func unknown() {
    #expect(
      problem("gpu: market/h100, method: llama-3/70b-lor").contains(
        "did you mean `llama-3/70b-lora`?"))
    #expect(problem("gpu: market/h100, method: llama/7b").contains("no distributions/methods"))
    #expect(problem("gpu: market/h100, accelerator: unslot").contains("accelerators/unsloth"))
    #expect(
      problem("gpu: market/h100, method: accelerators/peft").contains("has no memory need"))
    #expect(
      problem("gpu: market/h100, accelerator: llama-3/8b-lora").contains("has no speed-up"))
  }
}
