// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"
#include <string.h>
#include <math.h>

typedef double lanes __attribute__((ext_vector_type(8), aligned(sizeof(double))));
typedef int64_t mask __attribute__((ext_vector_type(8), aligned(sizeof(int64_t))));

static inline double added(const double x[8]) {
  return ((x[0] + x[4]) + (x[1] + x[5])) + ((x[2] + x[6]) + (x[3] + x[7]));
}

BK_CLONES
void bk_block_moments(const double *x, size_t count, bk_moments *moments) {
  const double never = __builtin_inf();
  const size_t whole = count & ~(size_t)7;
  const double first = count > 0 ? x[0] : 0;
  lanes sum = 0, least = never, greatest = -never;
  mask nevers = 0;
  for (size_t i = 0; i < whole; i += 8) {
    const lanes value = *(const lanes *)(x + i);
    const mask comes = value < never;
    const mask smaller = comes & (value < least), greater = comes & (value > greatest);
    nevers += comes + 1;
    sum += value - first;
    least = (lanes)((smaller & (mask)value) | (~smaller & (mask)least));
    greatest = (lanes)((greater & (mask)value) | (~greater & (mask)greatest));
  }
  double parts[8];
  *(lanes *)parts = sum;
  double total = added(parts), low = never, high = -never;
  int64_t absent = 0;
  for (int lane = 0; lane < 8; lane++) {
    absent += nevers[lane];
    low = least[lane] < low ? least[lane] : low;
    high = greatest[lane] > high ? greatest[lane] : high;
  }
  for (size_t i = whole; i < count; i++) {
    total += x[i] - first;
    absent += !(x[i] < never);
    low = x[i] < low ? x[i] : low;
    high = x[i] < never && x[i] > high ? x[i] : high;
  }
  moments->first = first;
  moments->sum = total;
  moments->least = low;
  moments->greatest = high;
  moments->nevers = absent;
  moments->squares = 0;
  if (absent > 0 || count == 0) return;

  const double shift = total / (double)count;
  lanes square = 0;
  for (size_t i = 0; i < whole; i += 8) {
    const lanes deviation = (*(const lanes *)(x + i) - first) - shift;
    square += deviation * deviation;
  }
  *(lanes *)parts = square;
  double squares = added(parts);
  for (size_t i = whole; i < count; i++) {
    const double deviation = (x[i] - first) - shift;
    squares += deviation * deviation;
  }
  moments->squares = squares;
}

size_t bk_histogram(const double *x, size_t count, const uint16_t *pages, uint32_t *counts) {
  const double never = __builtin_inf();
  for (size_t i = 0; i < count; i++) {
    const double value = x[i] < never ? x[i] : never;
    uint64_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    const size_t bucket = bits >> (52 - BK_HISTOGRAM_BITS);
    const size_t page = pages[bucket >> BK_HISTOGRAM_BITS];
    if (__builtin_expect(page == 0, 0)) return i;
    counts[((page - 1) << BK_HISTOGRAM_BITS) | (bucket & (BK_HISTOGRAM_PAGE - 1))]++;
  }
  return count;
}

void bk_count_bins(const double *x, size_t count, double bins_per_unit, size_t bins,
                   int64_t *counts) {
  const double never = __builtin_inf(), top = (double)bins;
  // Bins first and counts later: which values are "never" cannot be predicted.
  enum { PIECE = 1024 };
  int32_t places[PIECE];
  for (size_t start = 0; start < count; start += PIECE) {
    const size_t size = count - start < PIECE ? count - start : PIECE;
    for (size_t i = 0; i < size; i++) {
      const double value = x[start + i], place = value * bins_per_unit;
      double bin = place < top ? place : top - 1.0;
      bin = place < 0.0 ? top : bin;
      bin = place > top ? top + 1.0 : bin;
      places[i] = (int32_t)(value < never ? bin : top + 2.0);
    }
    for (size_t i = 0; i < size; i++) counts[places[i]]++;
  }
}

BK_CLONES
void bk_count_least(const double *const *columns, size_t columns_count, size_t count,
                    int64_t *counts) {
  const size_t whole = count & ~(size_t)7;
  for (size_t i = 0; i < whole; i += 8) {
    lanes least = *(const lanes *)(columns[0] + i);
    for (size_t k = 1; k < columns_count; k++) {
      const lanes value = *(const lanes *)(columns[k] + i);
      const mask smaller = value < least;
      least = (lanes)((smaller & (mask)value) | (~smaller & (mask)least));
    }
    mask left = -1;
    for (size_t k = 0; k < columns_count; k++) {
      const mask found = left & (*(const lanes *)(columns[k] + i) == least);
      left &= ~found;
      for (int lane = 0; lane < 8; lane++) counts[k] -= found[lane];
    }
  }
  for (size_t i = whole; i < count; i++) {
    size_t best = 0;
    for (size_t k = 1; k < columns_count; k++) best = columns[k][i] < columns[best][i] ? k : best;
    counts[best]++;
  }
}

// An integer that orders as the number does, -0 before +0.
static inline int64_t key_of(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits ^ (int64_t)((uint64_t)(bits >> 63) >> 1);
}

BK_CLONES
void bk_linear_buckets(const double *x, size_t count, double low, double scale, uint16_t last,
                       uint16_t *buckets) {
  const double most = last;
  for (size_t i = 0; i < count; i++) {
    double t = (x[i] - low) * scale + 1.0;
    t = t < most ? t : most;
    t = t > 0.0 ? t : 0.0;
    // 2^52 + t holds t, rounded to an integer, in its low bits: the base instruction set converts no 64-bit
    // integers.
    const double shifted = t + 0x1p52;
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    // Infinity and NaN have come to the last bucket; they belong one further.
    buckets[i] = (uint16_t)((uint16_t)bits + !(x[i] < (double)INFINITY));
  }
}

BK_CLONES
void bk_key_buckets(const double *x, size_t count, double low, double high, uint64_t shift,
                    uint16_t *buckets) {
  const int64_t least = key_of(low);
  for (size_t i = 0; i < count; i++) {
    double y = x[i] < high ? x[i] : high;
    y = y > low ? y : low;
    const uint64_t step = (uint64_t)(key_of(y) - least) >> shift;
    buckets[i] = (uint16_t)((uint16_t)step + !(x[i] < (double)INFINITY));
  }
}
