// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"

#include <string.h>

#define STEP_BITS 46 // 52 - 6: the top six mantissa bits name the cell within an octave

static inline uint64_t bits_of(double d) {
  uint64_t bits;
  memcpy(&bits, &d, sizeof bits);
  return bits;
}

static inline double from_bits(uint64_t bits) {
  double d;
  memcpy(&d, &bits, sizeof d);
  return d;
}

// How many uniforms stay in the first-level cache with what is read for them.
#define CHUNK 128

// The nodes at both ends of the cells of a chunk, and where in the cell a uniform lies.
typedef struct {
  const double *cell[CHUNK];
  double width[CHUNK], place[CHUNK], value[2][CHUNK], slope[2][CHUNK];
  uint64_t inside[CHUNK];
} chunk_cells;

// Only the reading of nodes, which no instruction does well for many at once, is by itself: what comes before
// and after is done for as many as a register holds.
static inline __attribute__((always_inline)) size_t
chunk_quantiles(double *restrict x, size_t count, const bk_quantile_table *table, chunk_cells *restrict c) {
  const double *const lower = table->lower, *const upper = table->upper;
  const int64_t first = (int64_t)(1022 - table->octaves) << 6;
  const int64_t cells = (int64_t)table->octaves << 6;
  for (size_t i = 0; i < count; i++) {
    double u = x[i];
    double m = u < 0.5 ? u : 1.0 - u;
    int64_t cell = (int64_t)(bits_of(m) >> STEP_BITS) - first;
    c->inside[i] = cell >= 0;
    cell = cell >= 0 ? cell : 0;
    cell = cell < cells ? cell : cells - 1; // u = 1/2 is the last cell's end
    double left = from_bits((uint64_t)(cell + first) << STEP_BITS);
    double right = from_bits((uint64_t)(cell + first + 1) << STEP_BITS);
    c->width[i] = right - left;
    c->place[i] = (m - left) / (right - left); // exact: the width is a power of two
    c->cell[i] = (u < 0.5 ? lower : upper) + 2 * cell;
  }
#pragma clang loop vectorize(disable)
  for (size_t i = 0; i < count; i++) {
    const double *n = c->cell[i];
    c->value[0][i] = n[0];
    c->slope[0][i] = n[1];
    c->value[1][i] = n[2];
    c->slope[1][i] = n[3];
  }
  uint64_t known = 0;
  for (size_t i = 0; i < count; i++) {
    double h = c->width[i], s = c->place[i];
    double y0 = c->value[0][i], d0 = c->slope[0][i] * h;
    double y1 = c->value[1][i], d1 = c->slope[1][i] * h;
    double rise = y1 - y0;
    double c2 = 3.0 * rise - 2.0 * d0 - d1;
    double c3 = d0 + d1 - 2.0 * rise;
    double y = bk_fma(s, bk_fma(s, bk_fma(s, c3, c2), d0), y0);
    uint64_t is_known = c->inside[i] & (uint64_t)(y == y);
    x[i] = is_known ? y : x[i];
    c->inside[i] = is_known;
    known += is_known;
  }
  return count - (size_t)known;
}

BK_CLONES
size_t bk_table_quantile(double *x, size_t count, const bk_quantile_table *table, uint32_t *missed) {
  chunk_cells cells;
  size_t misses = 0;
  for (size_t start = 0; start < count; start += CHUNK) {
    const size_t size = count - start < CHUNK ? count - start : CHUNK;
    if (chunk_quantiles(x + start, size, table, &cells) == 0) continue;
    for (size_t i = 0; i < size; i++) {
      missed[misses] = (uint32_t)(start + i);
      misses += !cells.inside[i];
    }
  }
  return misses;
}

BK_CLONES
void bk_triangular_quantile(double *x, size_t count, double low, double high, double share,
                            double upper_share) {
  const double width = high - low;
  for (size_t i = 0; i < count; i++) {
    const double u = x[i];
    const int rises = u <= share;
    const double root = width * __builtin_elementwise_sqrt(rises ? u * share : (1.0 - u) * upper_share);
    const double rising = low + root, falling = high - root;
    x[i] = rises ? (rising < high ? rising : high) : (falling > low ? falling : low);
  }
}
