// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"
#include "lanes.h"

BK_CLONES
void bk_count_at_most(const double *x, size_t count, const double *limits, size_t limit_count,
                      int64_t *counts) {
  for (size_t k = 0; k < limit_count; k++) counts[k] = 0;
  // Pieces that stay in the first-level cache while each limit passes over them.
  enum { PIECE = 2048 };
  for (size_t start = 0; start < count; start += PIECE) {
    const size_t size = count - start < PIECE ? count - start : PIECE;
    const double *const piece = x + start;
    for (size_t k = 0; k < limit_count; k++) {
      mask found = 0;
      size_t i = 0;
      // A comparison that holds is -1.
      for (; i + 8 <= size; i += 8) found -= *(const lanes *)(piece + i) <= limits[k];
      int64_t sum = 0;
      for (int lane = 0; lane < 8; lane++) sum += found[lane];
      for (; i < size; i++) sum += piece[i] <= limits[k];
      counts[k] += sum;
    }
  }
}

BK_CLONES
void bk_excesses(const double *x, size_t count, const double *values, size_t value_count, double sign,
                 double *sums, double *squares) {
  enum { PIECE = 2048 };
  for (size_t k = 0; k < 8 * value_count; k++) sums[k] = squares[k] = 0;
  for (size_t start = 0; start < count; start += PIECE) {
    const size_t size = count - start < PIECE ? count - start : PIECE;
    for (size_t k = 0; k < value_count; k++) {
      lanes sum = *(const lanes *)(sums + 8 * k), square = *(const lanes *)(squares + 8 * k);
      for (size_t i = start; i + 8 <= start + size; i += 8) {
        const lanes distance = sign * (*(const lanes *)(x + i) - values[k]);
        const lanes excess = (lanes)((mask)distance & (distance > 0));
        sum += excess;
        square += excess * excess;
      }
      *(lanes *)(sums + 8 * k) = sum;
      *(lanes *)(squares + 8 * k) = square;
    }
  }
}

BK_CLONES
void bk_sum_lanes(const double *x, size_t count, double scale, double pivot, double sums[8]) {
  lanes sum = 0;
  for (size_t i = 0; i + 8 <= count; i += 8) sum += *(const lanes *)(x + i) * scale - pivot;
  *(lanes *)sums = sum;
}

BK_CLONES
void bk_sum_square_lanes(const double *x, size_t count, double scale, double pivot, double shift,
                         double sums[8]) {
  lanes sum = 0;
  for (size_t i = 0; i + 8 <= count; i += 8) {
    const lanes deviation = (*(const lanes *)(x + i) * scale - pivot) - shift;
    sum += deviation * deviation;
  }
  *(lanes *)sums = sum;
}

BK_CLONES
int64_t bk_extent(const double *x, size_t count, double *greatest_magnitude, double sums[8]) {
  const double never = __builtin_inf();
  const mask magnitude_bits = INT64_MAX;
  mask nevers = 0;
  lanes greatest = 0, sum = 0;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const lanes value = *(const lanes *)(x + i);
    sum += value;
    const mask comes = value < never;
    nevers += comes + 1;
    const lanes magnitude = (lanes)((mask)value & comes & magnitude_bits);
    const mask greater = magnitude > greatest;
    greatest = (lanes)((greater & (mask)magnitude) | (~greater & (mask)greatest));
  }
  *(lanes *)sums = sum;
  int64_t total = 0;
  double most = 0;
  for (int lane = 0; lane < 8; lane++) {
    total += nevers[lane];
    most = greatest[lane] > most ? greatest[lane] : most;
  }
  for (; i < count; i++) {
    if (!(x[i] < never)) {
      total++;
    } else if (__builtin_fabs(x[i]) > most) {
      most = __builtin_fabs(x[i]);
    }
  }
  *greatest_magnitude = most;
  return total;
}
