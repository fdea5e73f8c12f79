// Lightsail buckets: settings -> exposures. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { oursIn } from '../account/service.ts';
import { inRegion, shellWord } from '../words/shell.ts';
import { bucketSchema } from './bucket.generated.ts';

/** "All objects are public (read-only)" lets everybody read, but not list (Lightsail user guide, "Bucket permissions"). */
export function analyseBucket(resource: Resource, context: Context): Assessment {
  const bucket = typed(resource, bucketSchema);
  const access = setting(bucket, 'getObject');
  const accounts = setting(bucket, 'readonlyAccessAccounts');
  const exposures: Exposure[] = [];
  if (access.state === 'unknown') exposures.push(unread('anyone', access.why));
  else if (access.state === 'present' && access.value === 'public') exposures.push(everybody(bucket));
  if (accounts.state === 'unknown') exposures.push(unread('named-outsider', accounts.why));
  const ours = oursIn(context, bucket.scope).accounts;
  for (const [index, account] of (accounts.state === 'present' ? accounts.value : []).entries()) {
    if (ours.includes(account)) continue;
    const vendor = context.ours.vendors.find((one) => one.accounts.includes(account));
    exposures.push({
      audience: 'named-outsider',
      access: ['list', 'read'],
      via: 'aws-account',
      subject: account,
      ...(vendor !== undefined && { subjectName: vendor.name }),
      who: [account],
      state: 'open',
      basis: 'configuration',
      ...(!context.ours.declared && vendor === undefined && { perhapsOurs: true }),
      evidence: [
        {
          setting: 'readonlyAccessAccounts',
          pointer: `/${index}`,
          text: { en: `account ${account} may read it`, ja: `アカウント ${account} に閲覧を許可しています` },
        },
      ],
    });
  }
  return { exposures, facts: {} };
}

function everybody(bucket: Resource): Exposure {
  const { url } = bucket.settings;
  return {
    audience: 'anyone',
    access: ['read'],
    via: 'lightsail',
    state: 'open',
    basis: 'configuration',
    evidence: [
      {
        setting: 'getObject',
        text: { en: 'all objects are public', ja: 'すべてのオブジェクトが公開されています' },
        value: 'public',
      },
    ],
    witness: {
      request: { principal: 'anonymous', action: 's3:GetObject', resource: `${bucket.id}/KEY`, context: {} },
      ...(typeof url === 'string' && { command: `curl -I ${shellWord(`${url.replace(/\/$/, '')}/KEY`)}` }),
      checked: true,
    },
    cures: [
      {
        text: { en: 'make all objects private', ja: 'すべてのオブジェクトを非公開にします' },
        command: `aws lightsail update-bucket --bucket-name ${shellWord(bucket.name)} --access-rules getObject=private,allowPublicOverrides=false${inRegion(bucket)}`,
        rejudged: true,
      },
    ],
  };
}

function unread(audience: Exposure['audience'], why: Unknown): Exposure {
  return {
    audience,
    access: ['read'],
    state: 'unknown',
    basis: 'configuration',
    evidence: [],
    missing: [why],
  };
}
