// The script that init writes, for whatever runs scripts.

/** `version`: of tojimari. */
export function shellScript(provider: 'aws' | 'salesforce', version: string): string {
  const target = provider === 'aws' ? 'aws' : './force-app';
  return `#!/bin/sh
# What outsiders can reach. Written by "tojimari init".
# Exit codes: 0 nothing found, 1 findings, 2 could not start, 3 could not tell, 4 a bug in tojimari.
# For changes that are not merged yet, say which branch they go to: TOJIMARI_BASE=origin/main ./tojimari-ci.sh
set -eu
cd "$(dirname "$0")"

set -- scan ${target} --format text --format json --output - --output tojimari-report.json
if [ -n "\${TOJIMARI_BASE:-}" ]; then
  # Such a change is judged by what that branch declares, and not by its own tojimari.yaml.
  set -- "$@" --config "git:$TOJIMARI_BASE"
fi
exec npx --yes tojimari@${version} "$@"
`;
}
