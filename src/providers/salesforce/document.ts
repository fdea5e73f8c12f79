// docs/salesforce.md: what a live audit of an org asks, and with which permission. Made of the questions themselves.
import { DEFAULT_PERCENT } from './live/budget.ts';
import { METADATA_READS } from './live/metadata-reads.ts';
import { ALL_QUERIES, plannedCalls } from './live/plan.ts';
import { METADATA, NEWEST, type Query, SETUP, soql } from './live/query.ts';
import { permissionSet } from './permission-set.ts';

/** The page. `permissions`: all that the provider declares. */
export function salesforceMarkdown(permissions: string[]): string {
  return `# Asking a Salesforce org

\`tojimari scan salesforce\` reads settings. It changes nothing, reads no field of any business record, and sends nothing to
anybody but the org.

## Signing in

| You have | Say |
|---|---|
| the sf command line, signed in | \`tojimari scan salesforce --org ALIAS\` |
| a session or access token | \`SF_INSTANCE_URL\` and \`SF_ACCESS_TOKEN\` in the environment |
| a connected app with a certificate (CI) | \`SF_CLIENT_ID\`, \`SF_USERNAME\`, \`SF_JWT_KEY_FILE\`, and \`SF_LOGIN_URL\` for a sandbox (JWT bearer) |

There is no way to give a password. An sf command line that hides tokens is asked for one by its own command
(\`sf org auth show-access-token\`); what it prints is never shown or kept.

## What may be sent

A GET can run Apex, so that "GET only" proves nothing. Every request is held against this list before it leaves:

- \`GET /services/data\`, \`/services/oauth2/userinfo\`, \`…/limits\`
- \`GET …/query?q=SELECT …\` and \`…/tooling/query?q=SELECT …\`, without \`FOR VIEW\`, \`FOR REFERENCE\`, \`FOR UPDATE\`, \`UPDATE TRACKING\`, \`UPDATE VIEWSTAT\`; and their next pages
- \`GET …/sobjects/<object>/describe\` (${SETUP})
- \`POST /services/Soap/m/…\` with \`listMetadata\` or \`readMetadata\`
- \`POST /services/oauth2/token\` at the login address, with a signed assertion

Redirects are not followed. The API version is ${NEWEST}.0, or the org's newest where that is older.

## API calls

A run uses at most ${DEFAULT_PERCENT} % of the calls that the org has left today (\`--api-budget PERCENT\`), measured again with every answer.
Questions that decide come first. What does not fit is unknown, with the budget as its reason; never an empty list.
\`tojimari scan salesforce --plan\` prints the calls and their number beforehand. The report counts the calls that were made.

An org of two sites whose guests may read ten objects takes ${range({ sites: 2, objects: 10, profiles: 60 })} calls.

## Queries

Fields that an org does not know are left out and asked again without. A query is believed only when all of its rows came. Most
are narrowed further, to the guest users, permission sets or objects that earlier answers named (\`IN (…)\`, at most 200 at a time).

| Query | API | Permission | For |
|---|---|---|---|
${ALL_QUERIES.map(queryRow).join('\n')}

\`<object>\` is an object that guests may read: counts and ids only.

## Metadata

| Types | Permission | For |
|---|---|---|
${METADATA_READS.map(({ types, permission = METADATA, purpose }) => row([types, permission, purpose.en])).join('\n')}

## Since when

What visitors can read, create, change or call is dated by the org itself, without a flag, where the setup audit trail can be read:

| The report says | Because |
|---|---|
| a day | an entry of the trail says that the last missing piece came then: the guest profile was given the right on the object or the system permission, or the sharing rule was created |
| a day *or earlier* | the last entry that may be about a piece is of that day; or the trail, which goes back to that day, holds no change of any piece |
| *no earlier than* a day | only creation dates are known: of the site, its first activation, its guest user, the permission on the object, the rule; or of a public link to a file. They bound the age and prove nothing more |

The trail keeps at least 180 days. Entries are understood in English; in other languages an entry that names a thing counts as
perhaps about it. The trail does not say when a site was closed and opened again, or that an object was given another name. Access
through permission sets, code, switches of a site and several permissions at once, and what members of a site reach, is not dated. A trail that cannot be
read is one remark, and decides nothing. Who made a change is not asked, and no text of the trail is kept.

## Permissions

\`tojimari permissions salesforce\` prints this permission set; with \`--from report.json\`, only what was missing in a report.

\`\`\`xml
${permissionSet(permissions, 'en').trimEnd()}
\`\`\`
`;
}

function queryRow(query: Query): string {
  const api = query.tooling === true ? 'Tooling' : 'REST';
  return row([`\`${soql(query)}\``, api, query.permission, query.purpose.en]);
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function range(sizes: Parameters<typeof plannedCalls>[1]): string {
  const calls = plannedCalls([], sizes);
  const sum = (end: 'least' | 'most') => calls.reduce((total, call) => total + call[end], 0);
  return `${sum('least')} to ${sum('most')}`;
}
