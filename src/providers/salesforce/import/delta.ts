// Signs that an export is a part of an org only: what was deployed or changed, not what there is.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Text } from '../../../snapshot/resource.ts';

/** A manifest of a whole org names thousands of components, or all of a type. */
const FEW = 200;
const DESTRUCTIVE = /(^|\/)destructiveChanges(?:Pre|Post)?\.xml$/;

/** Is it a list of what a deployment deletes? */
export function isDestructive({ path }: InputFile): boolean {
  return DESTRUCTIVE.test(path);
}

/**
 * The folder of a package where the manifest lies in one beside others, as sfdx-git-delta writes it: `package/package.xml`
 * with `destructiveChanges/destructiveChanges.xml`. Otherwise the manifest's own folder.
 */
export function packageRoot(folder: string, files: InputFile[]): string {
  const [, above] = /^(.*\/|)package\/$/.exec(folder) ?? [];
  if (above === undefined) return folder;
  const beside = files.some(
    ({ path }) => path.startsWith(`${above}destructiveChanges/`) && DESTRUCTIVE.test(path),
  );
  return beside ? above : folder;
}

/**
 * What says that an export is a part only, in words; undefined when nothing does. A source project keeps manifests for many
 * purposes, so that those say nothing about it. `members`: what its manifests ask for, by type.
 */
export function signOfPart(files: InputFile[], members: Map<string, Set<string>>): Text | undefined {
  if (files.some(({ path }) => /(^|\/)sfdx-project\.json$/.test(path))) return undefined;
  const destructive = files.find(isDestructive);
  if (destructive !== undefined)
    return {
      en: `${destructive.inside} says what a deployment deletes`,
      ja: `${destructive.inside} はリリースで削除するものの一覧です`,
    };
  const asked = [...members.values()];
  const named = asked.reduce((sum, names) => sum + names.size, 0);
  if (named > 0 && named < FEW && !asked.some((names) => names.has('*')))
    return {
      en: `package.xml names ${named} ${named === 1 ? 'component' : 'components'} and all of no type`,
      ja: `package.xml は ${named} 個のコンポーネントだけを指定し、どの種類も全件（*）ではありません`,
    };
  const orphan = fieldWithoutObject(files);
  if (orphan === undefined) return undefined;
  return {
    en: `fields of ${orphan} are in it, and ${orphan} itself is not`,
    ja: `${orphan} の項目だけがあり、${orphan} 自体がありません`,
  };
}

/** A custom object of the org's own whose fields have files while it has none; standard ones need none. */
function fieldWithoutObject(files: InputFile[]): string | undefined {
  const described = new Set<string>();
  const withFields: string[] = [];
  for (const { path } of files) {
    const [, object] = /(?:^|\/)([^/]+)\.object(?:-meta\.xml)?$/.exec(path) ?? [];
    if (object !== undefined) described.add(object);
    const [, owner] = /(?:^|\/)objects\/([^/]+)\/fields\/[^/]+$/.exec(path) ?? [];
    if (owner !== undefined && /^(?!.*__.*__c$).*__c$/.test(owner)) withFields.push(owner);
  }
  return withFields.find((owner) => !described.has(owner));
}

/** What to say of such an export. */
export function noteOnPart(sign: Text): Text {
  return {
    en: `a delta package or another part of an org (${sign.en}): what is not in it was not looked at`,
    ja: `差分パッケージなど、組織の一部だけのファイルです（${sign.ja}）。含まれていないものは見ていません`,
  };
}
