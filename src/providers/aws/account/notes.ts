// What could not be read of the organization, in one remark.
import type { Known, Text } from '../../../snapshot/resource.ts';
import type { ControlPolicies } from './collect-control.ts';

/** A member account may ordinarily not read its organization: one remark, and nobody's failure. */
export function organizationNotes(
  organization: Known<unknown>,
  siblings: Known<unknown>,
  policies: Known<ControlPolicies>,
): Text[] {
  if (organization.state === 'unknown')
    return [
      {
        en: 'Whether the account is in an organization could not be read: its sibling accounts and its resource control policies are not known.',
        ja: 'アカウントが組織に属しているかどうかを確認できませんでした。同じ組織のアカウントとリソースコントロールポリシーは不明です。',
      },
    ];
  const unread = unreadPolicies(policies);
  if (siblings.state === 'unknown' && unread)
    return [
      {
        en: "The organization's list of accounts and its resource control policies could not be read with this identity: accounts that are not listed as ours count as outsiders, and what is open stays open although such a policy may close it.",
        ja: 'この権限では組織のアカウント一覧とリソースコントロールポリシーを確認できませんでした。自社のアカウントとして登録されていないものは社外のアカウントとして扱います。また、リソースコントロールポリシーで閉じられている可能性があっても、開いているものとして扱います。',
      },
    ];
  if (siblings.state === 'unknown')
    return [
      {
        en: "The organization's list of accounts could not be read with this identity: its other accounts count as outsiders unless they are listed as ours.",
        ja: 'この権限では組織のアカウント一覧を確認できませんでした。自社のアカウントとして登録されていないものは、社外のアカウントとして扱います。',
      },
    ];
  if (unread)
    return [
      {
        en: 'Resource control policies of the organization could not be read with this identity: what is open stays open, although such a policy may close it.',
        ja: 'この権限では組織のリソースコントロールポリシーを確認できませんでした。それによって閉じられている可能性があっても、開いているものとして扱います。',
      },
    ];
  return [];
}

function unreadPolicies(policies: Known<ControlPolicies>): boolean {
  if (policies.state !== 'present') return policies.state === 'unknown';
  return policies.value.some(({ document }) => document === undefined);
}
