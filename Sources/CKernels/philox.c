// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"

#include <string.h>

// Multipliers and Weyl increments of Philox4x32 (Salmon et al. 2011, table 2).
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u
#define ROUNDS 10

// Counter word 3 tells the two uses of a stream's key apart.
#define DOMAIN_ADDRESSED 0u
#define DOMAIN_QUEUED 1u

static inline void round_once(uint32_t x[4], uint32_t k0, uint32_t k1) {
  uint64_t p0 = (uint64_t)MULTIPLIER_0 * x[0];
  uint64_t p1 = (uint64_t)MULTIPLIER_1 * x[2];
  uint32_t y0 = (uint32_t)(p1 >> 32) ^ x[1] ^ k0;
  uint32_t y2 = (uint32_t)(p0 >> 32) ^ x[3] ^ k1;
  x[0] = y0;
  x[1] = (uint32_t)p1;
  x[2] = y2;
  x[3] = (uint32_t)p0;
}

void bk_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]) {
  uint32_t x[4] = {counter[0], counter[1], counter[2], counter[3]};
  uint32_t k0 = key[0], k1 = key[1];
  for (int r = 0; r < ROUNDS; r++, k0 += WEYL_0, k1 += WEYL_1) round_once(x, k0, k1);
  memcpy(output, x, sizeof x);
}

// 53 bits of (high, low) as a multiple of 2^-53; the multiple 0 becomes 1/2, so 0 never comes out,
// and 1 cannot.
static inline double uniform_of(uint32_t low, uint32_t high) {
  uint64_t k = (((uint64_t)high << 32) | low) >> 11;
  double d = (double)(int64_t)k;
  return (d > 0.5 ? d : 0.5) * 0x1p-53;
}

// Sixteen neighbouring trials share eight blocks: trial 16g + j takes block 8g + (j & 7), words 0-1
// when j < 8 and words 2-3 otherwise. So a group's uniforms are written in two contiguous halves.
#define GROUP 16
#define LANES 8
// Groups at a time: the multiplications of one fill the waits of the others.
#define GROUPS 4

typedef uint64_t words __attribute__((ext_vector_type(GROUPS * LANES), aligned(sizeof(uint64_t))));
typedef double numbers __attribute__((ext_vector_type(GROUPS * LANES), aligned(sizeof(double))));
typedef double eight __attribute__((ext_vector_type(LANES), aligned(sizeof(double))));

static const uint64_t BLOCKS[GROUPS * LANES] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                                11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                                22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

// uniform_of the low halves of two lanes, by exact arithmetic on the two parts: the base instruction set
// converts no 64-bit integers. (A macro, because vectors as results have an ABI of their own in each clone.)
#define UNIFORMS_OF(result, low, high)                                                        \
  {                                                                                           \
    const numbers upper = (numbers)((high & 0xFFFFFFFFu) | 0x4530000000000000ull); /* 2^84 + high 2^32 */ \
    const numbers lower = (numbers)((low & 0xFFFFF800u) | 0x4330000000000000ull);  /* 2^52 + low */       \
    const numbers k = (upper - 0x1p84) + (lower - 0x1p52); /* 2^11 times the 53 bits */       \
    const numbers least = 0x1p10;                                                             \
    result = (k > least ? k : least) * 0x1p-64;                                               \
  }

