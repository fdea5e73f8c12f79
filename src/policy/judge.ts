// The policy engine's one question: which outsiders does a resource policy let in?

import { scene as sceneOf } from './callers/scene.ts';
import { combine } from './combine.ts';
import { explore } from './explore.ts';
import { toGrants } from './grants.ts';
import { kindOf } from './kinds/index.ts';
import type { Kind } from './kinds/kind.ts';
import type { Grant, Judgement, Question } from './question.ts';
import { readDocument, type Statement } from './read/document.ts';
import { doubted, recheck } from './recheck.ts';
import { solverOf } from './solve/solver.ts';
import { policyStatus } from './status.ts';

/**
 * Judges one resource policy: every class of outsider that it lets in, with the actions, the opening statements and a
 * request that proves it. Allow is read as wide as it may be, Deny as narrow: what is not listed is proved closed.
 * Source: IAM user guide, "Policy evaluation logic"; nothing here throws on a policy, however broken.
 */
export function judge(question: Question): Judgement {
  const document = readDocument(question.policy);
  const { faults } = document;
  const status = question.kind.startsWith('s3')
    ? { policyStatusIsPublic: policyStatus(question, document) }
    : {};
  const allows = document.statements.filter((one) => one.allow);
  if (!document.unreadable && allows.length === 0) return { grants: [], faults, ...status };
  const kind = kindFor(question, allows);
  const unread = document.unreadable ? (faults[0]?.message ?? 'cannot be read') : kind.cutShort;
  if (unread !== undefined) return { grants: unreadable(kind, unread), faults, ...status };
  const documents = [document];
  for (const also of question.alsoDeny ?? []) documents.push(readDocument(also));
  const scene = sceneOf(question, documents);
  const found = combine(question, explore(scene, kind, documents, solverOf()), judge);
  // Witnesses have a budget of their own; what the solver found once it finds again for nothing.
  const grants = toGrants(found, allows, scene, solverOf().budget);
  // A control policy that cannot be read may deny anything, and grants nothing.
  if (documents.some((one) => one.unreadable))
    return { grants: grants.map((grant) => doubted(grant, UNREAD_CONTROL)), faults, ...status };
  return { grants: recheck(grants, question), faults, ...status };
}

const UNREAD_CONTROL = 'a resource control policy cannot be read';

function kindFor(question: Question, allows: Statement[]): Kind {
  const actions: string[] = [];
  // Every other kind knows its actions.
  if (question.kind !== 'generic') return kindOf(question.kind, actions, question.resource);
  for (const one of allows) for (const action of one.actions) actions.push(action);
  return kindOf(question.kind, actions, question.resource);
}

/** Nothing of the document could be read: it may let anybody do anything that the kind lets them. */
function unreadable(kind: Kind, message: string): Grant[] {
  // A kind that takes its actions from the policy knows none now: then nobody can be left out.
  const unsigned = kind.actions.length === 0 || kind.actions.some((action) => action.anonymous);
  const callers: Grant['caller'][] = unsigned
    ? [{ class: 'anonymous' }, { class: 'any-account' }]
    : [{ class: 'any-account' }];
  return callers.map((caller) => {
    const facts = kind.actions.filter((action) =>
      caller.class === 'anonymous' ? action.anonymous : action.acrossAccounts,
    );
    return {
      caller,
      actions: facts.map((fact) => fact.name).sort(),
      access: [...new Set(facts.map((fact) => fact.access))],
      certainty: 'maybe',
      reason: `the policy cannot be read: ${message}`,
      statements: [],
      pointers: [],
      conditions: [],
    };
  });
}
