// The source that a plan was made from: the expression behind an attribute, as far as it can be told before apply. Pure.
import type { Known, Written } from '../snapshot/told.ts';
import { rootOf, rootsOf } from './addresses.ts';
import type { Index } from './declared.ts';
import { blockIn, enter, type Frame, memberOf } from './frames.ts';

/** Values that may be told for one attribute. */
const BUDGET = 20_000;

/**
 * What the source says of the plan in a file; undefined where it cannot be told which folder the plan is of. `addresses`: what the plan
 * declares.
 */
export function writtenFor(index: Index, file: string, addresses: string[]): Written | undefined {
  const recorded = addresses.map((address) => ({ address, type: '', ids: [], pointer: '' }));
  const root = rootOf(index, { file, kind: 'plan', recorded }, rootsOf(index));
  if (root === undefined) return undefined;
  return {
    told(address, name, known) {
      const parsed = parsedAddress(address);
      if (parsed === undefined) return undefined;
      const frame = frameOf(index, root, parsed.modules, known);
      const body = frame && blockIn(frame, parsed.kind, parsed.type, parsed.name);
      if (frame === undefined || body === undefined) return undefined;
      const told = memberOf(frame, { body, key: parsed.key }, name);
      const { file: at, line, column } = body;
      const place = { line, column, ...body.attributes.get(name) };
      return told && { told, place: { file: at, line: place.line, column: place.column } };
    },
  };
}

function frameOf(index: Index, root: string, modules: Step[], known: Known): Frame | undefined {
  const bodies = index.modules.get(root)?.bodies ?? [];
  const budget = { left: BUDGET };
  let frame: Frame | undefined = { index, root, calls: '', folder: root, bodies, prefix: '', known, budget };
  for (const { name, key } of modules) frame = frame && enter(frame, name, key);
  return frame;
}

interface Step {
  name: string;
  key: string | number | undefined;
}

interface Parsed extends Step {
  modules: Step[];
  kind: 'resource' | 'data';
  type: string;
}

const STEP = /([A-Za-z_][\w-]*)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?(?:\.|$)/y;

/** `module.web["eu"].data.aws_iam_policy_document.a[0]` */
function parsedAddress(address: string): Parsed | undefined {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < address.length) {
    const match = STEP.exec(address);
    if (match?.[1] === undefined) return undefined;
    steps.push({ name: match[1], key: keyIn(match[2]) });
  }
  const modules: Step[] = [];
  while (steps[0]?.name === 'module' && steps.length > 2) {
    const [, called] = steps.splice(0, 2);
    if (called !== undefined) modules.push(called);
  }
  const kind = steps[0]?.name === 'data' ? 'data' : 'resource';
  const [type, last, ...more] = kind === 'data' ? steps.slice(1) : steps;
  if (type === undefined || last === undefined || more.length > 0) return undefined;
  return { modules, kind, type: type.name, name: last.name, key: last.key };
}

function keyIn(text: string | undefined): string | number | undefined {
  if (text === undefined) return undefined;
  if (!text.startsWith('"')) return Number(text);
  try {
    const key: unknown = JSON.parse(text);
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
