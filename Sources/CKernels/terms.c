// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"
#include "lanes.h"

#include <string.h>

#define EACH(expression)                                   \
  for (size_t i = 0; i < count; i += 8) {                  \
    const lanes x = value(a + i), y = value(b + i);        \
    write(result + i, expression);                         \
  }                                                        \
  break;

#define EACH_CHOICE(condition)                             \
  for (size_t i = 0; i < count; i += 8) {                  \
    const lanes x = value(a + i), y = value(b + i);        \
    const lanes is = value(c + i), otherwise = value(d + i); \
    write(result + i, choose(condition, is, otherwise));   \
  }                                                        \
  break;

// The largest integer not above a non-negative number below 2^51, by way of 2^52: the base instruction set
// has no rounding instruction.
static inline __attribute__((always_inline)) void floor_once(double *result, const double *a) {
  const lanes x = value(a), one = 1, nearest = (x + 0x1p52) - 0x1p52;
  write(result, choose(nearest > x, nearest - one, nearest));
}

BK_CLONES
void bk_terms(const bk_step *steps, size_t step_count, double *const *columns, size_t count) {
  for (size_t s = 0; s < step_count; s++) {
    const bk_step step = steps[s];
    double *restrict result = columns[step.result];
    const double *a = columns[step.operands[0]], *b = columns[step.operands[1]];
    const double *c = columns[step.operands[2]], *d = columns[step.operands[3]];
    switch (step.operation) {
    case BK_ADD: EACH(x + y)
    case BK_SUBTRACT: EACH(x - y)
    case BK_MULTIPLY: EACH(x * y)
    case BK_DIVIDE: EACH(x / y)
    case BK_LEAST: EACH(choose(y < x, y, x))
    case BK_FLOOR:
      for (size_t i = 0; i < count; i += 8) floor_once(result + i, a + i);
      break;
    case BK_EXP:
      memcpy(result, a, count * sizeof(double));
      bk_exp(result, count);
      break;
    case BK_LOG:
      memcpy(result, a, count * sizeof(double));
      bk_log(result, count);
      break;
    case BK_IF_LESS: EACH_CHOICE(x < y)
    case BK_IF_EQUAL: EACH_CHOICE(x == y)
    }
  }
}
