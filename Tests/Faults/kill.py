#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills runs at random moments and looks at what is left.

    python3 Tests/Faults/kill.py [KILLS] [BREAKEVEN]

Half of the runs stream, half have a checkpoint. After every kill the output folder must hold either nothing,
or all files of an earlier run and those whole. A run with a checkpoint is killed again and again until it
comes to its end, and must then have written the bytes of a run that was left alone.
"""

import filecmp
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
PROGRAM = sys.argv[2] if len(sys.argv) > 2 else f"{ROOT}/.build/release/breakeven"
COMMON = [
    PROGRAM, "run", f"{ROOT}/experiments/reference.yaml", "--trials", "1e6",
    "--metrics", "npv,total_cost",
]


def files(folder):
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return sorted(n for n in names if not n.startswith(".") and n != "timing.json")


def same(folder, whole):
    names = files(whole)
    return files(folder) == names and all(
        filecmp.cmp(f"{folder}/{n}", f"{whole}/{n}", shallow=False) for n in names)


def run(arguments, limit=None):
    """Whether it came to its end before it was killed."""
    process = subprocess.Popen(
        COMMON + arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        status = process.wait(limit)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        # One that had written all is brought to its end by the next command.
        if os.path.isdir("out") and any(n.startswith(".written-") for n in os.listdir("out")):
            subprocess.run([PROGRAM, "report", "out"], capture_output=True, check=False)
        return False
    assert status == 0, f"{arguments} ended with {status}"
    return True


def main():
    random.seed(1)
    os.chdir(tempfile.mkdtemp(prefix="breakeven-kill-"))
    length = {}
    for storage in ("--streaming", "--no-streaming"):
        start = time.monotonic()
        run([storage, "-o", f"whole{storage}"])
        length[storage] = time.monotonic() - start
    kills = damaged = different = finished = 0
    while kills < KILLS:
        storage = random.choice(list(length))
        whole = f"whole{storage}"
        shutil.rmtree("out", ignore_errors=True)
        if random.random() < 0.5:
            # No checkpoint: an earlier result stays as it is, or is wholly replaced.
            if random.random() < 0.5:
                shutil.copytree(whole, "out")
            before = files("out")
            if not run([storage, "-o", "out"], random.uniform(0, 1.1 * length[storage])):
                kills += 1
            if files("out") and not same("out", whole) or before and not files("out"):
                damaged += 1
        else:
            arguments = [storage, "-o", "out", "--checkpoint", "blocks", "--resume"]
            while not run(arguments, random.uniform(0.02, 0.8 * length[storage])):
                kills += 1
                if files("out") and not same("out", whole):
                    damaged += 1
            finished += 1
            different += not same("out", whole)
            if os.path.exists("blocks"):
                damaged += 1
    print(f"{kills} kills, {finished} runs resumed to their end: {damaged} damaged, {different} different")
    shutil.rmtree(os.getcwd())
    sys.exit(damaged + different > 0)


main()
