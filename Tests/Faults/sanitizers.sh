#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the program with a sanitizer and runs through what works on several threads or with memory of its own.
# Each must end as it should, give the bytes it gives on one worker, and be reported by nothing.
#
#     Tests/Faults/sanitizers.sh [thread] [address] [undefined]
#
# All unless some are named; `undefined` is of the loops in C. Builds into .build/NAME, some minutes each the first time.
set -uo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
export BREAKEVEN_SHARED=1 SWIFT_BACKTRACE=enable=no
export TSAN_OPTIONS="suppressions=$root/Tests/Faults/thread.suppressions"
failures=0

build() {
  local flags=(--sanitize="$1")
  # Swift has no such sanitizer; its C compiler has, and stops at the first finding without a library.
  if [ "$1" = undefined ]; then flags=(-Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined); fi
  swift build -c release --product breakeven --scratch-path ".build/$1" "${flags[@]}" \
    >".build/$1.log" 2>&1 || { tail -n 20 ".build/$1.log"; return 1; }
}

# try NAME ARGUMENTS: must end well and silently.
try() {
  local name=$1
  shift
  "$program" "$@" >"$work/out" 2>"$work/errors"
  local status=$?
  if [ "$status" = 0 ]; then
    printf 'ok      %s: %s\n' "$sanitizer" "$name"
  else
    printf 'FAILED  %s: %s ended with %s\n' "$sanitizer" "$name" "$status"
    grep -E -m 1 -A 12 'ERROR|WARNING|:' "$work/errors" | sed 's/^/        /'
    failures=$((failures + 1))
  fi
}

same() {
  if ! diff -r -q -x timing.json "$work/$1" "$work/$2"; then
    printf 'FAILED  %s: %s differs from %s\n' "$sanitizer" "$1" "$2"
    failures=$((failures + 1))
  fi
}

go_through() {
  local experiment=$root/experiments/ticket-classifier.yaml storage
  for storage in --no-streaming --streaming; do
    local run=(run "$experiment" --trials 6000 "$storage")
    try "a run $storage" "${run[@]}" --workers 3 -o "$work/run$storage"
    try "the run on one worker" "${run[@]}" --workers 1 -o "$work/one$storage"
    same "one$storage" "run$storage"
    for part in 1 2; do
      try "shard $part" "${run[@]}" --workers 2 --shard $part/2 -o "$work/part-$part"
    done
    try "their merge" merge "$work"/part-[12] --workers 2 -o "$work/merged$storage"
    same "merged$storage" "run$storage"
    # Killed in the middle, where it has a checkpoint.
    local long=(run "$experiment" --trials 400000 "$storage" --metrics npv --no-report --cashflow-trials 0)
    "$program" "${long[@]}" --checkpoint "$work/blocks" -o "$work/long" >/dev/null 2>&1 &
    local pid=$! waited=0
    while ! ls "$work"/blocks/blocks-* >/dev/null 2>&1 && [ $((waited += 1)) -lt 600 ]; do sleep 0.1; done
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null
    try "a run that goes on" "${long[@]}" --checkpoint "$work/blocks" --resume -o "$work/long"
  done
  local sampled=("$experiment" --trials 2048)
  try "Latin hypercubes" run "${sampled[@]}" --sampling latin-hypercube -o "$work/latin"
  try "Sobol' points" run "${sampled[@]}" --sampling sobol -o "$work/sobol"
  local axes=(--over requests_per_month=50k,200k,1M --over discount_rate=0.05,0.1)
  try "a sweep" sweep "${sampled[@]}" "${axes[@]}" --workers 3 -o "$work/sweep"
  for part in 1 2; do
    try "shard $part of it" sweep "${sampled[@]}" "${axes[@]}" --shard $part/2 -o "$work/sweep-$part"
  done
  try "their merge" merge "$work"/sweep-[12] -o "$work/sweep-merged"
  same sweep-merged sweep
  try "sensitivity" sensitivity "${sampled[@]}" --workers 3 -o "$work/sensitivity"
  try "value of information" information "${sampled[@]}" --workers 3 -o "$work/information"
  try "a page" report "$work/run--no-streaming" --workers 3
}

for sanitizer in ${*:-thread address undefined}; do
  if ! build "$sanitizer"; then
    failures=$((failures + 1))
    continue
  fi
  program=$root/.build/$sanitizer/release/breakeven
  work=$(mktemp -d /tmp/breakeven-sanitizers-XXXXXX)
  go_through
  rm -rf "$work"
done
exit $((failures > 0))
