// What the engine knows about one kind of resource, as data: its actions, who can use them, and which ARNs they name.
import type { AccessWord } from '../question.ts';

/** Which ARN an action is asked of. `container`: the resource itself; `item`: something inside it; `qualified`: either. */
export type Level = 'container' | 'item' | 'qualified';

export interface ActionFact {
  /** `s3:GetObject` */
  name: string;
  access: AccessWord;
  level: Level;
  /** The service accepts the action unsigned. */
  anonymous: boolean;
  /** The resource policy alone can give it to another account. */
  acrossAccounts: boolean;
  /** The caller needs a web identity token, a SAML assertion or a signature. */
  proof: 'signature' | 'web-identity' | 'saml';
  /** Why the action may not exist, or may not be asked of the resource; its grants are then `maybe`. */
  doubt?: string;
}

export interface Kind {
  actions: ActionFact[];
  /** Globs (`*` = one or more characters) of the ARNs of a level, for the resource that is asked about. */
  arns(resource: string): Record<Level, string[]>;
  /**
   * A trust policy has no Resource element; where one is required, a statement without it is invalid. Elsewhere it may be
   * missing (it is in repository policies of ECR and in EFS's own examples): then the resource itself is meant.
   */
  resourceElement: 'required' | 'optional' | 'none';
  /** Why the actions are not all listed; nothing about the policy is then certain. */
  cutShort?: string;
}

/** The ARNs of a kind that has nothing inside it. */
export const alone = (resource: string): Record<Level, string[]> => ({
  container: [resource],
  item: [resource],
  qualified: [resource],
});

/** Rows of `access level names…` become action facts. */
export function actionTable(
  service: string,
  rows: readonly (readonly [AccessWord, Level, string])[],
  traits: { anonymous: boolean; ownerOnly?: readonly string[]; signedOnly?: readonly string[] },
): ActionFact[] {
  const facts: ActionFact[] = [];
  for (const [access, level, names] of rows) {
    for (const name of names.trim().split(/\s+/)) {
      facts.push({
        name: `${service}:${name}`,
        access,
        level,
        anonymous: traits.anonymous && !(traits.signedOnly ?? []).includes(name),
        acrossAccounts: !(traits.ownerOnly ?? []).includes(name),
        proof: 'signature',
      });
    }
  }
  return facts;
}
