// SPDX-License-Identifier: GPL-3.0-or-later

#include "clones.h"
#include "include/CKernels.h"

// A 64-bit mixer: MurmurHash3's finaliser with the constants of Stafford's variant 13, as in SplitMix64
// (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
static inline uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

BK_CLONES
void bk_sobol(double *x, size_t count, uint32_t first, const uint32_t numbers[32], int32_t levels,
              uint64_t key) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t index = first + (uint32_t)i;
    uint32_t point = 0;
    for (int32_t bit = 0; bit < levels; bit++) {
      point ^= (0u - (index >> bit & 1u)) & numbers[bit];
    }
    // Nested uniform scrambling: each bit is flipped or not by a coin that belongs to the bits above it.
    uint32_t flips = 0;
    for (int32_t level = 0; level < levels; level++) {
      // The bits above, behind a 1 that tells how many there are.
      const uint64_t node = (uint64_t)1 << level | (uint64_t)point >> (32 - level);
      flips |= (uint32_t)(mix(key ^ node * 0x9E3779B97F4A7C15u) & 1u) << (31 - level);
    }
    // The point's cell, and the uniform inside it.
    const uint32_t cell = (point ^ flips) >> (32 - levels);
    const double width = 1.0 / (double)(1u << levels);
    double u = ((double)cell + x[i]) * width;
    x[i] = u < 1.0 ? u : 0x1.fffffffffffffp-1;
  }
}

// A keyed permutation of 0 ..< 4^half: six rounds of Feistel's network on two halves of `half` bits.
static inline uint64_t permute(uint64_t value, int32_t half, uint64_t key) {
  const uint64_t mask = ((uint64_t)1 << half) - 1;
  uint64_t left = value >> half, right = value & mask;
  for (uint64_t round = 1; round <= 6; round++) {
    const uint64_t next = left ^ (mix(key + round * 0x9E3779B97F4A7C15u + right) & mask);
    left = right;
    right = next;
  }
  return left << half | right;
}

BK_CLONES
void bk_latin_hypercube(double *x, size_t count, uint64_t first, uint64_t size, uint64_t key) {
  int32_t half = 1;
  while (((uint64_t)1 << 2 * half) < size) half++;
  const double width = 1.0 / (double)size;
  for (size_t i = 0; i < count; i++) {
    uint64_t stratum = first + i;
    // Cycle walking: a permutation of a power of four, followed until it falls below the size.
    do stratum = permute(stratum, half, key);
    while (stratum >= size);
    double u = ((double)stratum + x[i]) * width;
    x[i] = u < 1.0 ? u : 0x1.fffffffffffffp-1;
  }
}
