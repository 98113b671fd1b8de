#!/usr/bin/env bash
# Fuzzes every target for SECONDS each (60 by default), or the targets named after it: scripts/fuzz.sh SECONDS [TARGET...]
# Needs requirements/fuzz.txt. New inputs are kept in fuzz/found, and what breaks something in fuzz/broken.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
seconds=${1:-60}
shift || true
[ $# -gt 0 ] || set -- payload catalog outputs rule message phrase
failed=0
for target in "$@"; do
  mkdir -p "fuzz/found/$target" fuzz/broken
  printf '%s: ' "$target"
  # Ten seconds for one input is a hang; 64 KB of input and 2 GB of memory are enough for anything.
  if "$python" fuzz/run.py "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
    -artifact_prefix="fuzz/broken/$target-" -print_final_stats=1 -dict=fuzz/words.dict "fuzz/found/$target" "fuzz/corpus/$target" \
    > "fuzz/broken/$target.log" 2>&1; then
    sed -n 's/^stat::number_of_executed_units: */inputs /p' "fuzz/broken/$target.log"
  else
    failed=1
    echo "broken; see fuzz/broken/$target.log"
    tail -n 25 "fuzz/broken/$target.log"
  fi
done
exit $failed
