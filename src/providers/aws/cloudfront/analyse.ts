// CloudFront: settings -> exposures. Pure.
import type { Assessment, Context, Exposure, State } from '../../../exposure.ts';
import { type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { type Access, type Answer, allows, type Origin, type Sender } from './asks.ts';
import { type Distribution, distributionSchema } from './distribution.generated.ts';
import { type Around, cures, evidence, GUARDS, witness } from './words.ts';

export type Behavior = NonNullable<Distribution['behaviors']>[number];
export type Bucket = NonNullable<Distribution['buckets']>[number];

/**
 * A distribution that signs its requests makes everybody's what the bucket's policy lets it do, although the bucket is not public by itself;
 * but for paths that ask for signed URLs or cookies.
 */
export function analyseCloudFront(resource: Resource, context: Context): Assessment {
  const distribution = typed(resource, distributionSchema);
  const {
    enabled,
    staging,
    clientCertificates,
    behaviors = [],
    origins = [],
    buckets = [],
  } = distribution.settings;
  for (const name of ['behaviors', 'origins', 'enabled'] as const) {
    const known = setting(distribution, name);
    if (known.state === 'unknown') return unread(known.why);
  }
  const unsignedBuckets = unsignedOf(origins, behaviors);
  if (enabled === false || staging === true) return { exposures: [], facts: { unsignedBuckets: [] } };
  const [, partition = 'aws', , , account = ''] = distribution.id.split(':');
  const around: Around = {
    distribution,
    sender: { id: distribution.id, partition, account, now: context.now },
  };
  const found = new Map<string, Exposure>();
  for (const [index, behavior] of behaviors.entries()) {
    const closed = behavior.signed || clientCertificates === 'required';
    for (const origin of origins.filter(
      ({ id, bucket }) => bucket !== undefined && behavior.origins.includes(id),
    )) {
      const bucket = buckets.find(({ name }) => name === origin.bucket);
      if (closed && bucket?.missing !== true) continue;
      for (const one of through(around, behavior, index, origin, bucket)) merge(found, one);
    }
  }
  return { exposures: [...found.values()], facts: { unsignedBuckets } };
}

function unread(why: Unknown): Assessment {
  const base = { audience: 'anyone', state: 'unknown', basis: 'configuration' } as const;
  return {
    exposures: [{ ...base, access: ['read'], evidence: [], missing: [why] }],
    facts: {},
    unknownFacts: { unsignedBuckets: [why] },
  };
}

/** Buckets that are asked without a signature by a behavior that anybody can use. */
function unsignedOf(origins: Origin[], behaviors: Behavior[]): string[] {
  const open = origins.filter(
    ({ id, access }) =>
      (access === 'unsigned' || access === 'website') && behaviors.some((one) => one.origins.includes(id)),
  );
  return [...new Set(open.flatMap(({ bucket }) => bucket ?? []))];
}

/** What everybody does in one bucket by one behavior. */
function through(
  around: Around,
  behavior: Behavior,
  index: number,
  origin: Origin,
  bucket: Bucket | undefined,
): Exposure[] {
  const { bucket: name = '', access } = origin;
  const base = { subject: name, basis: 'configuration' } as const;
  if (bucket?.missing === true)
    return [
      {
        ...base,
        ...MISSING,
        state: 'open',
        evidence: evidence(around, { behavior, index, origin, missing: true }),
        cures: cures('missing', around, origin),
      },
    ];
  if (bucket?.policy === null) return [];
  const open = { ...base, audience: 'anyone', via: 'cloudfront' } as const;
  if (bucket?.policy === undefined) {
    const why: Unknown = { setting: 'buckets', reason: 'missing', ...bucket?.unread };
    // S3 refuses only what is there: a bucket whose policy is denied exists.
    const gone: Exposure[] =
      why.reason === 'denied'
        ? []
        : [{ ...base, ...MISSING, state: 'unknown', missing: [why], evidence: [] }];
    // Without a signature only a public bucket answers, and that is told of by the bucket.
    if (access === 'unsigned' || access === 'website') return gone;
    return [
      ...gone,
      {
        ...open,
        access: ['read'],
        state: 'open-unless',
        guard: GUARDS.policy(name),
        missing: [why],
        evidence: evidence(around, { behavior, index, origin }),
        cures: cures('read', around, origin),
      },
      ...[unreadMore(around, behavior, origin)]
        .filter((access) => access.length > 0)
        .map((access): Exposure => ({ ...open, access, state: 'unknown', missing: [why], evidence: [] })),
    ];
  }
  const { policy } = bucket;
  const { answers, key } = ask(around, behavior, origin, policy);
  return STATES.flatMap(([answer, state]): Exposure[] => {
    if (!answers.some((one) => one.answer === answer)) return [];
    // What is undecided may come on top of what is sure.
    const granted = answers
      .filter((one) => one.answer === answer || (answer === 'undecided' && one.answer === 'allowed'))
      .map((one) => one.access);
    const told = stateOf(state, behavior, access);
    const guard = told === 'open-unless' ? GUARDS.block(name) : undefined;
    const missing: Unknown[] =
      told === 'unknown'
        ? [
            {
              setting: 'buckets',
              reason: 'failed',
              detail: `what the policy of ${name} allows could not be decided`,
            },
          ]
        : told === 'open-unless'
          ? [{ setting: 'buckets', reason: 'not-held', detail: `Block Public Access of ${name}` }]
          : [];
    return [
      {
        ...open,
        access: granted,
        state: told,
        ...(guard !== undefined && { guard }),
        ...(missing.length > 0 && { missing }),
        evidence: evidence(around, { behavior, index, origin, policy, buckets: bucket }),
        ...(told !== 'unknown' && { witness: witness(around, granted, behavior, key) }),
        cures: cures(granted.includes('list') ? 'list' : 'read', around, origin),
      },
    ];
  });
}

/** What a policy that could not be read may allow besides reading. */
function unreadMore({ distribution }: Around, { methods, path }: Behavior, origin: Origin): Access[] {
  const asksForList = path === '*' && !origin.path && setting(distribution, 'rootObject').state !== 'present';
  return [
    ...(asksForList ? (['list', 'read'] as const) : []),
    ...(methods.includes('PUT') ? (['write'] as const) : []),
    ...(methods.includes('DELETE') ? (['delete'] as const) : []),
  ];
}

/** Whoever makes the bucket. */
const MISSING = {
  audience: 'anyone-registered',
  via: 'missing-bucket',
  access: ['write'],
} satisfies Partial<Exposure>;

const STATES: [Answer, State][] = [
  ['allowed', 'open'],
  ['undecided', 'unknown'],
];

/** Functions may turn visitors away; without a signature, Block Public Access of the bucket may. */
function stateOf(state: State, { functions = [] }: Behavior, access: Origin['access']): State {
  if (state === 'unknown') return state;
  if (functions.length > 0) return 'code';
  return access === 'unsigned' || access === 'website' ? 'open-unless' : state;
}

/** Which of the methods that it passes on the bucket's policy lets it use. */
function ask(
  { distribution, sender }: Around & { sender: Sender },
  { methods, path }: Behavior,
  origin: Origin,
  policy: object,
): { answers: { access: Access; answer: Answer }[]; key: string } {
  const answers: { access: Access; answer: Answer }[] = [];
  const read = allows(policy, origin, 'read', sender);
  const root = setting(distribution, 'rootObject');
  const signs = origin.access === 'origin-access-control' || origin.access === 'origin-access-identity';
  // A request for the root asks the bucket for its list, unless there is an object to give instead.
  if (path === '*' && root.state !== 'present' && origin.access !== 'website' && !origin.path) {
    const { answer } = allows(policy, origin, 'list', sender);
    const known = root.state === 'unknown' && answer === 'allowed' ? 'undecided' : answer;
    answers.push({ access: 'list', answer: known });
  }
  answers.push({ access: 'read', answer: read.answer });
  if (signs && methods.includes('PUT'))
    answers.push({ access: 'write', answer: allows(policy, origin, 'write', sender).answer });
  if (signs && methods.includes('DELETE'))
    answers.push({ access: 'delete', answer: allows(policy, origin, 'delete', sender).answer });
  return { answers, key: read.key };
}

/** One exposure for a bucket, a road and a state, however many behaviors lead there. */
function merge(found: Map<string, Exposure>, exposure: Exposure): void {
  const key = [exposure.audience, exposure.via, exposure.subject, exposure.state].join(' ');
  const before = found.get(key);
  if (before === undefined) {
    found.set(key, exposure);
    return;
  }
  before.access = [...new Set([...before.access, ...exposure.access])];
  const known = new Set(before.evidence.map(({ text }) => text.en));
  before.evidence.push(...exposure.evidence.filter(({ text }) => !known.has(text.en)));
}
