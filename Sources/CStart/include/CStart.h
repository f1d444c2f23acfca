// SPDX-License-Identifier: GPL-3.0-or-later
//
// What programs do before anything else. There is nothing to call: linking this module does it.
//
// On x86-64 with the GNU C library a program starts again, once, with a C library that computes as on every
// other such processor (same_bits.c).

#ifndef BREAKEVEN_CSTART_H
#define BREAKEVEN_CSTART_H
#endif
