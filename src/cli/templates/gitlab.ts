// The pipeline for GitLab CI that init writes.

const OUTPUT = '--format text --format gitlab-codequality --output - --output gl-code-quality-report.json';

const ARTIFACTS = `  artifacts:
    when: always
    access: developer
    expire_in: 1 week
    reports:
      codequality: gl-code-quality-report.json
`;

/** `version`: of tojimari. */
export function gitlabPipeline(provider: 'aws' | 'salesforce', version: string): string {
  return provider === 'aws' ? scheduled(version) : mergeRequests(version);
}

function scheduled(version: string): string {
  return `# What outsiders can reach in the AWS account. Written by "tojimari init"; give the project a pipeline schedule.
# The findings are in the log of the job: keep this in a private project.
tojimari:
  image: node:22-slim
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  id_tokens:
    AWS_ID_TOKEN:
      aud: https://gitlab.com # as the identity provider in AWS says
  variables:
    AWS_ROLE_ARN: arn:aws:iam::111122223333:role/tojimari # yours
    AWS_WEB_IDENTITY_TOKEN_FILE: /tmp/aws-id-token
    AWS_REGION: us-east-1
  script:
    - umask 077 && printf '%s' "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
    - npx --yes tojimari@${version} scan ${OUTPUT}
${ARTIFACTS}`;
}

function mergeRequests(version: string): string {
  return `# What visitors and outsiders can reach by the metadata in this repository. Written by "tojimari init".
# The findings are in the log of the job: keep this in a private project.
tojimari:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    # A merge request is judged by what the branch declares that it goes to.
    - |
      if [ -n "\${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:-}" ]; then
        git fetch --quiet --depth 1 origin "+refs/heads/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME:refs/remotes/origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
        npx --yes tojimari@${version} scan ./force-app --config "git:origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME" ${OUTPUT}
      else
        npx --yes tojimari@${version} scan ./force-app ${OUTPUT}
      fi
${ARTIFACTS}`;
}
