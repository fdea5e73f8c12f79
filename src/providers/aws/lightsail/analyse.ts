// Lightsail: settings -> exposures. Pure.
import type { Assessment, Context, Cure, Evidence, Exposure } from '../../../exposure.ts';
import { type Resource, setting, type Text, typed } from '../../../snapshot/resource.ts';
import { directAssessment } from '../network/direct.ts';
import { unreadAssessment } from '../network/exposures.ts';
import { LAST_PORT } from '../network/ports.ts';
import type { IngressRule } from '../network/reach.ts';
import { sourceWords } from '../network/words.ts';
import { inRegion, shellWord } from '../words/shell.ts';
import { analyseBucket } from './analyse-bucket.ts';
import { databaseSchema } from './database.generated.ts';
import { instanceSchema } from './instance.generated.ts';

export function analyseLightsail(resource: Resource, context: Context): Assessment {
  if (resource.type === 'aws.lightsail.bucket') return analyseBucket(resource, context);
  if (resource.type === 'aws.lightsail.database') return analyseDatabase(resource, context);
  return analyseInstance(resource, context);
}

const STOPPED: Text = { en: 'it is stopped', ja: '停止していること' };

function shutBy(state: unknown): { shutBy?: Text } {
  return typeof state === 'string' && /^stopp/.test(state) ? { shutBy: STOPPED } : {};
}

/** Ports of the firewall are open to the networks that they name (Lightsail user guide, "Instance firewalls"). */
function analyseInstance(resource: Resource, { ours }: Context): Assessment {
  const instance = typed(resource, instanceSchema);
  const ports = setting(instance, 'ports');
  if (ports.state === 'unknown') return unreadAssessment(ports.why);
  const { state, addresses = [] } = instance.settings;
  const rules = ports.state === 'present' ? ports.value : [];
  const families = new Set(addresses.map((one) => (one.includes(':') ? 'ipv6' : 'ipv4')));
  const target = {
    id: instance.id,
    ...(addresses[0] !== undefined && { host: addresses[0] }),
    ...shutBy(state),
  };
  const judge = (
    kept: IngressRule[],
    close?: (deciding: number[], exposure: Exposure) => Cure[],
  ): Assessment =>
    directAssessment(
      { rules: kept, families: [...families] },
      target,
      ours,
      (deciding) => deciding.flatMap((index) => portEvidence(kept[index], index)),
      close,
    );
  return judge(rules, (deciding, { audience, via }) => {
    const left = judge(rules.filter((_rule, index) => !deciding.includes(index)));
    const rejudged = !left.exposures.some((one) => one.audience === audience && one.via === via);
    return [
      closing(
        instance,
        deciding.flatMap((index) => rules[index] ?? []),
        rejudged,
      ),
    ];
  });
}

/** Rules beyond these are not pasted one by one. */
const MOST_COMMANDS = 3;

/** The lines that take rules out of the firewall (Lightsail API reference, CloseInstancePublicPorts). */
function closing(instance: Resource, rules: IngressRule[], rejudged: boolean): Cure {
  const commands = rules.map(
    (rule) =>
      `aws lightsail close-instance-public-ports --instance-name ${shellWord(instance.name)} --port-info ${shellWord(JSON.stringify(portInfo(rule)))}${inRegion(instance)}`,
  );
  return {
    text: {
      en: 'close the port in the firewall of the instance, or name the networks that need it',
      ja: 'インスタンスのファイアウォールでポートを閉じるか、必要なネットワークだけを指定します',
    },
    ...(commands.length > 0 && commands.length <= MOST_COMMANDS && { command: commands.join(' && ') }),
    rejudged,
  };
}

function portInfo({ protocol, from, to, cidrs = [] }: IngressRule) {
  const ipv6Cidrs = cidrs.filter((cidr) => cidr.includes(':'));
  const ipv4 = cidrs.filter((cidr) => !cidr.includes(':'));
  return {
    protocol: protocol === '-1' ? 'all' : protocol,
    ...(from !== undefined && { fromPort: from }),
    ...(to !== undefined && { toPort: to }),
    ...(ipv4.length > 0 && { cidrs: ipv4 }),
    ...(ipv6Cidrs.length > 0 && { ipv6Cidrs }),
  };
}

function portEvidence(rule: IngressRule | undefined, index: number): Evidence[] {
  if (rule === undefined) return [];
  const { protocol, from, to, cidrs = [] } = rule;
  const ports =
    from === undefined ? 'all ports' : from === to ? `${protocol}/${from}` : `${protocol}/${from}-${to}`;
  const words = sourceWords(cidrs);
  return [
    {
      setting: 'ports',
      pointer: `/${index}`,
      text: {
        en: `its firewall lets ${words.en} in on ${ports}`,
        ja: `ファイアウォールが ${words.ja} からの ${from === undefined ? 'すべてのポート' : ports} を許可しています`,
      },
    },
  ];
}

/** A database in public mode answers everybody: it has no firewall (Lightsail user guide, "Configuring the public mode"). */
function analyseDatabase(resource: Resource, { ours }: Context): Assessment {
  const database = typed(resource, databaseSchema);
  const open = setting(database, 'publiclyAccessible');
  if (open.state === 'unknown') return unreadAssessment(open.why);
  if (open.state === 'absent' || !open.value)
    return { exposures: [], facts: { internetTcp: [], internetUdp: [] } };
  const { port, endpoint, state } = database.settings;
  const [from, to] = port === null || port === undefined ? [1, LAST_PORT] : [port, port];
  return directAssessment(
    { families: ['ipv4'], listening: [{ protocol: 'tcp', from, to }] },
    {
      id: database.id,
      kind: 'database-port',
      ...(typeof endpoint === 'string' && { host: endpoint }),
      ...shutBy(state),
      cures: [
        {
          text: { en: 'turn the public mode off', ja: 'パブリックモードを無効にします' },
          command: `aws lightsail update-relational-database --relational-database-name ${shellWord(database.name)} --no-publicly-accessible${inRegion(database)}`,
          rejudged: true,
        },
      ],
    },
    ours,
    () => [
      {
        setting: 'publiclyAccessible',
        text: {
          en: 'it is in public mode, and has no firewall',
          ja: 'パブリックモードが有効で、ファイアウォールはありません',
        },
        value: 'true',
      },
    ],
  );
}
