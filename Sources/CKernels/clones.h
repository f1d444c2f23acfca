// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef BK_CLONES_H
#define BK_CLONES_H

// One clone per x86-64 level, chosen when the program is loaded. Elsewhere a single version.
#if defined(__x86_64__) && defined(__linux__) && defined(__has_attribute)
#if __has_attribute(target_clones)
#define BK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
#endif
#ifndef BK_CLONES
#define BK_CLONES
#endif

// a*b+c stays two roundings everywhere: FMA would change the bits from one processor to the next.
#pragma STDC FP_CONTRACT OFF

#endif
