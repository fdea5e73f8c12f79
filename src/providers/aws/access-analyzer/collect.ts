// Reads IAM Access Analyzer: the external access analyzers of a region, and their findings.
import {
  AccessAnalyzerClient,
  type FindingSummary,
  ListAnalyzersCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-accessanalyzer';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { ask, settle } from '../ask.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { listingOf, readList, resourceOf } from '../listed.ts';
import type { Analyzer } from './analyzer.generated.ts';

const TYPE = 'aws.access-analyzer.analyzer';
const MOST_PAGES = 1000;

type Finding = NonNullable<Analyzer['findings']>[number];

/**
 * IAM Access Analyzer, live. ListFindings is asked and not ListFindingsV2: for external access its list says who gets in and whether that is
 * public, which the newer one says of each finding alone (IAM Access Analyzer API reference, FindingSummary and FindingSummaryV2).
 */
export const accessAnalyzer: RegionalCollector = {
  service: 'access-analyzer',
  regional: true,
  async *context(place) {
    const client = connect(AccessAnalyzerClient, place);
    let unread: Unknown | undefined;
    const analyzers = readList(place, {
      type: TYPE,
      permission: 'access-analyzer:ListAnalyzers',
      page: async (nextToken) => {
        const answer = await client.send(new ListAnalyzersCommand({ nextToken }));
        return { items: answer.analyzers, next: answer.nextToken };
      },
      read: async ({ arn = '', name = arn, type, status }) => {
        // Analyzers of unused or of internal access say nothing about outsiders.
        if (type !== 'ACCOUNT' && type !== 'ORGANIZATION') return undefined;
        const analyzer = resourceOf(place, TYPE, arn, name);
        settle(analyzer, 'zone', { state: 'present', value: type });
        settle(analyzer, 'active', { state: 'present', value: status === 'ACTIVE' });
        const findings = await readFindings(client, place, arn);
        if (findings.state === 'absent') return undefined;
        settle(analyzer, 'findings', findings);
        return analyzer;
      },
    });
    for await (const record of analyzers) {
      if (record.record === 'resource') unread ??= record.unknowns[0];
      // Findings that could not be read leave the comparison unmade: that is a gap, whatever was selected.
      if (record.record === 'resource' || record.state !== 'complete' || unread === undefined) yield record;
      else yield listingOf(TYPE, place, record.seen, unread);
    }
  },
  async *collect() {},
};

/** Absent: the analyzer was deleted meanwhile. */
async function readFindings(
  client: AccessAnalyzerClient,
  place: Place,
  analyzerArn: string,
): Promise<Known<Finding[]>> {
  const question = {
    setting: 'findings',
    permission: 'access-analyzer:ListFindings',
    absent: ['ResourceNotFoundException'],
  };
  // What was resolved is open no more; what was archived is, and somebody knows.
  const filter = { status: { eq: ['ACTIVE', 'ARCHIVED'] } };
  const found: Finding[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const command = new ListFindingsCommand({ analyzerArn, filter, nextToken });
    const page = await ask(place.calls, question, () => client.send(command));
    if (page.state !== 'present') return page;
    found.push(...(page.value.findings ?? []).flatMap(findingOf));
    ({ nextToken } = page.value);
    if (nextToken === undefined || nextToken === '') return { state: 'present', value: found };
  }
  const detail = `more than ${MOST_PAGES} pages of findings`;
  return { state: 'unknown', why: { setting: 'findings', reason: 'cut-short', detail } };
}

/** A finding that says that the analyzer could not look is none. */
function findingOf(summary: FindingSummary): Finding[] {
  const { resource, resourceType, resourceOwnerAccount, isPublic, principal, status, error } = summary;
  if (resource === undefined || resourceType === undefined || resourceOwnerAccount === undefined) return [];
  if (error !== undefined && error !== '') return [];
  return [
    {
      resource,
      type: resourceType,
      account: resourceOwnerAccount,
      public: isPublic === true,
      who: Object.values(principal ?? {}),
      archived: status === 'ARCHIVED',
    },
  ];
}
