// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"

#include <math.h>
#include <string.h>

// ln 2 in two parts; the high one ends in 21 zero bits, so k * LN2_HIGH is exact.
#define LN2_HIGH 0x1.62e42fee00000p-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define INVERSE_LN2 0x1.71547652b82fep+0
// Adding it rounds to an integer and leaves that integer in the low mantissa bits.
#define ROUNDER 0x1.8p52

// Thirty-two numbers at a time are four chains of polynomials that hide each other's latency; eight are for
// what is left over. Every number goes through the same operations in both.
#define WIDTH 32
#include "elementary_lanes.h"
#undef WIDTH
#define WIDTH 8
#include "elementary_lanes.h"
#undef WIDTH
#define WIDTH 1
#include "elementary_lanes.h"
#undef WIDTH

#define OVER_ARRAY(FUNCTION)                                         \
  if (count == 1) {                                                  \
    FUNCTION##_1(x);                                                 \
    return;                                                          \
  }                                                                  \
  size_t i = 0;                                                      \
  for (; i + 32 <= count; i += 32) FUNCTION##_32(x + i);             \
  for (; i + 8 <= count; i += 8) FUNCTION##_8(x + i);                \
  if (i < count) {                                                   \
    double rest[8] = {1, 1, 1, 1, 1, 1, 1, 1};                       \
    memcpy(rest, x + i, (count - i) * sizeof(double));               \
    FUNCTION##_8(rest);                                              \
    memcpy(x + i, rest, (count - i) * sizeof(double));               \
  }

BK_CLONES
void bk_exp(double *x, size_t count) { OVER_ARRAY(exp) }

BK_CLONES
void bk_log(double *x, size_t count) { OVER_ARRAY(log) }
