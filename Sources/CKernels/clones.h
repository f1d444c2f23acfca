// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef BK_CLONES_H
#define BK_CLONES_H

// One clone per x86-64 level, chosen when the program is loaded. Elsewhere a single version, and under
// sanitizers, which are not ready when clones are chosen.
#if defined(__x86_64__) && defined(__linux__) && defined(__has_attribute)
#if __has_attribute(target_clones) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#define BK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
#endif
#ifndef BK_CLONES
#define BK_CLONES
#endif

// Where instructions that no compiler finds pay, a function may be written for AVX-512 by hand. It does
// the same operations on every number as its clones.
#if defined(__x86_64__) && defined(__linux__)
#include <immintrin.h>
#define BK_V4 __attribute__((target("arch=x86-64-v4")))
static inline int bk_has_v4(void) { return __builtin_cpu_supports("x86-64-v4"); }
#endif

// The compiler must not fuse a*b+c where it pleases: the bits would differ from one processor to the
// next. Where fusing pays it is asked for by name; a processor without the instruction calls the C
// library's exact emulation, slow but the same to the last bit.
#pragma STDC FP_CONTRACT OFF
#define bk_fma(a, b, c) __builtin_elementwise_fma((double)(a), (double)(b), (double)(c))

#endif
