// Reads IAM Access Analyzer: whether a region has an analyzer of external access, and, where it was asked for, their findings.
import {
  AccessAnalyzerClient,
  type AnalyzerSummary,
  type FindingSummary,
  ListAnalyzersCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-accessanalyzer';
import type { Known, Listing, Resource, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { listingOf, readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import type { Analyzer } from './analyzer.generated.ts';

const TYPE = 'aws.access-analyzer.analyzer';
const REGION = 'aws.access-analyzer.region';
const MOST_PAGES = 1000;

type Finding = NonNullable<Analyzer['findings']>[number];

/**
 * IAM Access Analyzer, live. ListFindings is asked and not ListFindingsV2: for external access its list says who gets in and whether that is
 * public, which the newer one says of each finding alone (IAM Access Analyzer API reference, FindingSummary and FindingSummaryV2).
 */
export function accessAnalyzerOf({
  findings,
  regions,
}: {
  findings: boolean;
  regions: boolean;
}): RegionalCollector {
  const listed = new Map<string, AnalyzerSummary[]>();
  return {
    service: 'access-analyzer',
    regional: true,
    ...(findings && { context: (place: Place) => analyzersIn(place, listed) }),
    async *collect(place) {
      if (regions) yield* regionOf(place, listed);
    },
  };
}

/** The analyzers of external access in a region. `listed`: remembers whole lists, so that nobody asks twice. */
async function* analyzersIn(
  place: Place,
  listed: Map<string, AnalyzerSummary[]>,
): AsyncIterable<Listing | Resource> {
  const client = connect(AccessAnalyzerClient, place);
  let unread: Unknown | undefined;
  const seen: AnalyzerSummary[] = [];
  const analyzers = readList(place, {
    type: TYPE,
    permission: 'access-analyzer:ListAnalyzers',
    page: async (nextToken) => {
      const answer = await client.send(new ListAnalyzersCommand({ nextToken }));
      seen.push(...(answer.analyzers ?? []));
      return { items: answer.analyzers, next: answer.nextToken };
    },
    read: async ({ arn = '', name = arn, type, status }) => {
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
    else if (record.state === 'complete') listed.set(keyOf(place), seen);
    // Findings that could not be read leave the comparison unmade: that is a gap, whatever was selected.
    if (record.record === 'resource' || record.state !== 'complete' || unread === undefined) yield record;
    else yield listingOf(TYPE, place, record.seen, unread);
  }
}

function keyOf({ account, region }: Place): string {
  return `${account}/${region}`;
}

/** What a region has of the service: the names of the analyzers of external access that are at work. */
async function* regionOf(
  place: Place,
  listed: Map<string, AnalyzerSummary[]>,
): AsyncIterable<Listing | Resource> {
  const { account, region } = place;
  const resource = resourceOf(place, REGION, `${account}/${region}/access-analyzer`, region);
  const before = listed.get(keyOf(place));
  const all: Known<AnalyzerSummary[]> =
    before === undefined ? await listAnalyzers(place) : { state: 'present', value: before };
  if (all.state === 'unknown' && all.why.detail?.startsWith('ENOTFOUND') === true) {
    // No host of this name: as a listing it counts as not offered where others of the region answer.
    yield listingOf(REGION, place, 0, all.why);
    return;
  }
  const names = andThen(all, (found) => ({
    state: 'present',
    value: found
      .filter(({ type, status }) => isExternal(type) && status === 'ACTIVE')
      .map(({ name = '' }) => name),
  }));
  settle(resource, 'externalAnalyzers', names);
  yield resource;
}

async function listAnalyzers(place: Place): Promise<Known<AnalyzerSummary[]>> {
  const client = connect(AccessAnalyzerClient, place);
  const question = { setting: 'externalAnalyzers', permission: 'access-analyzer:ListAnalyzers' };
  const found: AnalyzerSummary[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const command = new ListAnalyzersCommand({ nextToken });
    const page = await ask(place.calls, question, () => client.send(command));
    if (page.state !== 'present') return page;
    found.push(...(page.value.analyzers ?? []));
    ({ nextToken } = page.value);
    if (nextToken === undefined || nextToken === '') return { state: 'present', value: found };
  }
  const detail = `more than ${MOST_PAGES} pages of analyzers`;
  return { state: 'unknown', why: { ...question, reason: 'cut-short', detail } };
}

/** Analyzers of unused or of internal access say nothing about outsiders. */
function isExternal(type: string | undefined): boolean {
  return type === 'ACCOUNT' || type === 'ORGANIZATION';
}

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
