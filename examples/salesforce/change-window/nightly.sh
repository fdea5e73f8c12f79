#!/bin/sh
# Every night: judge what was exported, compare it with the night before, keep both for the next night.
#   sh nightly.sh EXPORT FOLDER          TOJIMARI says how tojimari is called; default: npx tojimari
set -eu
export=$1
folder=$2
tojimari=${TOJIMARI:-npx tojimari}
mkdir -p "$folder"

if [ -d "$folder/last" ]; then
  # The export of last night knows the settings, its report since when each thing is known.
  set -- --baseline "$folder/last" --baseline "$folder/last.json" --fail-on-new high
else
  set -- --fail-on high # the first night has nothing to compare with: everything counts
fi

code=0
$tojimari scan "$export" "$@" --format text --output - --format json --output "$folder/now.json" || code=$?

# 2 and 4: there is no report, and the next night is compared with the last one that there is.
case $code in
0 | 1 | 3)
  mv "$folder/now.json" "$folder/last.json"
  rm -rf "$folder/last"
  cp -R "$export" "$folder/last"
  ;;
esac
exit "$code"
