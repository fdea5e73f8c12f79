// What GitHub refuses and no JSON Schema sees. One bad result loses the whole upload, so that everything is checked.
import { LIMITS } from './sarif-runs.ts';

const MAX = { text: 1024, name: 255, tags: 20, locations: 1000, steps: 10_000, extensions: 100 };
const LEVELS = ['error', 'warning', 'note', 'none'];

/** Every reason for which GitHub code scanning would refuse or misread this log, each with its place; empty when there is none. */
export function lintForGitHub(log: unknown): string[] {
  const faults: string[] = [];
  const runs = list(log, 'runs');
  if (text(log, 'version') !== '2.1.0') faults.push('version: must be 2.1.0');
  if (runs === undefined) return [...faults, 'runs: must be an array'];
  if (runs.length > LIMITS.runs) faults.push(`runs: ${runs.length} are more than ${LIMITS.runs}`);
  if (text(log, '$schema') === '') faults.push('$schema: must not be empty');
  const categories = new Set<string>();
  for (const [index, run] of runs.entries()) {
    const at = `runs[${index}]`;
    const id = text(child(run, 'automationDetails'), 'id') ?? '';
    const driver = child(child(run, 'tool'), 'driver');
    const category = `${text(driver, 'name')} ${id.slice(0, id.lastIndexOf('/') + 1)}`;
    if (categories.has(category))
      faults.push(`${at}.automationDetails.id: the category of "${id}" is there twice`);
    categories.add(category);
    faults.push(...lintRun(run, driver, at));
  }
  return faults;
}

function lintRun(run: unknown, driver: unknown, at: string): string[] {
  const faults: string[] = [];
  if (!filled(driver, 'name')) faults.push(`${at}.tool.driver.name: is required`);
  const rules = list(driver, 'rules');
  if (rules === undefined) faults.push(`${at}.tool.driver.rules: must be an array`);
  const ids = new Set<string>();
  for (const [index, rule] of (rules ?? []).entries())
    faults.push(...lintRule(rule, ids, `${at}.tool.driver.rules[${index}]`));
  if ((rules ?? []).length > LIMITS.results)
    faults.push(`${at}.tool.driver.rules: more than ${LIMITS.results}`);
  for (const [index, invocation] of (list(run, 'invocations') ?? []).entries())
    if (child(invocation, 'executionSuccessful') === false)
      faults.push(`${at}.invocations[${index}].executionSuccessful: false, the run would not be taken in`);
  if ((list(child(run, 'tool'), 'extensions') ?? []).length > MAX.extensions)
    faults.push(`${at}.tool.extensions: more than ${MAX.extensions}`);
  const results = list(run, 'results');
  if (results === undefined)
    return [...faults, `${at}.results: must be an array, empty when there is nothing`];
  if (results.length > LIMITS.results)
    faults.push(`${at}.results: ${results.length} are more than ${LIMITS.results}`);
  const identities = new Set<string>();
  for (const [index, result] of results.entries())
    faults.push(...lintResult(result, rules ?? [], identities, `${at}.results[${index}]`));
  return faults;
}

function lintRule(rule: unknown, ids: Set<string>, at: string): string[] {
  const faults: string[] = [];
  const id = text(rule, 'id') ?? '';
  if (id === '') faults.push(`${at}.id: is required`);
  if (ids.has(id)) faults.push(`${at}.id: "${id}" is there twice`);
  ids.add(id);
  if ((text(rule, 'name') ?? '').length > MAX.name) faults.push(`${at}.name: is longer than ${MAX.name}`);
  for (const key of ['shortDescription', 'fullDescription']) {
    const words = text(child(rule, key), 'text') ?? '';
    if (words === '') faults.push(`${at}.${key}.text: is required`);
    if (words.length > MAX.text) faults.push(`${at}.${key}.text: is longer than ${MAX.text}`);
  }
  if (!filled(child(rule, 'help'), 'text')) faults.push(`${at}.help.text: is required`);
  const properties = child(rule, 'properties');
  const score = child(properties, 'security-severity');
  const number = typeof score === 'string' && /^\d+(\.\d+)?$/.test(score) ? Number(score) : Number.NaN;
  if (score !== undefined && !(number > 0 && number <= 10))
    faults.push(`${at}.properties.security-severity: must be a string with a number over 0.0 and up to 10.0`);
  if ((list(properties, 'tags') ?? []).length > MAX.tags)
    faults.push(`${at}.properties.tags: more than ${MAX.tags}`);
  return faults;
}

