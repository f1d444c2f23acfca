// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef BK_LANES_H
#define BK_LANES_H

#include <stdint.h>

// The compiler splits eight trials over the registers that a clone has; every lane goes through the same
// operations in the same order in all of them.
typedef double lanes __attribute__((ext_vector_type(8), aligned(sizeof(double))));
typedef int64_t mask __attribute__((ext_vector_type(8), aligned(sizeof(int64_t))));

#define value(p) (*(const lanes *)(p))
#define write(p, x) (*(lanes *)(p) = (x))
// a where `which`, as comparisons give it, is true; b elsewhere.
#define choose(which, a, b) ((which) ? (a) : (b))

#endif
