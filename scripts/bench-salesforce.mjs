// npm run bench -- salesforce: a generated org of 30 sites, 750 objects, 500 guest rules and guest profiles of 2 MB, judged from files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SITES = 30;
const OBJECTS = 750;
const RULES = 500;
const FIELDS = 13;
const TARGET = { seconds: 5, megabytes: 500 };

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Judges the org once. True when it was quick and small enough. */
export function benchSalesforce() {
  const folder = mkdtempSync(join(tmpdir(), 'tojimari-bench-'));
  try {
    const bytes = writeOrg(folder);
    const { seconds, megabytes, findings } = measure(folder);
    const met = seconds <= TARGET.seconds && megabytes <= TARGET.megabytes;
    console.log(
      `salesforce ${SITES} sites, ${OBJECTS} objects, ${RULES} rules, ${(bytes / 1e6).toFixed(0)} MB of metadata: ` +
        `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB, ${findings} findings` +
        `  target ${TARGET.seconds} s, ${TARGET.megabytes} MB: ${met ? 'met' : 'MISSED'}`,
    );
    return met;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(folder) {
  const bin = fileURLToPath(new URL('../bin/tojimari.js', import.meta.url));
  const report = join(folder, 'report.json');
  const tell = `process.on('exit', () => process.stderr.write('\\n' + process.resourceUsage().maxRSS));`;
  const words = [
    '--import',
    `data:text/javascript,${encodeURIComponent(tell)}`,
    bin,
    'scan',
    join(folder, 'org'),
  ];
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, [...words, '--format', 'json', '--quiet'], {
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 1) throw new Error(`the scan ended with ${status}: ${stderr.slice(0, 500)}`);
  writeFileSync(report, stdout);
  const { findings } = JSON.parse(stdout);
  return { seconds, megabytes: Number(stderr.trim().split('\n').at(-1)) / 1024, findings: findings.length };
}

/** Writes the org as a source project; how many bytes it has. */
function writeOrg(folder) {
  const base = join(folder, 'org/force-app/main/default');
  let bytes = 0;
  const write = (path, text) => {
    const file = join(base, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    bytes += text.length;
  };
  write('../../../sfdx-project.json', '{"packageDirectories":[{"path":"force-app"}]}');
  write(
    'settings/Sharing.settings-meta.xml',
    `${HEAD}<SharingSettings ${NS}>\n    <enableExternalSharingModel>true</enableExternalSharingModel>\n</SharingSettings>\n`,
  );
  const objects = Array.from({ length: OBJECTS }, (_, index) => `Record_Of_Kind_${index}__c`);
  const fields = Array.from({ length: FIELDS }, (_, index) => `Some_Longer_Field_${index}__c`);
  for (const object of objects) {
    write(
      `objects/${object}/${object}.object-meta.xml`,
      `${HEAD}<CustomObject ${NS}>\n    <externalSharingModel>Private</externalSharingModel>\n    <label>${object}</label>\n    <sharingModel>Private</sharingModel>\n</CustomObject>\n`,
    );
    for (const field of fields)
      write(
        `objects/${object}/fields/${field}.field-meta.xml`,
        `${HEAD}<CustomField ${NS}>\n    <fullName>${field}</fullName>\n    <label>${field}</label>\n    <type>Text</type>\n</CustomField>\n`,
      );
  }
  for (let rule = 0; rule < RULES; rule += 1)
    write(
      `sharingRules/${objects[rule]}.sharingRules-meta.xml`,
      `${HEAD}<SharingRules ${NS}>\n    <sharingGuestRules>\n        <fullName>Rule_${rule}</fullName>\n        <accessLevel>Read</accessLevel>\n        <criteriaItems>\n            <field>Name</field>\n            <operation>${rule % 5 === 0 ? 'notEqual' : 'equals'}</operation>\n            <value>${rule % 5 === 0 ? '' : 'x'}</value>\n        </criteriaItems>\n        <includeHVUOwnedRecords>false</includeHVUOwnedRecords>\n        <sharedTo>\n            <guestUser>Site_${rule % SITES}</guestUser>\n        </sharedTo>\n    </sharingGuestRules>\n</SharingRules>\n`,
    );
  for (let site = 0; site < SITES; site += 1) {
    write(
      `sites/Site_${site}.site-meta.xml`,
      `${HEAD}<CustomSite ${NS}>\n    <active>true</active>\n    <masterLabel>Site ${site}</masterLabel>\n    <siteType>ChatterNetwork</siteType>\n    <urlPathPrefix>s${site}</urlPathPrefix>\n</CustomSite>\n`,
    );
    write(
      `networks/Site ${site}.network-meta.xml`,
      `${HEAD}<Network ${NS}>\n    <enableGuestChatter>false</enableGuestChatter>\n    <enableGuestMemberVisibility>false</enableGuestMemberVisibility>\n    <enableMemberVisibility>false</enableMemberVisibility>\n    <selfRegistration>false</selfRegistration>\n    <site>Site_${site}</site>\n    <status>Live</status>\n</Network>\n`,
    );
    write(`profiles/Site ${site} Profile.profile-meta.xml`, profile(objects, fields, site));
  }
  return bytes;
}

function profile(objects, fields, site) {
  const permissions = objects.map(
    (object, index) =>
      `    <objectPermissions>\n        <allowCreate>false</allowCreate>\n        <allowDelete>false</allowDelete>\n        <allowEdit>false</allowEdit>\n        <allowRead>${(index + site) % 3 === 0}</allowRead>\n        <modifyAllRecords>false</modifyAllRecords>\n        <object>${object}</object>\n        <viewAllRecords>false</viewAllRecords>\n    </objectPermissions>\n`,
  );
  const readable = objects.flatMap((object) =>
    fields.map(
      (field, index) =>
        `    <fieldPermissions>\n        <editable>false</editable>\n        <field>${object}.${field}</field>\n        <readable>${index % 2 === 0}</readable>\n    </fieldPermissions>\n`,
    ),
  );
  return `${HEAD}<Profile ${NS}>\n    <custom>true</custom>\n${readable.join('')}${permissions.join('')}    <userLicense>Guest User License</userLicense>\n</Profile>\n`;
}
