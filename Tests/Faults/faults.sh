#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What goes wrong around a run: full disks, folders that take nothing, little memory, signals, clocks that go back,
# foreign locales, readers that leave, kills between one file and the next. A fault must end with its exit code
# and a message, and leave the last good output whole.
#
#     Tests/Faults/faults.sh [BREAKEVEN]
#
# What needs root (a small file system, another user) is left out for others.
set -uo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
program=${1:-$root/.build/release/breakeven}
experiment=$root/experiments/reference.yaml
work=$(mktemp -d /tmp/breakeven-faults-XXXXXX)
mounted=
finish() {
  if [ -n "$mounted" ]; then umount "$mounted"; fi
  rm -rf "$work"
}
trap finish EXIT
cd "$work" || exit 1
failures=0

# check NAME EXPECTED FOUND
check() {
  if [ "$2" = "$3" ]; then
    printf 'ok      %s\n' "$1"
  else
    printf 'FAILED  %s: %s, expected %s\n' "$1" "$3" "$2"
    sed 's/^/        /' errors | head -n 3
    failures=$((failures + 1))
  fi
}

# run ARGUMENTS: the exit code in `status`
run() {
  "$program" run "$experiment" --trials 20000 "$@" >out 2>errors
  status=$?
}

whole() { diff -r -x timing.json "$1" good >/dev/null 2>&1 && echo whole || echo damaged; }

run -o good
check "a run" 0 "$status"
run --streaming -o good-streamed

