// Why a block is said to declare a resource, in words.
import type { Text } from '../snapshot/resource.ts';
import type { Call, State } from './declared.ts';

/** A state or plan knows the thing by its address. */
export function byState({ kind, file }: State, call: Call | undefined): Text {
  const en = `by the Terraform ${kind} ${file}`;
  const ja = `Terraform の${kind === 'plan' ? 'プラン' : 'ステート'} ${file} による`;
  if (call === undefined) return { en, ja };
  const module = call.source ?? call.name;
  return {
    en: `${en}; this calls the module ${module}, which is not in the folder`,
    ja: `${ja}。ここで呼び出しているモジュール ${module} はフォルダーにありません`,
  };
}

/** The same, but of which folder the state is could not be told. */
export function byAddress({ kind, file }: State, address: string): Text {
  return {
    en: `by the address ${address} in the Terraform ${kind} ${file}, which may be of another folder`,
    ja: `Terraform の${kind === 'plan' ? 'プラン' : 'ステート'} ${file} のアドレス ${address} による（別フォルダーのものかもしれません）`,
  };
}

/** AWS CloudFormation's own tags. */
export function byStack(stack: string, logicalId: string): Text {
  return {
    en: `by its CloudFormation tags (stack ${stack}, logical id ${logicalId})`,
    ja: `CloudFormation のタグ（スタック ${stack}、論理 ID ${logicalId}）による`,
  };
}

/** Tags that are written by a tool into the block and by the cloud onto the thing. */
export function byTags(...tags: string[]): Text {
  const [en, ja] = [tags.join(' and '), tags.join(' と ')];
  return { en: `by its ${tags.length > 1 ? 'tags' : 'tag'} ${en}`, ja: `タグ ${ja} による` };
}

/** What a person wrote down. */
export function byMap(place: string): Text {
  return { en: `by the map ${place}`, ja: `対応表 ${place} による` };
}

/** Nothing but a name that is the same. */
export function byName(attribute: string, name: string): Text {
  return {
    en: `by its name (${attribute} = "${name}")`,
    ja: `名前（${attribute} = "${name}"）による推定`,
  };
}
