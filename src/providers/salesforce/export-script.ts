// A shell script that retrieves with the sf command line what decides about outsiders in an org, for somebody else to run: it only reads.

/**
 * The metadata types that the readers of exports know. Retrieved together, because a profile holds only what concerns the components
 * that come with it (Metadata API developer guide, "Profile").
 */
const TYPES = [
  'ApexClass',
  'ApexPage',
  'ConnectedApp',
  'CorsWhitelistOrigin',
  'CspTrustedSite',
  'CustomMetadata',
  'CustomObject',
  'CustomSite',
  'ExperienceBundle',
  'DigitalExperienceConfig',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppOauthSettings',
  'Flow',
  'MutingPermissionSet',
  'Network',
  'PermissionSet',
  'PermissionSetGroup',
  'Profile',
  'RemoteSiteSetting',
  'Settings',
  'SharingRules',
  'SharingSet',
];

/** The script. It makes a manifest of the org and retrieves it as a project. */
export function exportScript(): string {
  return `#!/usr/bin/env bash
# Retrieves the settings of a Salesforce org that decide what outsiders can reach. It only reads, and needs the sf command line.
#   bash export.sh ORG_ALIAS [FOLDER]
set -eu
ORG=\${1:?which org? Give its alias: bash export.sh ORG_ALIAS [FOLDER]}
OUT=\${2:-tojimari-export}
umask 077
mkdir -p "$OUT/force-app"
cd "$OUT"
printf '%s\\n' '{ "packageDirectories": [{ "path": "force-app", "default": true }], "sourceApiVersion": "62.0" }' > sfdx-project.json
# One retrieve: a profile holds only what concerns the components that come with it.
sf project generate manifest --from-org "$ORG" --output-dir . --name package.xml \\
${TYPES.map((type) => `  --metadata ${type}`).join(' \\\n')}
sf project retrieve start --target-org "$ORG" --manifest package.xml
echo "Saved in $OUT. Judge it, on any machine: tojimari scan $OUT" >&2
`;
}
