#!/usr/bin/env bash
# Writes requirements/*.txt anew from pyproject.toml; pins that still fit stay. Needs uv on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_CUSTOM_COMPILE_COMMAND=scripts/lock.sh
compile() { uv pip compile --quiet --python-version 3.11 --no-header --no-strip-extras "$@"; }
lock() { compile "$@" pyproject.toml; }
compile --universal --generate-hashes --group validators --output-file requirements/validators.txt
for group in fuzz audit; do
  compile --universal --generate-hashes --group "$group" --output-file "requirements/$group.txt"
done
lock --universal --generate-hashes --output-file requirements/run.txt
lock --universal --generate-hashes --group dev --group docs --output-file requirements/dev.txt
lock --universal --generate-hashes --constraints requirements/dev.txt --extra spark --extra testing --group engines --output-file requirements/spark.txt
lock --no-annotate --resolution lowest-direct --output-file requirements/lowest.txt
