// Names made to harm, and a report in which one of them stands wherever a name can stand.
import type { Report } from '../../src/report/report.ts';
import { bucket, door, finding, report, scope, text, undecided } from './build.ts';
import { HOSTILE_NAMES } from './estates.ts';

export const NAMES: string[] = [
  ...HOSTILE_NAMES,
  'y'.repeat(10_240),
  '\ufffe\uffff',
  '</testcase><testcase name="x"/>',
  '</details></summary><img src=x onerror=alert(1)>',
  '--><script>x</script><!--',
  '@kagi-owners see https://kagi.example/ and www.kagi.example',
  '<!-- -->',
  '```',
  '`````text\n# boom',
  "'=1+1",
  '＝1+1',
  '-2+3',
  '@SUM(1)',
  '\t=1',
  '"quoted","cells"',
  'a,b\r\nc',
  '::set-output name=x::y',
  '&amp;&#60;script&#62;',
  '\\|x\\|',
  '1. # heading',
];

/** A report in which one name stands wherever a name can stand. */
export function named(name: string): Report {
  const resource = bucket(name, { id: name, region: name });
  const open = door(resource, {
    via: 'access-point',
    subject: name,
    subjectName: name,
    who: [name],
    sensitive: text(name, name),
    since: { date: '2026-01-01', source: 'git', detail: text(name, name) },
    evidence: [
      { setting: 'policy', text: text(name, name), value: name, origin: { file: `x/${name}.json`, line: 3 } },
    ],
    witness: {
      request: { principal: name, action: name, resource: name, context: { [name]: name } },
      command: name,
      checked: true,
    },
    cures: [{ text: text(name, name), command: name, rejudged: true, loses: text(name, name) }],
  });
  return report({
    doors: [open],
    findings: [
      finding('aws.s3.a', 'high', open, { adjusted: text(name, name) }),
      finding('aws.s3.b', 'high', bucket(name, { id: name })),
    ],
    undecided: [undecided('aws.s3.a', 'high', resource, [{ setting: name, reason: 'failed', detail: name }])],
    scopes: [scope({ label: name, notes: [text(name, name)], paths: [name], regions: [name], asker: name })],
  });
}
