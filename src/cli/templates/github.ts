// The workflow for GitHub Actions that init writes: pinned to commits, with no more rights than a run needs.

const CHECKOUT = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';
const NODE = 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0';
const CREDENTIALS = 'aws-actions/configure-aws-credentials@a03048d87541d1d9fcf2ecf528a4a65ba9bd7838 # v5.0.0';

const OUTPUT = '--format text --format markdown --output - --output "$RUNNER_TEMP/tojimari.md"';

const SUMMARY = `      - name: Summary
        if: \${{ !cancelled() }}
        run: if [ -f "$RUNNER_TEMP/tojimari.md" ]; then cat "$RUNNER_TEMP/tojimari.md" >> "$GITHUB_STEP_SUMMARY"; fi
`;

/** `version`: of tojimari. */
export function githubWorkflow(provider: 'aws' | 'salesforce', version: string): string {
  return provider === 'aws' ? nightly(version) : pullRequests(version);
}

function nightly(version: string): string {
  return `# What outsiders can reach in the AWS account, every night. Written by "tojimari init".
# The findings are in the log and in the summary of the run: keep this in a private repository.
name: tojimari
on:
  schedule:
    - cron: '17 3 * * *'
  workflow_dispatch:
permissions: {}
jobs:
  scan:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: read # tojimari.yaml
      id-token: write # to assume the role, without a key
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${NODE}
        with:
          node-version: 22
      - uses: ${CREDENTIALS}
        with:
          role-to-assume: arn:aws:iam::111122223333:role/tojimari # yours
          aws-region: us-east-1
      - name: Scan
        run: npx --yes tojimari@${version} scan ${OUTPUT}
${SUMMARY}`;
}

function pullRequests(version: string): string {
  return `# What visitors and outsiders can reach by the metadata in this repository. Written by "tojimari init".
# The findings are in the log and in the summary of the run: keep this in a private repository.
name: tojimari
on:
  pull_request:
  push:
    branches: [main]
permissions: {}
jobs:
  scan:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 0 # the branch that a pull request goes to
          persist-credentials: false
      - uses: ${NODE}
        with:
          node-version: 22
      - name: Scan
        if: github.event_name != 'pull_request'
        run: npx --yes tojimari@${version} scan ./force-app ${OUTPUT}
      - name: Scan, by what the branch declares that the pull request goes to
        if: github.event_name == 'pull_request'
        run: npx --yes tojimari@${version} scan ./force-app --config "git:origin/$GITHUB_BASE_REF" ${OUTPUT}
${SUMMARY}`;
}
