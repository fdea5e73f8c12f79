// Ties by tags: those of CloudFormation, and those that a tool wrote into the source (yor: `yor_trace`, `git_file`, `yor_name`).
import type { Resource } from '../snapshot/resource.ts';
import type { Block, Index } from './declared.ts';
import { byStack, byTags } from './evidence.ts';
import { isKind } from './kinds.ts';
import { tidy } from './paths.ts';
import { one, placeOf, push, type Tie } from './tie.ts';

/** Certain where exactly one block can be meant. */
export function tagTies({ modules, templates }: Index): (resource: Resource) => Tie | undefined {
  const traced = new Map<string, Block[]>();
  const named = new Map<string, Block[]>();
  for (const { blocks } of [...modules.values(), ...templates])
    for (const block of blocks) {
      push(named, block.name, block);
      const trace = block.tags.get('yor_trace');
      if (trace !== undefined) push(traced, trace, block);
    }

  return (resource) => {
    const tags = tagsOf(resource);
    const [stack, logicalId] = [
      tags.get('aws:cloudformation:stack-name'),
      tags.get('aws:cloudformation:logical-id'),
    ];
    if (stack !== undefined && logicalId !== undefined) {
      const open = templates.filter(({ stacks }) => stacks.length === 0 || stacks.includes(stack));
      const sure = open.filter(({ stacks }) => stacks.includes(stack));
      const block = one(
        (sure.length > 0 ? sure : open).flatMap(({ blocks }) =>
          blocks.filter(({ name, type }) => name === logicalId && isKind(resource.type, type)),
        ),
      );
      if (block !== undefined) return { ...placeOf(block), certain: true, by: byStack(stack, logicalId) };
    }
    const trace = one(traced.get(tags.get('yor_trace') ?? '') ?? []);
    if (trace !== undefined) return { ...placeOf(trace), certain: true, by: byTags('yor_trace') };
    const [file, label] = [tags.get('git_file'), tags.get('yor_name')];
    if (file === undefined || file === '' || label === undefined) return undefined;
    const alike = (named.get(label) ?? []).filter(({ type }) => isKind(resource.type, type));
    const whole = one(alike.filter((block) => endsWith(block.file, file)));
    // The folder may be a part of the repository, and then the tag says more than the path.
    const block = whole ?? one(alike.filter((candidate) => endsWith(file, candidate.file)));
    return block && { ...placeOf(block), certain: whole !== undefined, by: byTags('git_file', 'yor_name') };
  };
}

/** Tags of a resource: a map, or a list of keys and values; most types have none. */
function tagsOf({ settings }: Resource): Map<string, string> {
  const found = new Map<string, string>();
  const tags: unknown = settings['tags'];
  if (Array.isArray(tags)) for (const tag of tags) add(found, membersOf(tag));
  else for (const [key, value] of membersOf(tags)) if (typeof value === 'string') found.set(key, value);
  return found;
}

function add(into: Map<string, string>, tag: Map<string, unknown>): void {
  const [key, value] = [tag.get('key'), tag.get('value')];
  if (typeof key === 'string' && typeof value === 'string') into.set(key, value);
}

function membersOf(value: unknown): Map<string, unknown> {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function endsWith(path: string, end: string): boolean {
  return `/${tidy(path)}`.endsWith(`/${tidy(end)}`);
}
