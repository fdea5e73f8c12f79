// Components of one metadata type, listed and read from a running org.
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import type { Component, ComponentType } from '../import/components.ts';
import { text } from '../import/xml.ts';
import type { Org } from '../session.ts';
import { OF_APPS } from './query.ts';

/** All components of a type, or why they are not known. */
export async function readComponents(org: Org, type: ComponentType): Promise<Known<Component[]>> {
  const names = await org.listMetadata(type);
  if (names.state === 'unknown') return named(type, names.why);
  const wanted = names.state === 'present' ? names.value : [];
  if (wanted.length === 0) return { state: 'present', value: [] };
  const read = await org.readMetadata(type, wanted);
  if (read.state === 'unknown') return named(type, read.why);
  const elements = read.state === 'present' ? read.value : [];
  const value = elements
    .map((root) => ({ name: text(root, 'fullName') ?? '', root, path: '' }))
    .filter(({ name }) => name !== '');
  if (value.length === wanted.length) return { state: 'present', value };
  const detail = `${value.length} of ${wanted.length} components of ${type} were answered`;
  const detailJa = `${type} ${wanted.length} 件中 ${value.length} 件しか返されませんでした`;
  return { state: 'unknown', why: { setting: type, reason: 'cut-short', detail, detailJa } };
}

function named(type: ComponentType, why: Unknown): Known<never> {
  const apps = why.permission !== undefined && type.startsWith('ExtlClntApp');
  return { state: 'unknown', why: apps ? { ...why, permission: OF_APPS } : why };
}
