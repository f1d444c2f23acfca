// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Testing

@Suite("Checksums of files")
struct ChecksumTests {
  /// Of bytes (37 i + 11) mod 256, by Python's xxhash 4.1.0 (xxHash 0.8.4).
  static let references: [(size: Int, checksum: UInt64)] = [
    (0, 0xEF46_DB37_51D8_E999), (1, 0xF592_C0C7_639C_4CB6), (3, 0x22C0_8528_601D_4F27),
    (4, 0xFB1E_5CF2_F1AE_4D95), (7, 0x5613_AC51_0496_C04E), (8, 0x57CB_2B75_21F3_E21A),
    (12, 0x2F53_B002_6603_9E64), (31, 0xE4A0_E629_E519_A4AE), (32, 0xCC6B_8AAA_DA79_0B2D),
    (33, 0x35EC_4985_0475_A832), (64, 0x155C_CCE4_BF32_BEFC), (100, 0x4826_E367_566E_A023),
    (1_000, 0x128D_A10C_FBDC_59D9),
  ]

  @Test("are XXH64", arguments: references)
  func known(size: Int, checksum: UInt64) {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: 37 * $0 + 11) }
    #expect(bk_checksum(bytes, size) == checksum)
  }
}
