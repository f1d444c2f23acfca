// SPDX-License-Identifier: GPL-3.0-or-later

#include "clones.h"
#include "include/CKernels.h"
#include "lanes.h"

// A 64-bit mixer: MurmurHash3's finaliser with the constants of Stafford's variant 13, as in SplitMix64
// (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
static inline uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

// Trials take turns: the first belongs to replicate 0, the next to replicate 1, and so on around.
enum { CHUNK = 256, MOST_REPLICATES = 32 };

// Scrambling goes five levels at a time: a node of the tree of cells has a coin for each of the 31 nodes that
// begin there.
enum { LEVELS_AT_ONCE = 5 };

// What the replicates have for all points, once around and on, so that a chunk may begin at any of them.
typedef struct {
  uint32_t low[CHUNK + MOST_REPLICATES], high[CHUNK + MOST_REPLICATES], root[CHUNK + MOST_REPLICATES];
} replicates_keys;

// 32 fair coins of a node, which is given as the bits of its path behind a 1: a hash of 32 bits that takes the
// key in two places, with the multipliers and shifts of Wellons's "triple32" (Hash Prospector, 2018).
static inline __attribute__((always_inline)) uint32_t coins_of(uint32_t node, uint32_t low, uint32_t high) {
  uint32_t z = node ^ low;
  z = (z ^ z >> 17) * 0xED5AD4BBu;
  z = (z ^ z >> 11 ^ high) * 0xAC4C1B51u;
  z = (z ^ z >> 15) * 0x31848BABu;
  return z ^ z >> 14;
}

// Which of the last five bits of a path are flipped: each by the coin of the node above it, the coins being
// numbered as the nodes of a heap.
static inline __attribute__((always_inline)) uint32_t flips_of(uint32_t coins, uint32_t path) {
  const uint32_t leaf = 1u << LEVELS_AT_ONCE | (path & 31u);
  uint32_t flips = 0;
#pragma clang loop unroll(full)
  for (uint32_t above = LEVELS_AT_ONCE; above > 0; above--) {
    flips = flips << 1 | (coins >> (leaf >> above) & 1u);
  }
  return flips;
}

// Nested uniform scrambling: a bit is flipped or not by a coin that belongs to the bits above it.
static inline __attribute__((always_inline)) uint32_t scrambled(uint32_t point, uint32_t low, uint32_t high, uint32_t root) {
  uint32_t flips = flips_of(root, point >> 27) << 27;
#pragma clang loop unroll(full)
  for (uint32_t level = LEVELS_AT_ONCE; level < BK_SOBOL_LEVELS; level += LEVELS_AT_ONCE) {
    const uint32_t node = 1u << level | point >> (32 - level);
    const uint32_t below = 32 - LEVELS_AT_ONCE - level;
    flips |= flips_of(coins_of(node, low, high), point >> below) << below;
  }
  return point ^ flips;
}

// The points of a chunk before they are scrambled, each once for every replicate.
static inline void fill_points(uint32_t *points, size_t size, uint64_t first, uint32_t replicates,
                               const uint32_t numbers[32]) {
  uint32_t index = (uint32_t)(first / replicates), replicate = (uint32_t)(first % replicates);
  uint32_t point = 0;
  for (int32_t bit = 0; bit < BK_SOBOL_LEVELS; bit++) point ^= (0u - (index >> bit & 1u)) & numbers[bit];
  for (size_t i = 0; i < size; replicate = 0) {
    const size_t left = size - i, turn = replicates - replicate, take = left < turn ? left : turn;
    for (size_t j = 0; j < take; j++) points[i + j] = point;
    i += take;
    // The next index differs in its trailing ones and the zero before them.
    const uint32_t changed = index ^ (index + 1);
    for (int32_t bit = 0; bit < BK_SOBOL_LEVELS && changed >> bit; bit++) point ^= numbers[bit];
    index++;
  }
}

