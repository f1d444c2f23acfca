// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"

#include <string.h>

// The constants of the algorithm's description.
static const uint64_t P1 = 0x9E3779B185EBCA87u, P2 = 0xC2B2AE3D27D4EB4Fu,
                      P3 = 0x165667B19E3779F9u, P4 = 0x85EBCA77C2B2AE63u,
                      P5 = 0x27D4EB2F165667C5u;

static uint64_t rotated(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

static uint64_t word(const unsigned char *bytes) {
  uint64_t value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

static uint64_t half(const unsigned char *bytes) {
  uint32_t value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

static uint64_t round_of(uint64_t lane, uint64_t input) {
  return rotated(lane + input * P2, 31) * P1;
}

uint64_t bk_checksum(const void *memory, size_t size) {
  const unsigned char *at = memory;
  const unsigned char *const end = at + size;
  uint64_t hash = P5;
  if (size >= 32) {
    uint64_t lanes[4] = {P1 + P2, P2, 0, 0 - P1};
    for (; end - at >= 32; at += 32)
      for (int i = 0; i < 4; i++) lanes[i] = round_of(lanes[i], word(at + 8 * i));
    hash = rotated(lanes[0], 1) + rotated(lanes[1], 7) + rotated(lanes[2], 12) +
           rotated(lanes[3], 18);
    for (int i = 0; i < 4; i++) hash = (hash ^ round_of(0, lanes[i])) * P1 + P4;
  }
  hash += size;
  for (; end - at >= 8; at += 8) hash = rotated(hash ^ round_of(0, word(at)), 27) * P1 + P4;
  if (end - at >= 4) {
    hash = rotated(hash ^ (half(at) * P1), 23) * P2 + P3;
    at += 4;
  }
  for (; at < end; at++) hash = rotated(hash ^ (*at * P5), 11) * P1;
  hash = (hash ^ hash >> 33) * P2;
  hash = (hash ^ hash >> 29) * P3;
  return hash ^ hash >> 32;
}
