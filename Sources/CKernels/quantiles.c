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

BK_CLONES
size_t bk_table_quantile(double *x, size_t count, const bk_quantile_table *table, uint32_t *missed) {
  const double *restrict lower = table->lower, *restrict upper = table->upper;
  const int64_t first = (int64_t)(1022 - table->octaves) << 6;
  const int64_t cells = (int64_t)table->octaves << 6;
  size_t misses = 0;
  for (size_t i = 0; i < count; i++) {
    double u = x[i];
    double m = u < 0.5 ? u : 1.0 - u;
    const double *nodes = u < 0.5 ? lower : upper;
    int64_t cell = (int64_t)(bits_of(m) >> STEP_BITS) - first;
    int inside = cell >= 0;
    cell = inside ? cell : 0;
    cell = cell < cells ? cell : cells - 1; // u = 1/2 is the last cell's end
    double left = from_bits((uint64_t)(cell + first) << STEP_BITS);
    double right = from_bits((uint64_t)(cell + first + 1) << STEP_BITS);
    double h = right - left;
    double s = (m - left) / h; // exact: h is a power of two
    const double *n = nodes + 2 * cell;
    double y0 = n[0], d0 = n[1] * h, y1 = n[2], d1 = n[3] * h;
    double rise = y1 - y0;
    double c2 = 3.0 * rise - 2.0 * d0 - d1;
    double c3 = d0 + d1 - 2.0 * rise;
    double y = bk_fma(s, bk_fma(s, bk_fma(s, c3, c2), d0), y0);
    x[i] = inside ? y : u;
    missed[misses] = (uint32_t)i;
    misses += !inside;
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