static inline __attribute__((always_inline)) void
uniform_groups(double *output, uint64_t key, uint64_t group, uint32_t draw) {
  // A word in the low half of each 64-bit lane; the high halves hold leftovers, which the widening
  // multiplication ignores, so that no step has to clear them.
  words x0 = *(const words *)BLOCKS + group * LANES, x1, x2, x3;
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  // The counters differ in their lowest word alone, which takes two rounds to reach the others: what comes of
  // those is the same in all lanes until then.
  const uint32_t high = (uint32_t)((group * LANES) >> 32);
  const uint64_t drawn = (uint64_t)MULTIPLIER_1 * draw;
  const uint64_t fixed = (uint64_t)MULTIPLIER_0 * ((uint32_t)(drawn >> 32) ^ high ^ k0);
  {
    const words p0 = (x0 & 0xFFFFFFFFu) * MULTIPLIER_0;
    x2 = (p0 >> 32) ^ (DOMAIN_ADDRESSED ^ k1);
    k0 += WEYL_0, k1 += WEYL_1;
    const words p1 = (x2 & 0xFFFFFFFFu) * MULTIPLIER_1;
    x0 = (p1 >> 32) ^ ((uint32_t)drawn ^ k0);
    x1 = p1;
    x2 = p0 ^ ((uint32_t)(fixed >> 32) ^ k1);
    x3 = fixed;
    k0 += WEYL_0, k1 += WEYL_1;
  }
#pragma clang loop unroll(full)
  for (int r = 2; r < ROUNDS; r++, k0 += WEYL_0, k1 += WEYL_1) {
    const words p0 = (x0 & 0xFFFFFFFFu) * MULTIPLIER_0, p1 = (x2 & 0xFFFFFFFFu) * MULTIPLIER_1;
    x0 = (p1 >> 32) ^ x1 ^ k0;
    x1 = p1;
    x2 = (p0 >> 32) ^ x3 ^ k1;
    x3 = p0;
  }
  numbers first, second;
  UNIFORMS_OF(first, x0, x1)
  UNIFORMS_OF(second, x2, x3)
  eight *const halves = (eight *)output;
  halves[0] = first.lo.lo;
  halves[1] = second.lo.lo;
  halves[2] = first.lo.hi;
  halves[3] = second.lo.hi;
  halves[4] = first.hi.lo;
  halves[5] = second.hi.lo;
  halves[6] = first.hi.hi;
  halves[7] = second.hi.hi;
}

// The same where the lowest word of the counters begins again from 0 among them.
static void uniforms_apart(double *output, uint64_t key, uint64_t group, uint32_t draw) {
  const uint32_t keys[2] = {(uint32_t)key, (uint32_t)(key >> 32)};
  for (uint64_t trial = 0; trial < GROUPS * GROUP; trial++) {
    const uint64_t block = (group + trial / GROUP) * LANES + trial % LANES;
    const uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), draw, DOMAIN_ADDRESSED};
    uint32_t words[4];
    bk_philox(counter, keys, words);
    const uint32_t *const half = words + (trial % GROUP < LANES ? 0 : 2);
    output[trial] = uniform_of(half[0], half[1]);
  }
}

// The uniforms of GROUPS groups of trials.
static inline __attribute__((always_inline)) void
uniforms_of(double *output, uint64_t key, uint64_t group, uint32_t draw) {
  if (__builtin_expect((uint32_t)(group * LANES) > UINT32_MAX - (GROUPS * LANES - 1), 0)) {
    uniforms_apart(output, key, group, draw);
  } else {
    uniform_groups(output, key, group, draw);
  }
}

BK_CLONES
void bk_uniforms(double *output, size_t count, uint64_t key, uint64_t first_trial, uint32_t draw) {
  uint64_t trial = first_trial;
  size_t done = 0;
  while (done < count) {
    uint64_t offset = trial % GROUP;
    size_t take = GROUPS * GROUP - offset;
    if (offset == 0 && count - done >= take) {
      uniforms_of(output + done, key, trial / GROUP, draw);
    } else {
      double piece[GROUPS * GROUP];
      uniforms_of(piece, key, trial / GROUP, draw);
      if (take > count - done) take = count - done;
      memcpy(output + done, piece + offset, take * sizeof(double));
    }
    done += take;
    trial += take;
  }
}

unsigned long bk_stream_get(void *state) {
  bk_stream *s = state;
  if (s->position >= 4) {
    uint32_t counter[4] = {(uint32_t)s->trial, (uint32_t)(s->trial >> 32), s->block, DOMAIN_QUEUED};
    uint32_t key[2] = {(uint32_t)s->key, (uint32_t)(s->key >> 32)};
    bk_philox(counter, key, s->words);
    s->block++;
    s->position = 0;
  }
  return s->words[s->position++];
}

double bk_stream_get_double(void *state) {
  uint32_t low = (uint32_t)bk_stream_get(state);
  uint32_t high = (uint32_t)bk_stream_get(state);
  return uniform_of(low, high);
}
