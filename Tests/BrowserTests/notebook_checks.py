# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a notebook: that it is one, and that its cells run as they are."""

import importlib.util
import os
import subprocess
import sys
import tempfile

NEEDED = ["nbformat", "nbconvert", "ipykernel", "pandas"]


def missing():
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def validates(path):
    """It is a notebook of nbformat 4.5, executed, with pictures."""
    import nbformat

    with open(path, encoding="utf-8") as file:
        notebook = nbformat.read(file, as_version=4)
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        return [str(error)]
    faults = []
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        faults.append(f"nbformat {notebook.nbformat}.{notebook.nbformat_minor}")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    pictures = [output for cell in code for output in cell.outputs
                if "image/svg+xml" in output.get("data", {})]
    if any(cell.execution_count is None for cell in code) or len(pictures) < 3:
        faults.append(f"not executed, or only {len(pictures)} pictures")
    return faults


def runs(folder):
    """Every cell runs again beside the tables, and gives what it gave: a picture or a table."""
    import nbformat

    path = os.path.join(folder, "report.ipynb")
    with tempfile.TemporaryDirectory() as place:
        result = os.path.join(place, "again.ipynb")
        done = subprocess.run(
            [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", result,
             path], capture_output=True, text=True)
        if done.returncode != 0:
            return [done.stderr[-1500:]]
        with open(path, encoding="utf-8") as before, open(result, encoding="utf-8") as after:
            pair = [nbformat.read(file, as_version=4) for file in (before, after)]
    faults = []
    for old, new in zip(pair[0].cells, pair[1].cells):
        if old.cell_type != "code":
            continue
        kinds = [[sorted(output.data) for output in cell.outputs] for cell in (old, new)]
        if kinds[0] != kinds[1]:
            faults.append(f"{old.source!r} gave {kinds[0]} and gives {kinds[1]}")
            continue
        for first, second in zip(old.outputs, new.outputs):
            rows = [output.data.get("text/html", "").count("<tr") for output in (first, second)]
            if rows[0] != rows[1]:
                faults.append(f"{old.source!r}: {rows[0]} rows were {rows[1]}")
    return faults
