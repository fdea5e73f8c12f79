// tojimari rules new: the beginning of a rule, written where its id says.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import { nearest } from '../../rules/nearest.ts';
import { settingsShape } from '../../rules/shape.ts';
import { starterRule } from '../../rules/starter.ts';

const ID = /^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*){2,5}$/;
const SCHEMA = 'https://tojimari.dev/schema/rule-v1.json';

/**
 * Writes the starter for a rule and returns its file: acme.iam.old-key in my-rules is my-rules/iam/old-key.yaml. Nothing is overwritten.
 * @throws UsageError for an id or a type that cannot be, and for a file that is there
 */
export async function writeStarter({
  id,
  resource,
  dir,
}: {
  id: string;
  resource: string;
  dir: string;
}): Promise<string> {
  if (!ID.test(id) || id.length > 120)
    throw new UsageError(
      `"${id}" is no id of a rule.`,
      'Three to six words of small letters, digits and hyphens, joined by dots: acme.iam.old-key',
    );
  const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types));
  const target = types.find(({ type }) => type === resource);
  if (target === undefined) {
    const meant = nearest(
      resource,
      types.map(({ type }) => type),
    );
    throw new UsageError(
      `There is no resource type "${resource}".`,
      meant === undefined
        ? '"tojimari rules show ID" names the type that a rule judges.'
        : `Did you mean ${meant}?`,
    );
  }
  const shape = settingsShape(target.schema);
  const text = shape && starterRule(id, resource, shape);
  if (text === undefined) throw new Error(`no setting of ${resource} to begin with`);
  const file = join(dir, `${id.split('.').slice(1).join('/')}.yaml`);
  await mkdir(dirname(file), { recursive: true }).catch(cannot(dir));
  await writeFile(file, `# yaml-language-server: $schema=${SCHEMA}\n${text}`, { flag: 'wx' }).catch(
    cannot(file),
  );
  return file;
}

function cannot(file: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    throw error.code === 'EEXIST'
      ? new UsageError(`${file} is there already.`, 'Give another id, or another --dir.')
      : new UsageError(`${file} cannot be written (${error.code}).`);
  };
}
