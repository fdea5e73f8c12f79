// The tojimari.yaml that init writes.

const TARGETS = { aws: 'aws', salesforce: './force-app' };

/** `schema`: where editors find the JSON Schema. */
export function configTemplate(provider: 'aws' | 'salesforce', schema: string): string {
  const example = provider === 'aws' ? AWS : SALESFORCE;
  return `# yaml-language-server: $schema=${schema}
# What tojimari scans here, what is yours, and what is meant to stand open. Whoever may change this file decides what
# counts: have its changes reviewed (CODEOWNERS), and judge pull requests by the branch they go to (--config git:origin/main).

# "tojimari scan" without a target scans these: aws, salesforce (live), files and folders.
targets:
  - ${TARGETS[provider]}

# A finding of this severity or a worse one fails the run.
failOn: high

# What is yours: an account, an organization or a domain that is not on a list is a stranger.
# own:
#   accounts: [111122223333]
#   organizations: [o-a1b2c3d4e5]
#   domains: [acme.example]

# What is meant to stand open: within it there is no finding, wider or later there is.
# "tojimari intent add F1" writes one from a finding of a saved report.
# intents:
${example}`;
}

const AWS = `#   - type: aws.s3.bucket
#     resource: acme-assets # a glob of names or ARNs
#     audience: anyone
#     access: [read]
#     under: /assets
#     owner: web-team
#     reason: Pictures of the web site.
#     until: 2027-03-31
#   - unknown: s3:GetBucketPolicy on log-archive-*
#     owner: security
#     reason: Only the log archive account may read it.
#     until: 2027-03-31
`;

const SALESFORCE = `#   - type: salesforce.site
#     resource: Acme Help
#     audience: anyone
#     access: [read]
#     parts: [Knowledge__kav]
#     owner: support
#     reason: The public help articles.
#     until: 2027-03-31
`;
