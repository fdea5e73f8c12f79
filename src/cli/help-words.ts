// Help in Japanese, by the English words. A test holds it complete.
import type { Dictionary } from './help-language.ts';

/** What --help says with --lang ja. */
export const JAPANESE: Dictionary = {
  yargs: {
    'Commands:': 'コマンド:',
    'Options:': 'オプション:',
    'Examples:': '例:',
    'Positionals:': '引数:',
    boolean: '真偽値',
    count: '回数',
    string: '文字列',
    number: '数値',
    array: '配列',
    required: '必須',
    default: '既定',
    'default:': '既定:',
    'choices:': '選択肢:',
    'aliases:': '別名:',
    'generated-value': '生成された値',
    'Show help': 'ヘルプを表示',
    'Show version number': 'バージョンを表示',
    deprecated: '非推奨',
    'deprecated: %s': '非推奨: %s',
  },
  texts: {
    '$0 <command>\n\nFinds what outsiders can reach in your cloud and SaaS, and proves it.':
      '$0 <command>\n\nクラウドと SaaS で外部から到達できるものを見つけ、証明します。',
    'Find what outsiders can reach: in aws, in salesforce, or in files':
      '外部から到達できるものを見つけます（aws、salesforce、またはファイル）',
    'Judge a resource policy before it is applied: who gets in, and what closes it':
      '適用前のリソースポリシーを判定します（誰が入れるか、どう閉じるか）',
    'Audit the fictional estate that ships with tojimari': '同梱の架空の環境を監査します',
    'Save the settings as a snapshot, to be judged later without credentials':
      '設定をスナップショットに保存します（後から認証情報なしで判定できます）',
    'Write a saved JSON report in another format': '保存した JSON レポートを別の形式で出力します',
    'Say what opened, widened or closed between two states, and which setting did it':
      '2 つの時点の間で公開・拡大・閉鎖されたものと、原因の設定を示します',
    'Write down what is known, so that a scan fails only for what is new':
      '既知のものを書き出し、新しいものだけでスキャンを失敗させます',
    'Print the permissions a live scan needs, or those a report lacked':
      'スキャンに必要な権限、またはレポートで不足していた権限を表示します',
    'List the exports that can be read, with the command that makes each':
      '読み取れるエクスポートと、その作成コマンドを一覧表示します',
    'Print a shell script that saves all settings with the AWS CLI or sf, for somebody else to run':
      'AWS CLI または sf で全設定を保存するシェルスクリプトを表示します（実行は他の人に依頼できます）',
    'Print what is covered in AWS, against the lists of others':
      'AWS の対象範囲を、他の一覧と比較して表示します',
    'List, show, explain, begin, check and test rules': 'ルールの一覧、表示、説明、作成、検査、テスト',
    'Declare that a finding is meant, in tojimari.yaml':
      '検出結果が意図したものであると tojimari.yaml に宣言します',
    'Write tojimari.yaml and a workflow that runs it; no file that is there is touched':
      'tojimari.yaml と実行用ワークフローを書き出します（既存のファイルは変更しません）',
    'Public incidents: which of them settings would have shown': '公表された事例と、設定から分かったかどうか',
    'Explain what settings can never show: explain limits':
      '設定からは決して分からないことを説明します（explain limits）',
    'Print a script that completes commands in your shell':
      'シェルでコマンドを補完するスクリプトを表示します',
    'See what a report looks like; needs nothing': 'レポートの例を見る（準備は不要）',
    'Audit an AWS account': 'AWS アカウントを監査する',
    'Audit exported settings in CI': 'エクスポートした設定を CI で監査する',
    'Exit codes: 0 nothing found, 1 findings, 2 could not start, 3 could not tell, 4 a bug in tojimari.\n"tojimari <command> --help" has the flags of a command.':
      '終了コード: 0 検出なし、1 検出あり、2 開始できない、3 確認不可、4 tojimari の不具合\n各コマンドのフラグは「tojimari <command> --help」で表示されます。',
    'aws or salesforce (live), a file or folder (an export or a snapshot; ./aws for a folder aws), or - for stdin; default: targets of tojimari.yaml':
      'aws または salesforce（稼働中の環境）、ファイルまたはフォルダ（エクスポートやスナップショット。aws という名前のフォルダは ./aws）、- は標準入力。省略時は tojimari.yaml の targets',
    'AWS: profile of your AWS configuration': 'AWS: AWS 設定のプロファイル',
    'Live targets:': '稼働中の環境:',
    'AWS: region for regional services; default all that are enabled (NAME; repeatable)':
      'AWS: リージョンサービスのリージョン。既定は有効なすべて（NAME、複数可）',
    'AWS: ask this endpoint instead': 'AWS: このエンドポイントに問い合わせる',
    'AWS: refuse to start in any other account': 'AWS: 他のアカウントでは開始しない',
    'AWS: read the account of this role, by assuming it (ARN; repeatable)':
      'AWS: このロールを引き受けて、そのアカウントを読み取る（ARN、複数可）',
    'AWS: read the accounts listed in this file: YAML, JSON, or an account or role a line (FILE)':
      'AWS: このファイルのアカウントを読み取る。YAML、JSON、または 1 行に 1 件（FILE）',
    'AWS: read all accounts of the organization': 'AWS: 組織の全アカウントを読み取る',
    'AWS: role to assume in accounts that name none; default OrganizationAccountAccessRole (NAME)':
      'AWS: 指定のないアカウントで引き受けるロール。既定は OrganizationAccountAccessRole（NAME）',
    'AWS: external id for roles that have none of their own (ID)':
      'AWS: 個別指定のないロールに使う外部 ID（ID）',
    'AWS: of the organization only the accounts with this id or name (GLOB; repeatable)':
      'AWS: 組織のうち、この ID または名前のアカウントだけ（GLOB、複数可）',
    'AWS: of the organization not the accounts with this id or name (GLOB; repeatable)':
      'AWS: 組織のうち、この ID または名前のアカウントを除く（GLOB、複数可）',
    'AWS: read the findings of IAM Access Analyzer, and compare':
      'AWS: IAM Access Analyzer の検出結果を読み取り、比較する',
    'Salesforce: alias or user name known to the sf command line':
      'Salesforce: sf コマンドに登録済みの別名またはユーザー名',
    'Salesforce: use at most this share of the API calls left today; default 5 (PERCENT)':
      'Salesforce: 本日の残り API 呼び出し数のうち使う割合の上限。既定は 5（PERCENT）',
    'Print the calls that would be made, and stop': '実行する呼び出しを表示して終了する',
    'Only these services (GLOB; repeatable)': 'このサービスだけ（GLOB、複数可）',
    'Selection:': '選択:',
    'Only resources with this id or name (GLOB; repeatable)':
      'この ID または名前のリソースだけ（GLOB、複数可）',
    'Not the resources with this id or name (GLOB; repeatable)':
      'この ID または名前のリソースを除く（GLOB、複数可）',
    "Add your own rules from this folder's YAML files, or those of an npm package (npm:NAME) (DIR; repeatable)":
      'このフォルダの YAML ファイル、または npm パッケージ（npm:NAME）の独自ルールを加える（DIR、複数可）',
    'Only these rules (GLOB; repeatable)': 'このルールだけ（GLOB、複数可）',
    'Not these rules (GLOB; repeatable)': 'このルールを除く（GLOB、複数可）',
    'Exit 1 when a finding is at least this severe': 'この深刻度以上の検出があれば 1 で終了する',
    'Verdict:': '判定:',
    'Do not exit 3 for what could not be decided: all of it, or =GLOB for types and names':
      '確認不可で 3 にしない。すべて、または =GLOB で種類や名前を指定',
    'Exit 0 instead of 1 and 3': '1 と 3 の代わりに 0 で終了する',
    'Compare with an earlier state: a snapshot, a report, SARIF, what "baseline write" made, or git:REF; the first decides what is new, more only lend dates and settings (FILE; repeatable)':
      '以前の状態と比較する。スナップショット、レポート、SARIF、baseline write の出力、または git:REF。新しいかどうかは 1 つ目で決まり、2 つ目以降は日付と設定を補う（FILE、複数可）',
    'Exit 1 only when something at least this severe opened or widened since the baseline; with --fail-on, both count':
      'ベースライン以降にこの深刻度以上で公開・拡大されたときだけ 1 で終了する。--fail-on も指定すると両方で判定',
    'Read this file instead of tojimari.yaml, or git:REF for the one of a commit: a pull request cannot approve itself':
      'tojimari.yaml の代わりに読むファイル。git:REF はコミット時点のもの（プルリクエストが自らを承認できないようにする）',
    'Exit 2 when an intent of tojimari.yaml matches nothing':
      'tojimari.yaml の意図がどれにも一致しなければ 2 で終了する',
    'Format of the report (NAME; repeatable)': 'レポートの形式（NAME、複数可）',
    'Output:': '出力:',
    'File for the report; the 1st --output takes the 1st --format, and so on (FILE; repeatable)':
      'レポートの出力先。1 つ目の --output が 1 つ目の --format に対応（FILE、複数可）',
    'Hide findings below this, except those that fail': 'これ未満の検出を表示しない（失敗の原因は除く）',
    'Language of the text (default: your locale)': 'テキストの言語（既定はロケール）',
    'Print proofs and whole account ids in CI as well': 'CI でも証明コマンドと完全なアカウント ID を表示する',
    'Unfold every block of the text': 'テキストのすべてのブロックを展開する',
    'No progress and no remarks on stderr': '標準エラー出力に進捗や注記を出さない',
    'No colours, as with NO_COLOR': '色を付けない（NO_COLOR と同じ）',
    'Name no public incident at the end of the text': 'テキストの末尾に公表事例を示さない',
    'Whom SARIF is for: GitHub code scanning (default), or other viewers':
      'SARIF の用途。GitHub code scanning（既定）または他のビューアー',
    'SARIF: file of the repository at which findings without a file of their own stand (FILE)':
      'SARIF: 対応するファイルのない検出を示すリポジトリ内のファイル（FILE）',
    'Put pseudonyms in the place of names, ids, accounts and addresses, for sharing':
      '共有のため、名前、ID、アカウント、アドレスを仮名に置き換える',
    'The same pseudonyms in every run with this secret file (FILE)':
      'この秘密のファイルにより、毎回同じ仮名を使う（FILE）',
    'Say by which commands what is unknown could be settled': '確認不可の点を解消できるコマンドを示す',
    'Say since when, by the git history of the files': 'ファイルの git 履歴から、いつからかを示す',
    'Say where Terraform or CloudFormation in this folder declares what stands open; of a plan its own folder does (DIR; repeatable)':
      '公開されているものを宣言している Terraform / CloudFormation の位置を、このフォルダから示す。プランでは、指定がなければプランのあるフォルダ（DIR、複数可）',
    'Say so by this YAML file as well: resource id to file:line or address (FILE)':
      'この YAML ファイルも使って示す。リソース ID から file:line またはアドレスへ（FILE）',
    'Ask AWS, with a profile of yours': '手元のプロファイルで AWS に問い合わせる',
    'Judge exported settings in a CI job': 'CI ジョブでエクスポート済みの設定を判定する',
    'For GitHub code scanning': 'GitHub code scanning 用',
    'Fail only for what is new': '新しいものだけで失敗させる',
    'Findings at the Terraform that made them': '原因の Terraform の位置に検出を示す',
    'One answer, from stdin': '標準入力から 1 件の応答',
    'A policy in JSON, or an answer of AWS that holds one; - for stdin':
      'JSON のポリシー、またはそれを含む AWS の応答。- は標準入力',
    'The resource that it is for; default: as the policy says (ARN)':
      '対象のリソース。既定はポリシーの記載どおり（ARN）',
    'Policy:': 'ポリシー:',
    'The account that owns the resource; default: as the policy says (ID)':
      'リソースを所有するアカウント。既定はポリシーの記載どおり（ID）',
    'Exit 1 when it lets outsiders in': '外部の人が入れるなら 1 で終了する',
    'The trust policy of a role': 'ロールの信頼ポリシー',
    'Whom to ask': '問い合わせ先',
    'File for the snapshot (JSON Lines), - for stdout':
      'スナップショットの出力先（JSON Lines）。- は標準出力',
    'AWS: go on with a snapshot that was broken off; what it holds is not asked for again (FILE)':
      'AWS: 中断したスナップショットの続きから。取得済みのものは再取得しない（FILE）',
    'On any machine, the same findings': 'どのマシンでも同じ検出結果',
    'A JSON report, - for stdin': 'JSON レポート。- は標準入力',
    'As text': 'テキストで',
    'The earlier state: an export, a snapshot, a JSON report, SARIF of tojimari, or a file of what is known':
      '以前の状態。エクスポート、スナップショット、JSON レポート、tojimari の SARIF、または既知一覧のファイル',
    'The later state, the same kinds': '以後の状態。種類は同じ',
    'Exit 1 when something at least this severe opened or widened':
      'この深刻度以上で公開・拡大されたものがあれば 1 で終了する',
    'Format of the comparison': '比較結果の形式',
    'File for the comparison, - for stdout': '比較結果の出力先。- は標準出力',
    'Two snapshots': '2 つのスナップショット',
    'Two exports': '2 つのエクスポート',
    'Two JSON reports': '2 つの JSON レポート',
    'Write all that stands open now to a file for review, each with a day until which it is known':
      '現在公開されているものを、既知とする期限付きで確認用ファイルに書き出します',
    'Say what to do: baseline write.': '操作を指定してください: baseline write',
    'As for scan; or none with --from': 'scan と同じ。--from を使う場合は不要',
    'Make it from this JSON report (FILE)': 'この JSON レポートから作る（FILE）',
    'Baseline:': 'ベースライン:',
    'File to write; .json for JSON, - for stdout': '出力先のファイル。.json なら JSON、- は標準出力',
    'Then, every night': 'その後は毎晩',
    'Whose permissions': '対象の環境',
    'A JSON report: print only what was missing in it': 'JSON レポート。不足していたものだけを表示',
    'AWS: print only what this managed policy lacks: SecurityAudit':
      'AWS: この管理ポリシーに足りないものだけを表示（SecurityAudit）',
    'The whole read-only IAM policy': '読み取り専用 IAM ポリシーの全体',
    'For a role that has SecurityAudit': 'SecurityAudit を持つロール向け',
    'Only what was denied': '拒否されたものだけ',
    'Whose settings': '対象の環境',
    'They run: bash export.sh; you run: tojimari scan tojimari-export':
      '依頼先: bash export.sh、手元: tojimari scan tojimari-export',
    'Format of the lists': '一覧の形式',
    'For programs': 'プログラム向け',
    'List the rules': 'ルールを一覧表示します',
    'Show one rule': 'ルールを 1 件表示します',
    'Walk the condition of a rule with the values of a resource':
      'リソースの値に沿ってルールの条件をたどります',
    'Begin a rule of your own': '独自ルールのひな形を書き出します',
    'Check rule files: every fault of every file': 'ルールファイルを検査し、すべての誤りを示します',
    'Run the cases inside the rules': 'ルール内のケースを実行します',
    'Say what to do with rules: list, show, explain, new, validate or test.':
      '操作を指定してください: list、show、explain、new、validate、test',
    'Id of the rule': 'ルールの ID',
    'An export or a snapshot, or - for stdin': 'エクスポートまたはスナップショット。- は標準入力',
    'Id or name of the resource (GLOB)': 'リソースの ID または名前（GLOB）',
    'Rules:': 'ルール:',
    'The resource type that it judges: aws.s3.bucket': '判定するリソースの種類。例: aws.s3.bucket',
    'Folder for the file': 'ファイルを置くフォルダ',
    'Folder of rule files': 'ルールファイルのフォルダ',
    'Folder of rule files; without it, the shipped ones': 'ルールファイルのフォルダ。省略時は同梱のルール',
    'Write an intent for a finding of a saved report into tojimari.yaml':
      '保存したレポートの検出について、意図を tojimari.yaml に書き込みます',
    'Say what to do with intents: add.': '操作を指定してください: add',
    'The finding as the text numbers it: F1': 'テキストに示された検出の番号。例: F1',
    'The JSON report that the finding is in': 'その検出を含む JSON レポート',
    'Intent:': '意図:',
    'Who answers for it': '責任者',
    'Why it is meant to be so': '意図している理由',
    'The last day on which it counts: 2027-03-31': '有効期限の最終日。例: 2027-03-31',
    'The number is from a text with --all': '番号は --all を付けたテキストのもの',
    'Then:': '次に:',
    'What is to be audited': '監査の対象',
    'Files:': 'ファイル:',
    'What runs it; default: gitlab where there are files of it, else github':
      '実行環境。GitLab のファイルがあれば gitlab、なければ github が既定',
    'An AWS account, every night, by GitHub Actions': 'AWS アカウントを GitHub Actions で毎晩',
    'The metadata of an org, in merge requests': '組織のメタデータをマージリクエストで',
    'List the incidents': '事例を一覧表示します',
    'Tell one incident, with sources and how sure each fact is':
      '事例を 1 件、出典と各事実の確度とともに示します',
    'Audit a fictional estate of the same shape, and say on which day a daily run would have caught it':
      '同じ形の架空の環境を監査し、毎日実行していれば何日目に見つかったかを示します',
    'Id of the incident, or its beginning': '事例の ID、またはその先頭部分',
    'What to explain': '説明の対象',
  },
};
