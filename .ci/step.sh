# Sourced by every step: it runs from the root as CI does, counts, and fails where anything failed.
# .ci/run reads what a step has counted from the file $TALLY.
set -u -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CI=true NO_COLOR=1
passed=0
failed=0

finish() {
  echo "$passed $failed" >"${TALLY:-/dev/null}"
  [ "$failed" -eq 0 ] || exit 1
}
trap finish EXIT

# whole NAME COMMAND…: a command that counts as one
whole() {
  local name=$1; shift
  echo "── $name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
}

# tests NAME COMMAND…: a run of vitest, which counts as the tests in its report; a skipped test is a failed one
tests() {
  local name=$1 report status counted p f; shift
  report=$(mktemp)
  echo "── $name"
  "$@" --reporter=default --reporter=json --outputFile.json="$report"
  status=$?
  counted=$(node -e '
    try {
      const { numPassedTests, numTotalTests } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
      console.log(numPassedTests, numTotalTests - numPassedTests);
    } catch { console.log(0, 1); }' "$report")
  rm -f "$report"
  read -r p f <<<"$counted"
  # a file that does not load holds no test
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$p" -eq 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  passed=$((passed + p))
  failed=$((failed + f))
}
