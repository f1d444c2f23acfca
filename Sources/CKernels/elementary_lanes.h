// SPDX-License-Identifier: GPL-3.0-or-later
//
// The elementary functions of WIDTH numbers, in place. Included once for each width.

#define NAME_OF(name, width) name##_##width
#define NAMED(name, width) NAME_OF(name, width)
#define LANES NAMED(lanes, WIDTH)
#define MASK NAMED(mask, WIDTH)
#define CHOOSE(which, a, b) ((LANES)(((which) & (MASK)(a)) | (~(which) & (MASK)(b))))

typedef double LANES __attribute__((ext_vector_type(WIDTH), aligned(sizeof(double))));
typedef int64_t MASK __attribute__((ext_vector_type(WIDTH), aligned(sizeof(int64_t))));

#define FMA(a, b, c) __builtin_elementwise_fma((LANES)(a), (LANES)(b), (LANES)(c))

// Whether a condition holds everywhere: one branch, nearly always the same way, for many selections.
#define EVERYWHERE(condition) (__builtin_reduce_and((MASK)(condition)) != 0)

// e^x = 2^k e^r with |r| <= ln2 / 2, Taylor to degree 13 (remainder 4e-18).
static inline __attribute__((always_inline)) void NAMED(exp, WIDTH)(double *numbers) {
  const LANES x = *(const LANES *)numbers;
  const LANES lowest = -709.0, highest = 710.0, zero = 0.0, infinite = (double)INFINITY;
  const int isPlain = EVERYWHERE((x > -708.0) & (x < 709.0));
  LANES clamped = x;
  if (!isPlain) {
    clamped = CHOOSE(x < lowest, lowest, x);
    clamped = CHOOSE(clamped > highest, highest, clamped);
  }
  const LANES shifted = clamped * INVERSE_LN2 + ROUNDER;
  const LANES k = shifted - ROUNDER;
  const LANES r = FMA(-k, LN2_LOW, FMA(-k, LN2_HIGH, clamped));
  LANES p = 1.0 / 6227020800.0;
  p = FMA(p, r, 1.0 / 479001600.0);
  p = FMA(p, r, 1.0 / 39916800.0);
  p = FMA(p, r, 1.0 / 3628800.0);
  p = FMA(p, r, 1.0 / 362880.0);
  p = FMA(p, r, 1.0 / 40320.0);
  p = FMA(p, r, 1.0 / 5040.0);
  p = FMA(p, r, 1.0 / 720.0);
  p = FMA(p, r, 1.0 / 120.0);
  p = FMA(p, r, 1.0 / 24.0);
  p = FMA(p, r, 1.0 / 6.0);
  p = FMA(p, r, 0.5);
  const LANES e = 1.0 + FMA(r * r, p, r);
  // Times 2^k by adding k to the exponent: what is kept below lies in the range of normal numbers.
  LANES y = (LANES)((MASK)e + ((MASK)shifted << 52));
  if (!isPlain) {
    y = CHOOSE(x < -708.0, zero, y);
    y = CHOOSE(x > 709.782712893384, infinite, y);
    y = CHOOSE(x != x, x, y);
  }
  *(LANES *)numbers = y;
}

// ln x = k ln2 + 2 atanh(s), s = (f - 1)/(f + 1), f in [sqrt 1/2, sqrt 2): |s| <= 0.1716, so eleven
// terms of the series leave 1e-18.
static inline __attribute__((always_inline)) void NAMED(log, WIDTH)(double *numbers) {
  const LANES x = *(const LANES *)numbers;
  const LANES infinite = (double)INFINITY, nan = (double)NAN;
  const MASK bits = (MASK)x;
  const MASK offset = bits - 0x3FE6A09E667F3BCD; // bits of sqrt(1/2)
  const MASK exponent = offset & (MASK)(int64_t)0xFFF0000000000000;
  // The exponent, 12 bits and signed, as a double: by way of 2^52 + e, since neither SSE2 nor AVX2
  // converts 64-bit integers.
  LANES k = (LANES)(((exponent >> 52) & 0xFFF) | 0x4330000000000000) - 0x1p52;
  k = CHOOSE(k >= 2048.0, k - 4096.0, k);
  const LANES f = (LANES)(bits - exponent);
  const LANES g = f - 1.0;
  const LANES s = g / (2.0 + g);
  const LANES z = s * s;
  LANES p = 2.0 / 23.0;
  p = FMA(p, z, 2.0 / 21.0);
  p = FMA(p, z, 2.0 / 19.0);
  p = FMA(p, z, 2.0 / 17.0);
  p = FMA(p, z, 2.0 / 15.0);
  p = FMA(p, z, 2.0 / 13.0);
  p = FMA(p, z, 2.0 / 11.0);
  p = FMA(p, z, 2.0 / 9.0);
  p = FMA(p, z, 2.0 / 7.0);
  p = FMA(p, z, 2.0 / 5.0);
  p = FMA(p, z, 2.0 / 3.0);
  // 2s = g - g s, and g is exact: ln f = g - s (g - z p), which keeps the leading term exact.
  LANES y = k * LN2_HIGH + (g - (s * (g - z * p) - k * LN2_LOW));
  if (!EVERYWHERE((x >= 0x1p-1022) & (x < infinite))) {
    y = CHOOSE(x < 0x1p-1022, -infinite, y);
    y = CHOOSE(x < 0.0, nan, y);
    y = CHOOSE(x == infinite, x, y);
    y = CHOOSE(x != x, x, y);
  }
  *(LANES *)numbers = y;
}

#undef EVERYWHERE
#undef FMA
#undef CHOOSE
#undef MASK
#undef LANES
#undef NAMED
#undef NAME_OF
