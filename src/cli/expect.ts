// What tojimari.yaml expects of a run: a wrong or an empty target is a mistake, and no all-clear.
import { InputError } from '../errors.ts';
import type { Provider } from '../providers/provider.ts';
import { didYouMean } from '../rules/nearest.ts';
import type { SnapshotRecord } from '../snapshot/resource.ts';
import type { Config } from './config.generated.ts';
import type { Located } from './located.ts';

/** What was selected: what was not asked for cannot be missing. */
interface Asked {
  services: string[];
  /** Single resources were chosen, so that numbers say nothing. */
  some: boolean;
}

export interface Watch {
  /** Passes the records on. Throws InputError at the first account that is not meant. */
  watch(records: AsyncIterable<SnapshotRecord>): AsyncIterable<SnapshotRecord>;
  /** Nothing is expected, so that nothing has to be watched. */
  idle?: true;
  /** When everything was seen: throws InputError for what is too little. */
  done(): void;
}

/** Watches the records of all targets of a run. */
export function newWatch(config: Located<Config> | undefined, providers: Provider[], asked: Asked): Watch {
  const expect = config?.value.expect;
  if (config === undefined || expect === undefined)
    return { watch: (records) => records, done() {}, idle: true };
  const { accounts, organizations, atLeast = {} } = expect;
  const types = new Map(
    providers.flatMap(({ services }) =>
      services.flatMap((service) => service.types.map(({ type }) => [type, service.name] as const)),
    ),
  );
  const fault = (pointer: string, message: string) =>
    new InputError([{ message, place: config.placeOf(pointer) }]);
  for (const type of Object.keys(atLeast.resources ?? {}))
    if (!types.has(type))
      throw fault(
        `/expect/atLeast/resources/${type}`,
        `expects resources of the type "${type}", which there is not${didYouMean(type, types.keys())}`,
      );
  const scopes = new Set<string>();
  const seen = new Map<string, number>();
  const broken = new Set<string>();

  function look(record: SnapshotRecord): void {
    if (record.record === 'scope') {
      const account = /^aws\/(\d{12})$/.exec(record.id)?.[1];
      scopes.add(record.id);
      if (account !== undefined && accounts !== undefined && !accounts.includes(account))
        throw fault('/expect/accounts', `expects account ${accounts.join(' or ')}, and this is ${account}`);
    } else if (record.record === 'listing') {
      if (record.state === 'unknown') broken.add(record.type);
    } else {
      seen.set(record.type, (seen.get(record.type) ?? 0) + 1);
      if (record.type === 'aws.account' && organizations !== undefined)
        lookAtOrganization(record.name, record.settings['organization'], organizations);
    }
  }

  function lookAtOrganization(account: string, organization: unknown, meant: string[]): void {
    const id =
      typeof organization === 'object' && organization !== null && 'id' in organization
        ? String(organization.id)
        : undefined;
    if (id !== undefined && meant.includes(id)) return;
    const said =
      organization === undefined
        ? `which one account ${account} is in could not be read`
        : `account ${account} is in ${id ?? 'none'}`;
    throw fault('/expect/organizations', `expects organization ${meant.join(' or ')}, and ${said}`);
  }

  return {
    async *watch(records) {
      for await (const record of records) {
        look(record);
        yield record;
      }
    },
    done() {
      const live = [...scopes].filter((scope) => /^aws\/\d{12}$/.test(scope)).length;
      const least = Number(atLeast.accounts ?? 0);
      if (live < least)
        throw fault(
          '/expect/atLeast/accounts',
          `expects at least ${least} AWS accounts, and there are ${live}`,
        );
      if (asked.some) return;
      for (const [type, text] of Object.entries(atLeast.resources ?? {})) {
        const [provider = ''] = type.split('.');
        const chosen = asked.services.length === 0 || asked.services.includes(types.get(type) ?? '');
        const there = [...scopes].some((scope) => scope.startsWith(`${provider}/`));
        // What could not be listed or read is told as that.
        const unseen = broken.has(type) || broken.has('aws.account') || broken.has('target');
        const number = seen.get(type) ?? 0;
        if (chosen && there && !unseen && number < Number(text))
          throw fault(
            `/expect/atLeast/resources/${type}`,
            `expects at least ${text} of ${type}, and there ${number === 1 ? 'is' : 'are'} ${number}`,
          );
      }
    },
  };
}
