#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Starts Slurm on this machine, runs an experiment as an array of shards with `breakeven submit`, and compares
# what is merged with the single run, for columns and for histograms.
#
#     Tests/Engines/slurm.sh [TRIALS] [SHARDS] [BREAKEVEN]
#
# Needs root and Debian's slurm-wlm and munge. Nothing of the machine's own Slurm is touched: keys, sockets,
# ports and files are this script's, and its daemons are stopped at the end.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
trials=${1:-1e6}
shards=${2:-16}
program=${3:-$root/.build/release/breakeven}
for tool in munged slurmctld slurmd sbatch; do
  command -v "$tool" >/dev/null || { echo "no $tool: apt-get install slurm-wlm munge"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "needs root"; exit 77; }

work=$(mktemp -d /tmp/breakeven-slurm-XXXXXX)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

host=$(hostname -s)
mkdir -p "$work"/{state,spool,munge}
chmod 755 "$work"
chmod 700 "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=1 count=1024 status=none
chmod 600 "$work/munge/key"
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
  --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed" \
  >/dev/null 2>&1 &
pids+=($!)

cat >"$work/slurm.conf" <<END
ClusterName=breakeven
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=16817
SlurmdPort=16818
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=batch_sched_delay=1,sched_interval=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF="$work/slurm.conf"
sleep 1
slurmctld -D >/dev/null 2>&1 &
pids+=($!)
slurmd -D >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 30); do
  if sinfo --noheader --format=%t 2>/dev/null | grep -q idle; then break; fi
  sleep 1
done
if ! sinfo --noheader --format=%t 2>/dev/null | grep -q idle; then
  echo "Slurm did not start"
  tail -n 5 "$work"/*.log "$work/munge/log" || true
  exit 1
fi

cd "$work"
status=0
for storage in --no-streaming --streaming; do
  common=("$root/experiments/reference.yaml" --trials "$trials" "$storage" --memory 100G)
  "$program" run "${common[@]}" -o "whole$storage" >/dev/null 2>&1
  # Jobs numbers of the array and of the merge.
  mapfile -t jobs < <("$program" submit --slurm --shards "$shards" -o "merged$storage" "${common[@]}")
  start=$SECONDS
  while [ -n "$(squeue --noheader --jobs="${jobs[0]},${jobs[1]}" 2>/dev/null)" ]; do
    if [ $((SECONDS - start)) -gt 900 ]; then
      echo "the jobs do not end"
      squeue
      exit 1
    fi
    sleep 1
  done
  if diff -r -x timing.json "whole$storage" "merged$storage"; then
    echo "$storage: $shards shards of $trials trials, merged: the same bytes, $((SECONDS - start)) s"
  else
    tail -n 3 "merged$storage-shards"/*.log || true
    status=1
  fi
done
exit "$status"