BK_CLONES
void bk_sobol(double *x, size_t count, uint64_t first, uint32_t replicates, const uint64_t *keys,
              const uint32_t numbers[32]) {
  const double width = 1.0 / (double)(1u << BK_SOBOL_LEVELS);
  replicates_keys k;
  for (uint32_t i = 0; i < CHUNK + MOST_REPLICATES; i++) {
    const uint64_t key = keys[i % replicates];
    k.low[i] = (uint32_t)key;
    k.high[i] = (uint32_t)(key >> 32);
  }
  for (uint32_t i = 0; i < CHUNK + MOST_REPLICATES; i++) k.root[i] = coins_of(1, k.low[i], k.high[i]);
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t size = count - start < CHUNK ? count - start : CHUNK;
    const uint32_t turn = (uint32_t)((first + start) % replicates);
    uint32_t points[CHUNK];
    fill_points(points, size, first + start, replicates, numbers);
    for (size_t i = 0; i < size; i++) {
      points[i] = scrambled(points[i], k.low[turn + i], k.high[turn + i], k.root[turn + i]);
    }
    for (size_t i = 0; i < size; i++) {
      // The point's cell, and the uniform inside it.
      const double u = ((double)(points[i] >> (32 - BK_SOBOL_LEVELS)) + x[start + i]) * width;
      x[start + i] = u < 1.0 ? u : 0x1.fffffffffffffp-1;
    }
  }
}

// A keyed permutation of 0 ..< 4^half: six rounds of Feistel's network on two halves of `half` bits.
static inline __attribute__((always_inline)) uint64_t permute(uint64_t value, int32_t half, uint64_t key) {
  const uint64_t mask = ((uint64_t)1 << half) - 1;
  uint64_t left = value >> half, right = value & mask;
  for (uint64_t round = 1; round <= 6; round++) {
    const uint64_t next = left ^ (mix(key + round * 0x9E3779B97F4A7C15u + right) & mask);
    left = right;
    right = next;
  }
  return left << half | right;
}

// The strata of the places in a list that lie beyond the size go on to the next; which do so again stays in the
// list, whose new length is the result.
static inline __attribute__((always_inline)) uint32_t walk(uint64_t *strata, uint16_t *places, uint32_t length, const uint64_t *keys,
                            int32_t half, uint64_t size) {
  uint64_t value[CHUNK], key[CHUNK];
  for (uint32_t i = 0; i < length; i++) value[i] = strata[places[i]], key[i] = keys[places[i]];
  for (uint32_t i = 0; i < length; i++) value[i] = permute(value[i], half, key[i]);
  uint32_t left = 0;
  for (uint32_t i = 0; i < length; i++) {
    const uint16_t place = places[i];
    strata[place] = value[i];
    places[left] = place;
    left += value[i] >= size;
  }
  return left;
}

BK_CLONES
void bk_latin_hypercube(double *x, size_t count, uint64_t first, uint32_t replicates,
                        const uint64_t *keys, uint64_t size) {
  int32_t half = 1;
  while (((uint64_t)1 << 2 * half) < size) half++;
  const double width = 1.0 / (double)size;
  uint64_t key[CHUNK], strata[CHUNK];
  uint16_t places[CHUNK];
  for (size_t start = 0; start < count; start += CHUNK) {
    const uint32_t length = (uint32_t)(count - start < CHUNK ? count - start : CHUNK);
    uint64_t point = (first + start) / replicates;
    uint32_t replicate = (uint32_t)((first + start) % replicates);
    for (uint32_t i = 0; i < length; i++) {
      strata[i] = point;
      key[i] = keys[replicate];
      places[i] = (uint16_t)i;
      if (++replicate == replicates) replicate = 0, point++;
    }
    // Cycle walking: a permutation of a power of four, followed until it falls below the size.
    uint32_t left = length;
    do left = walk(strata, places, left, key, half, size);
    while (left > 0);
    for (uint32_t i = 0; i < length; i++) {
      const double u = ((double)(int64_t)strata[i] + x[start + i]) * width;
      x[start + i] = u < 1.0 ? u : 0x1.fffffffffffffp-1;
    }
  }
}

BK_CLONES
void bk_place_components(double *shocks, size_t stride, size_t months, const double *weights,
                         const double *values, size_t count) {
  for (size_t trial = 0; trial < count; trial += 8) {
    lanes missing[BK_COMPONENTS];
    for (int c = 0; c < BK_COMPONENTS; c++) missing[c] = value(values + c * stride + trial);
    double *shock = shocks + trial;
    const double *weight = weights;
    for (size_t month = 0; month < months; month++, shock += stride, weight += BK_COMPONENTS) {
      const lanes z = value(shock);
      for (int c = 0; c < BK_COMPONENTS; c++) missing[c] -= weight[c] * z;
    }
    shock = shocks + trial;
    weight = weights;
    for (size_t month = 0; month < months; month++, shock += stride, weight += BK_COMPONENTS) {
      lanes z = value(shock);
      for (int c = 0; c < BK_COMPONENTS; c++) z += weight[c] * missing[c];
      write(shock, z);
    }
  }
}
