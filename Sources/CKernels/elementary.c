// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"

#include <math.h>
#include <string.h>

static inline double from_bits(uint64_t bits) {
  double d;
  memcpy(&d, &bits, sizeof d);
  return d;
}

static inline uint64_t bits_of(double d) {
  uint64_t bits;
  memcpy(&bits, &d, sizeof bits);
  return bits;
}

// ln 2 in two parts; the high one ends in 21 zero bits, so k * LN2_HIGH is exact.
#define LN2_HIGH 0x1.62e42fee00000p-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define INVERSE_LN2 0x1.71547652b82fep+0
// Adding it rounds to an integer and leaves that integer in the low mantissa bits.
#define ROUNDER 0x1.8p52

// e^x = 2^k e^r with |r| <= ln2 / 2, Taylor to degree 13 (remainder 4e-18).
static inline double exp_one(double x) {
  double clamped = x < -709.0 ? -709.0 : x;
  clamped = clamped > 710.0 ? 710.0 : clamped;
  double shifted = clamped * INVERSE_LN2 + ROUNDER;
  double k = shifted - ROUNDER;
  double r = bk_fma(-k, LN2_LOW, bk_fma(-k, LN2_HIGH, clamped));
  double p = 1.0 / 6227020800.0;
  p = bk_fma(p, r, 1.0 / 479001600.0);
  p = bk_fma(p, r, 1.0 / 39916800.0);
  p = bk_fma(p, r, 1.0 / 3628800.0);
  p = bk_fma(p, r, 1.0 / 362880.0);
  p = bk_fma(p, r, 1.0 / 40320.0);
  p = bk_fma(p, r, 1.0 / 5040.0);
  p = bk_fma(p, r, 1.0 / 720.0);
  p = bk_fma(p, r, 1.0 / 120.0);
  p = bk_fma(p, r, 1.0 / 24.0);
  p = bk_fma(p, r, 1.0 / 6.0);
  p = bk_fma(p, r, 0.5);
  double e = 1.0 + bk_fma(r * r, p, r);
  // Times 2^k by adding k to the exponent: what is kept below lies in the range of normal numbers.
  double y = from_bits(bits_of(e) + (bits_of(shifted) << 52));
  y = x < -708.0 ? 0.0 : y;
  y = x > 709.782712893384 ? (double)INFINITY : y;
  return x != x ? x : y;
}

BK_CLONES
void bk_exp(double *restrict x, size_t count) {
  // Four at a time hide the latency of the polynomial; the compiler's own guess is one.
#pragma clang loop interleave_count(4)
  for (size_t i = 0; i < count; i++) x[i] = exp_one(x[i]);
}

// ln x = k ln2 + 2 atanh(s), s = (f - 1)/(f + 1), f in [sqrt 1/2, sqrt 2): |s| <= 0.1716, so eleven
// terms of the series leave 1e-18.
static inline double log_one(double x) {
  uint64_t bits = bits_of(x);
  uint64_t offset = bits - 0x3FE6A09E667F3BCDull; // bits of sqrt(1/2)
  uint64_t exponent = offset & 0xFFF0000000000000ull;
  // The exponent, 12 bits and signed, as a double: by way of 2^52 + e, since neither SSE2 nor AVX2
  // converts 64-bit integers.
  double k = from_bits((exponent >> 52) | 0x4330000000000000ull) - 0x1p52;
  k = k >= 2048.0 ? k - 4096.0 : k;
  double f = from_bits(bits - exponent);
  double g = f - 1.0;
  double s = g / (2.0 + g);
  double z = s * s;
  double p = 2.0 / 23.0;
  p = bk_fma(p, z, 2.0 / 21.0);
  p = bk_fma(p, z, 2.0 / 19.0);
  p = bk_fma(p, z, 2.0 / 17.0);
  p = bk_fma(p, z, 2.0 / 15.0);
  p = bk_fma(p, z, 2.0 / 13.0);
  p = bk_fma(p, z, 2.0 / 11.0);
  p = bk_fma(p, z, 2.0 / 9.0);
  p = bk_fma(p, z, 2.0 / 7.0);
  p = bk_fma(p, z, 2.0 / 5.0);
  p = bk_fma(p, z, 2.0 / 3.0);
  // 2s = g - g s, and g is exact: ln f = g - s (g - z p), which keeps the leading term exact.
  double y = k * LN2_HIGH + (g - (s * (g - z * p) - k * LN2_LOW));
  y = x < 0x1p-1022 ? -(double)INFINITY : y;
  y = x < 0.0 ? (double)NAN : y;
  y = x == (double)INFINITY ? x : y;
  return x != x ? x : y;
}

BK_CLONES
void bk_log(double *restrict x, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] = log_one(x[i]);
}
