// A flow, in the form of its file -> in whose name it runs, what it takes in, which records it touches.
import { all, type Element, flag, text } from '../import/xml.ts';
import type { Flow } from './flow.generated.ts';

type Read = Omit<Flow, 'name' | 'namespace'>;
type DataUse = NonNullable<Flow['data']>[number];

const USES = [
  ['recordLookups', 'get'],
  ['recordUpdates', 'update'],
  ['recordDeletes', 'delete'],
  ['recordCreates', 'create'],
] as const;

/** Reads a flow. What only another flow, or Apex, would tell is named in `calls`. */
export function flowFrom(root: Element): Read {
  const variables = all(root, 'variables').filter((variable) => flag(variable, 'isInput') === true);
  const inputs = variables.map((variable) => text(variable, 'name') ?? '').sort();
  const screens = all(root, 'screens');
  // Whoever runs the flow fills in both; elements are named once in a flow.
  const fillable = new Set([...inputs, ...screens.flatMap((screen) => names(all(screen, 'fields')))]);
  const data: DataUse[] = [];
  for (const [tag, does] of USES)
    for (const element of all(root, tag))
      data.push({
        name: text(element, 'name') ?? '',
        does,
        object: text(element, 'object') || null,
        fed: [...references(element)].filter((name) => fillable.has(name)).sort(),
      });
  const subflows = all(root, 'subflows').map((element) => `flow ${text(element, 'flowName') ?? ''}`);
  const actions = all(root, 'actionCalls').map(
    (element) => `${text(element, 'actionType') ?? ''} ${text(element, 'actionName') ?? ''}`,
  );
  return {
    status: text(root, 'status') ?? 'Draft',
    processType: text(root, 'processType') || null,
    runInMode: text(root, 'runInMode') || null,
    needsPermission: flag(root, 'isAdditionalPermissionRequiredToRun') ?? null,
    inputs,
    screens: screens.length > 0,
    data,
    calls: [...new Set([...subflows, ...actions])].sort(),
  };
}

/** What the values and filters of an element refer to, without the fields of it: `email` of `email.Value`. */
function references(element: Element, found = new Set<string>()): Set<string> {
  for (const child of element.children) {
    const named = child.name === 'elementReference' || child.name === 'inputReference';
    if (named) found.add(child.text.split('.')[0] ?? '');
    references(child, found);
  }
  return found;
}

function names(elements: Element[]): string[] {
  return elements.map((element) => text(element, 'name') ?? '');
}

/** Runs a flow past what its visitor may see? `perhaps`: in the mode of whatever starts it. */
export function ignoresSharing({
  status,
  processType,
  runInMode,
  inputs = [],
  screens,
  data = [],
}: Partial<Flow>): 'yes' | 'perhaps' | 'no' {
  if (status !== 'Active') return 'no';
  // Creating alone gives nothing away; and nothing can be aimed at other records where nothing is taken in.
  if (!data.some(({ does }) => does !== 'create') || (inputs.length === 0 && screens !== true)) return 'no';
  if (runInMode === 'SystemModeWithoutSharing') return 'yes';
  const usual = runInMode === null || runInMode === 'DefaultMode';
  return usual && processType === 'AutoLaunchedFlow' ? 'perhaps' : 'no';
}
