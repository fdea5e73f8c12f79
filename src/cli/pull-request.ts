// What a pull or merge request is to be merged into, as the systems that run its checks say it.
import type { Io } from './io.ts';

/** Names of environment variables with the branch: GitHub Actions, GitLab CI, Bitbucket Pipelines, Jenkins, Azure Pipelines. */
const BRANCHES = [
  'GITHUB_BASE_REF',
  'CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
  'BITBUCKET_PR_DESTINATION_BRANCH',
  'CHANGE_TARGET',
  'SYSTEM_PULLREQUEST_TARGETBRANCH',
];

/** `origin/main`; undefined outside of pull requests. */
export function mergeTarget(env: Io['env']): string | undefined {
  const branch = BRANCHES.map((name) => env[name]).find((value) => value);
  return branch === undefined ? undefined : `origin/${branch.replace(/^refs\/heads\//, '')}`;
}
