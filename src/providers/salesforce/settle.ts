// The fewest commands that would settle what a report leaves open about orgs.
import type { Question, Step } from '../provider.ts';

const MISSING: Step['text'] = {
  en: 'Retrieve the org again, all of it at once: a profile holds only what concerns the components that come with it',
  ja: '組織のメタデータをまとめて取得し直します。プロファイルには、一緒に取得したコンポーネントに関する設定しか含まれません',
};
const NEVER: Step['text'] = {
  en: 'Ask the org; metadata never holds this, or the call did not get through',
  ja: '組織に直接問い合わせます。メタデータには含まれないか、呼び出しが完了しませんでした',
};

/** What an export lacks is retrieved together; what none can hold is asked of the org. The alias is for whoever runs it to fill in. */
export function settle(questions: Question[], folder: string): Step[] {
  const known = questions.filter(({ type }) => type.startsWith('salesforce.'));
  const lacks = ({ scope, reason }: Question) =>
    scope.input !== 'live' &&
    (reason === 'missing' || reason === 'malformed' || reason === 'disputed' || reason === 'cut-short');
  const steps: Step[] = [];
  if (known.some(lacks))
    steps.push({
      text: MISSING,
      commands: [
        'tojimari export-script salesforce > export.sh',
        `bash export.sh ORG_ALIAS ${folder}-org`,
        `tojimari scan ${folder}-org`,
      ],
    });
  if (known.some((question) => !lacks(question)))
    steps.push({
      text: NEVER,
      commands: [
        `tojimari collect salesforce --org ORG_ALIAS --output ${folder}-org.jsonl`,
        `tojimari scan ${folder}-org.jsonl`,
      ],
    });
  return steps;
}
