# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the versions of Python and of what the peers use, in one line."""

import platform
from importlib.metadata import PackageNotFoundError, version

found = [platform.python_version()]
for package in ("numpy", "numba", "SALib"):
    try:
        found.append(f"{package} {version(package)}")
    except PackageNotFoundError:
        found.append(f"no {package}")
print(", ".join(found))
