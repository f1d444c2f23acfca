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

// Trials take turns: the first belongs to replicate 0, the next to replicate 1, and so on around.
enum { CHUNK = 256 };
typedef struct {
  uint32_t index[CHUNK];
  uint64_t key[CHUNK];
} turns;

static inline void take_turns(turns *t, size_t count, uint64_t first, uint32_t replicates,
                              const uint64_t *keys) {
  uint32_t index = (uint32_t)(first / replicates), replicate = (uint32_t)(first % replicates);
  for (size_t i = 0; i < count; i++) {
    t->index[i] = index;
    t->key[i] = keys[replicate];
    if (++replicate == replicates) replicate = 0, index++;
  }
}

BK_CLONES
void bk_sobol(double *x, size_t count, uint64_t first, uint32_t replicates, const uint64_t *keys,
              const uint32_t numbers[32]) {
  const double width = 1.0 / (double)(1u << BK_SOBOL_LEVELS);
  turns t;
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t size = count - start < CHUNK ? count - start : CHUNK;
    take_turns(&t, size, first + start, replicates, keys);
    for (size_t i = 0; i < size; i++) {
      uint32_t point = 0;
      for (int32_t bit = 0; bit < BK_SOBOL_LEVELS; bit++) {
        point ^= (0u - (t.index[i] >> bit & 1u)) & numbers[bit];
      }
      // Nested uniform scrambling: each bit is flipped or not by a coin that belongs to the bits above.
      uint32_t flips = 0;
      for (int32_t level = 0; level < BK_SOBOL_LEVELS; level++) {
        // The bits above, behind a 1 that tells how many there are.
        const uint64_t node = (uint64_t)1 << level | (uint64_t)point >> (32 - level);
        flips |= (uint32_t)(mix(t.key[i] ^ node * 0x9E3779B97F4A7C15u) & 1u) << (31 - level);
      }
      // The point's cell, and the uniform inside it.
      const uint32_t cell = (point ^ flips) >> (32 - BK_SOBOL_LEVELS);
      const double u = ((double)cell + x[start + i]) * width;
      x[start + i] = u < 1.0 ? u : 0x1.fffffffffffffp-1;
    }
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
void bk_latin_hypercube(double *x, size_t count, uint64_t first, uint32_t replicates,
                        const uint64_t *keys, uint64_t size) {
  int32_t half = 1;
  while (((uint64_t)1 << 2 * half) < size) half++;
  const double width = 1.0 / (double)size;
  turns t;
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t length = count - start < CHUNK ? count - start : CHUNK;
    take_turns(&t, length, first + start, replicates, keys);
    for (size_t i = 0; i < length; i++) {
      uint64_t stratum = t.index[i];
      // Cycle walking: a permutation of a power of four, followed until it falls below the size.
      do stratum = permute(stratum, half, t.key[i]);
      while (stratum >= size);
      const double u = ((double)stratum + x[start + i]) * width;
      x[start + i] = u < 1.0 ? u : 0x1.fffffffffffffp-1;
    }
  }
}
