// Doors and their evidence with pseudonyms: what was proved stays, by what words and with which names does not.
import type { Pseudonyms } from './pseudonyms.ts';
import type { Door, Missing, ReportEvidence, ReportResource, Source, Text } from './report.ts';

/** Actions of IAM, and our own words for what people do. */
const ACTION = /^(?:[a-z0-9-]+:[A-Z][A-Za-z0-9]*|list|read|write|delete|admin|invoke|assume|meta)$/;
const BY: Text = { en: 'by the source', ja: 'ソースによる' };
const SINCE: Record<NonNullable<Door['since']>['source'], Text> = {
  git: { en: 'git', ja: 'git' },
  'setup-audit-trail': { en: 'Setup Audit Trail', ja: '設定変更履歴' },
  created: { en: 'when it was made', ja: '作成日' },
};

/** A door; `resource` has its pseudonyms already. */
export function redactedDoor(door: Door, resource: ReportResource, as: Pseudonyms): Door {
  const { audience, access, via, subject, subjectName, state, basis, guard, who, perhapsOurs } = door;
  const { sensitive, missing, evidence, source, since, witness, firstSeen, baselineState, change } = door;
  const part = (text: string) => as.id('part', text);
  return {
    id: as.hash(door.id),
    resource,
    audience,
    access,
    ...(via !== undefined && { via }),
    ...(subject !== undefined && { subject: part(subject) }),
    ...(subjectName !== undefined && { subjectName: part(subjectName) }),
    state,
    basis,
    ...(guard !== undefined && { guard: { en: 'another setting', ja: '別の設定' } }),
    ...(who !== undefined && { who: who.map((each) => as.id('outsider', each)) }),
    ...(perhapsOurs !== undefined && { perhapsOurs }),
    ...(sensitive !== undefined && { sensitive: { en: 'marked as sensitive', ja: '機微な情報' } }),
    missing: missing.map((each) => redactedMissing(each, as)),
    evidence: evidence.map((each) => redactedEvidence(each, as)),
    ...(source !== undefined && { source: redactedSource(source, as) }),
    ...(since !== undefined && {
      since: {
        date: since.date,
        source: since.source,
        detail: SINCE[since.source],
        ...(since.orEarlier !== undefined && { orEarlier: since.orEarlier }),
        ...(since.orLater !== undefined && { orLater: since.orLater }),
      },
    }),
    ...(witness !== undefined && {
      witness: {
        request: {
          principal: witness.request.principal === 'anonymous' ? 'anonymous' : 'an outsider',
          action: ACTION.test(witness.request.action) ? witness.request.action : 'a call',
          resource: resource.id,
          context: {},
        },
        checked: witness.checked,
      },
    }),
    // What closes it is said by the rule; its own words and commands hold names.
    cures: [],
    ...(firstSeen !== undefined && { firstSeen }),
    ...(baselineState !== undefined && { baselineState }),
    ...(change !== undefined && { change }),
  };
}

/** One deciding setting: which one and where, not what it says. */
export function redactedEvidence(evidence: ReportEvidence, as: Pseudonyms): ReportEvidence {
  const { resource, setting, pointer, origin } = evidence;
  const at = pointer === undefined || pointer === '' ? '' : ` (${as.pointer(pointer)})`;
  return {
    ...(resource !== undefined && {
      resource: { type: resource.type, id: as.id(resource.type.split('.').at(-1) ?? 'thing', resource.id) },
    }),
    setting,
    ...(pointer !== undefined && { pointer: as.pointer(pointer) }),
    text: { en: `the setting ${setting} decides${at}`, ja: `設定 ${setting} による${at}` },
    ...(origin !== undefined && {
      origin: {
        file: as.path(origin.file),
        ...(origin.line !== undefined && { line: origin.line }),
        ...(origin.column !== undefined && { column: origin.column }),
        ...(origin.endLine !== undefined && { endLine: origin.endLine }),
        ...(origin.endColumn !== undefined && { endColumn: origin.endColumn }),
      },
    }),
  };
}

/** What could not be seen, without the words of the service. */
export function redactedMissing(
  { resource, setting, name, reason, permission }: Missing,
  as: Pseudonyms,
): Missing {
  return {
    ...(resource !== undefined && {
      resource: { type: resource.type, id: as.id(resource.type.split('.').at(-1) ?? 'thing', resource.id) },
    }),
    setting,
    ...(name !== undefined && { name }),
    reason,
    ...(permission !== undefined && { permission }),
  };
}

/** Where the source declares it: line numbers stay. */
export function redactedSource({ file, line, column, endLine, certain }: Source, as: Pseudonyms): Source {
  return { file: as.path(file), line, column, endLine, certain, by: BY };
}