function lintResult(result: unknown, rules: unknown[], identities: Set<string>, at: string): string[] {
  const faults: string[] = [];
  if (!filled(child(result, 'message'), 'text'))
    faults.push(`${at}.message.text: is required; message.id is not read`);
  const kind = child(result, 'kind');
  if (kind !== undefined && kind !== 'fail')
    faults.push(`${at}.kind: "${String(kind)}" would become an alert`);
  if ((list(result, 'suppressions') ?? []).length > 0)
    faults.push(`${at}.suppressions: are not read, the result would become an open alert`);

  const level = child(result, 'level');
  if (level !== undefined && !LEVELS.some((known) => known === level))
    faults.push(`${at}.level: "${String(level)}" is none`);

  const index = child(result, 'ruleIndex');
  const ruleId = text(result, 'ruleId') ?? text(child(result, 'rule'), 'id') ?? '';
  if (ruleId === '') faults.push(`${at}.ruleId: is required`);
  if (index !== undefined && (typeof index !== 'number' || text(rules[index], 'id') !== ruleId))
    faults.push(`${at}.ruleIndex: does not point at rule "${ruleId}"`);

  const locations = list(result, 'locations') ?? [];
  if (locations.length === 0) faults.push(`${at}.locations: one is required`);
  if (locations.length > MAX.locations) faults.push(`${at}.locations: more than ${MAX.locations}`);
  for (const [i, location] of locations.entries())
    faults.push(...lintLocation(location, `${at}.locations[${i}]`));
  for (const [i, location] of (list(result, 'relatedLocations') ?? []).entries())
    faults.push(...lintLocation(location, `${at}.relatedLocations[${i}]`));
  faults.push(...lintFlows(result, at));
  const ids = new Set((list(result, 'relatedLocations') ?? []).map((related) => child(related, 'id')));
  for (const [link, id] of (text(child(result, 'message'), 'text') ?? '').matchAll(/\]\((\d+)\)/g))
    if (!ids.has(Number(id))) faults.push(`${at}.message.text: ${link} leads to no related location`);

  const hash = text(child(result, 'partialFingerprints'), 'primaryLocationLineHash');
  if (!filled(child(result, 'partialFingerprints'), 'primaryLocationLineHash'))
    faults.push(`${at}.partialFingerprints.primaryLocationLineHash: is required, or alerts are doubled`);
  const place = text(child(child(locations[0], 'physicalLocation'), 'artifactLocation'), 'uri');
  const identity = [ruleId, place, hash].join(' ');
  if (hash !== undefined && identities.has(identity))
    faults.push(`${at}: is one alert with an earlier result (${identity})`);
  identities.add(identity);
  return faults;
}

function lintLocation(location: unknown, at: string): string[] {
  const physical = child(location, 'physicalLocation');
  if (physical === undefined)
    return [`${at}.physicalLocation: is required; a logical location is not enough`];
  const artifact = child(physical, 'artifactLocation');
  const faults = uriFaults(text(artifact, 'uri')).map(
    (fault) => `${at}.physicalLocation.artifactLocation.uri: ${fault}`,
  );
  const region = child(physical, 'region');
  for (const key of ['startLine', 'startColumn', 'endLine', 'endColumn']) {
    const value = child(region, key);
    const wrong = typeof value !== 'number' || !Number.isInteger(value) || value < 1;
    if (wrong && (value !== undefined || key === 'startLine'))
      faults.push(`${at}.physicalLocation.region.${key}: must be a whole number from 1`);
  }
  const [startLine, endLine] = [child(region, 'startLine'), child(region, 'endLine')];
  if (typeof startLine === 'number' && typeof endLine === 'number' && endLine < startLine)
    faults.push(`${at}.physicalLocation.region.endLine: is before startLine`);
  return faults;
}

function uriFaults(uri: string | undefined): string[] {
  if (uri === undefined || uri === '') return ['is required'];
  if (uri.startsWith('file:///')) return [];
  const faults: string[] = [];
  const [first = ''] = uri.split('/');
  if (/^[a-z][a-z0-9+.-]*:/i.test(uri)) faults.push(`"${first}" is a scheme that is not the checkout's`);
  else if (first.includes(':')) faults.push('the first segment holds a colon');
  if (uri.startsWith('/')) faults.push('begins with a slash');
  if (uri.startsWith('./')) faults.push('begins with ./');
  if (uri.split('/').includes('..')) faults.push('leads out of the repository');
  if (uri.slice(1).includes('//')) faults.push('has an empty segment');
  if (!/^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/.test(uri))
    faults.push('holds characters that are not percent-encoded');
  return faults;
}

function lintFlows(result: unknown, at: string): string[] {
  const faults: string[] = [];
  for (const [i, flow] of (list(result, 'codeFlows') ?? []).entries()) {
    for (const [j, thread] of (list(flow, 'threadFlows') ?? []).entries()) {
      const steps = list(thread, 'locations') ?? [];
      const place = `${at}.codeFlows[${i}].threadFlows[${j}].locations`;
      if (steps.length > MAX.steps) faults.push(`${place}: more than ${MAX.steps}`);
      for (const [k, step] of steps.entries()) {
        if (child(step, 'location') === undefined)
          faults.push(`${place}[${k}]: must stand here, an index is not read`);
        else faults.push(...lintLocation(child(step, 'location'), `${place}[${k}].location`));
      }
    }
  }
  return faults;
}

function child(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}

function list(value: unknown, key: string): unknown[] | undefined {
  const found = child(value, key);
  return Array.isArray(found) ? found : undefined;
}

function text(value: unknown, key: string): string | undefined {
  const found = child(value, key);
  return typeof found === 'string' ? found : undefined;
}

function filled(value: unknown, key: string): boolean {
  return (text(value, key) ?? '') !== '';
}