# Disk full, at every size from nothing to enough.
if [ "$(id -u)" = 0 ] && mkdir disk && mount -t tmpfs -o size=3m none disk 2>/dev/null; then
  mounted=$work/disk
  full=0
  for kilobytes in $(seq 24 24 2400); do
    rm -rf disk/*
    mkdir disk/out
    cp good/* disk/out
    dd if=/dev/zero of=disk/filler bs=1024 count=$((3072 - kilobytes)) status=none 2>/dev/null
    run -o disk/out
    case $status in
      0) ;;
      1) full=$((full + 1)) ;;
      *) check "disk with $kilobytes KB: exit code" "0 or 1" "$status" ;;
    esac
    if [ "$(whole disk/out)" != whole ]; then check "disk with $kilobytes KB" whole damaged; fi
  done
  check "disk full, $full times of 100: the last good output is whole" yes \
    "$([ "$full" -gt 0 ] && [ "$full" -lt 100 ] && echo yes || echo no)"
  rm -rf disk/*
  run --no-streaming --shard 1/2 -o disk/part
  check "disk full while a shard is written" 1 "$status"
  check "no half of a shard" "" "$(ls disk/part 2>/dev/null)"
  run --no-streaming --checkpoint disk/blocks -o out-of-disk
  check "disk full while a checkpoint is written" 1 "$status"
  umount disk
  mounted=
else
  echo "skipped disk full: no small file system can be mounted"
fi

# Places that take no files.
if [ "$(id -u)" = 0 ]; then
  run -o /proc/breakeven
else
  mkdir readonly && chmod 555 readonly
  run -o readonly/out
fi
check "a folder that takes no files" 1 "$status"
echo text >file
run -o file/out
check "a file in the place of a folder" 1 "$status"
"$program" run "$experiment" --trials 2000 -o pipe 2>errors >/dev/full
check "standard output full" 1 "$?"
"$program" run "$experiment" --trials 2000 -o pipe 2>errors | head -c 10 >/dev/null
check "a reader that has seen enough" 0 "${PIPESTATUS[0]}"

# Little memory: a message, never a crash.
for limit in 120000 200000 $(seq 260000 20000 600000); do
  for arguments in "--trials 1e6 --no-streaming" "--trials 2e5 --streaming"; do
    # shellcheck disable=SC2086
    (
      ulimit -v "$limit"
      timeout 60 "$program" run "$experiment" $arguments -o memory >out 2>errors
    )
    status=$?
    case $status in
      0) ;;
      1 | 2) check "memory of $limit KB for $arguments: says so" yes \
        "$([ -s errors ] && echo yes || echo no)" ;;
      *) check "memory of $limit KB for $arguments" "exit 0, 1 or 2" "$status" ;;
    esac
  done
done

# Signals end a run, and leave what was there.
cp -r good kept
for signal in INT TERM; do
  "$program" run "$experiment" --trials 3e6 -o kept >out 2>errors &
  pid=$!
  sleep 0.5
  kill -"$signal" "$pid"
  wait "$pid"
  check "SIG$signal" 130 "$?"
  check "the output after SIG$signal" whole "$(whole kept)"
done

# Decimal commas are the terminal's affair.
mkdir locales
if localedef -i de_DE -f UTF-8 locales/de_DE.UTF-8 2>/dev/null; then
  LOCPATH=$work/locales LC_ALL=de_DE.UTF-8 "$program" run "$experiment" --trials 20000 -o comma \
    >out 2>errors
  check "decimal commas" 0 "$?"
  check "the output with decimal commas" whole "$(whole comma)"
else
  echo "skipped decimal commas: the locale cannot be made"
fi

# Makes the program anew, with what it links in or without; no more than its linking is done again.
# shellcheck disable=SC2086
build() { (cd "$root" && swift build -c release --product breakeven ${FLAGS:-}) >out 2>errors; }
program_with_shared_libraries() {
  BREAKEVEN_SHARED=1 build && cp "$root/.build/release/breakeven" shared
  local status=$?
  build || exit 1
  return $status
}

# What only a library in between can do.
if cc -shared -fPIC -O1 -o faults.so "$root/Tests/Faults/faults.c" 2>errors && program_with_shared_libraries; then
  program=$work/shared
  # Clocks that go back: the same bytes, and no time below 0.
  back() { CLOCK_GOES_BACK=1 LD_PRELOAD=$work/faults.so timeout 120 "$@" >out 2>errors; }
  backward() { back "$program" run "$experiment" --trials 20000 "$@"; }
  backward -o back
  check "a clock that goes back" 0 "$?"
  check "its output" whole "$(whole back)"
  backward --streaming -o back-streamed
  check "its output of streamed trials" yes \
    "$(diff -r -x timing.json back-streamed good-streamed >/dev/null && echo yes)"
  backward --checkpoint blocks --resume -o back-checked
  check "its output with checkpoints" whole "$(whole back-checked)"
  for part in 1 2; do backward --shard $part/2 -o part-$part; done
  back "$program" merge part-1 part-2 -o back-merged
  check "its output merged" whole "$(whole back-merged)"
  # A terminal, for the line that says how far the run is.
  back script -qec "$program run $experiment --trials 1e6 -o long" /dev/null
  check "a terminal with a clock that goes back" 0 "$?"
  check "no time below 0" "" "$(grep -l -- '-[0-9]' back*/timing.json part-*/timing.json)"

  # A kill at every renaming: what is left is the run before or, by the next command, this one.
  run --seed 7 -o next
  cp -r next renamed
  kills=0
  while true; do
    rm -rf renamed/.[!.]* && cp next/* renamed
    # Within parentheses, for the shell's own word on it to go nowhere.
    (
      KILL_AT_RENAME=$((kills + 1)) LD_PRELOAD=$work/faults.so \
        "$program" run "$experiment" --trials 20000 -o renamed >out 2>errors
      exit $?
    ) 2>/dev/null && break
    kills=$((kills + 1))
    "$program" report renamed >out 2>errors
    check "a page after a kill at renaming $kills" 0 "$?"
    left=$([ "$kills" = 1 ] && echo next || echo good)
    check "after it" "" "$(diff -r -q -x timing.json renamed "$left")"
  done
  check "kills at renamings" yes "$([ "$kills" -ge 9 ] && echo yes || echo "$kills")"
else
  echo "skipped clocks and renamings: no C compiler, or no program to preload it into"
fi

exit $((failures > 0))
