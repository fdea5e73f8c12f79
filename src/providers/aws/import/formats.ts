// The exports of AWS that can be read, and the command that makes each.
import type { Format } from '../../provider.ts';

export const FORMATS: Format[] = [
  {
    name: { en: 'AWS CLI answers in a folder', ja: 'AWS CLI の応答を保存したフォルダー' },
    made: 'tojimari export-script aws > export.sh && bash export.sh',
    holds: {
      en: 'every service that a live scan reads; layout <region>/<service>-<operation>.json, or one file a call',
      ja: 'ライブスキャンと同じすべてのサービス。<リージョン>/<サービス>-<操作>.json の構成か、呼び出しごとに 1 ファイル',
    },
  },
  {
    name: { en: 'recorded answers of AWS APIs', ja: '記録された AWS API の応答' },
    made: 'files named <service>.<Operation>_<n>.json that hold { "status_code": …, "data": … }',
    holds: { en: 'IAM and S3', ja: 'IAM と S3' },
  },
  {
    name: { en: 'IAM authorization details', ja: 'IAM の認可の詳細' },
    made: 'aws iam get-account-authorization-details > details.json',
    holds: { en: 'roles, users, groups and policies', ja: 'ロール、ユーザー、グループ、ポリシー' },
  },
  {
    name: { en: 'IAM credential report', ja: 'IAM 認証情報レポート' },
    made: 'aws iam get-credential-report > credential-report.json',
    holds: {
      en: 'sign-in of users: passwords, MFA, access keys',
      ja: 'ユーザーのパスワード、MFA、アクセスキー',
    },
  },
  {
    name: {
      en: 'AWS Config items, histories and snapshots',
      ja: 'AWS Config の設定項目、履歴、スナップショット',
    },
    made: 'aws s3 cp --recursive s3://CONFIG_BUCKET/AWSLogs/ACCOUNT/Config/ config/',
    holds: {
      en: 'S3, IAM, and policies of SNS, SQS, KMS, Lambda, ECR, EFS, OpenSearch and Backup, database snapshots, security groups; .json or .json.gz; answers of queries and aggregators too',
      ja: 'S3、IAM、SNS・SQS・KMS・Lambda・ECR・EFS・OpenSearch・Backup のポリシー、DB スナップショット、セキュリティグループ。.json または .json.gz。クエリとアグリゲーターの応答も可',
    },
  },
  {
    name: { en: 'Terraform plan or state', ja: 'Terraform のプランまたはステート' },
    made: 'terraform plan -out plan && terraform show -json plan > plan.json',
    holds: {
      en: 'S3, IAM, policies of SNS, SQS, KMS, Secrets Manager, Lambda, ECR, EFS, EventBridge, Kinesis, DynamoDB, OpenSearch, Backup and others, function URLs, shared images and snapshots, security groups with the instances and databases behind them, as declared or as they were applied',
      ja: '宣言または適用された S3、IAM、SNS・SQS・KMS・Secrets Manager・Lambda・ECR・EFS・EventBridge・Kinesis・DynamoDB・OpenSearch・Backup などのポリシー、関数 URL、共有イメージとスナップショット、セキュリティグループとその背後のインスタンスとデータベース',
    },
  },
  {
    name: { en: 'CloudFormation template', ja: 'CloudFormation テンプレート' },
    made: 'the template itself (YAML or JSON)',
    holds: {
      en: 'S3, IAM, policies of SNS, SQS, KMS, Secrets Manager, Lambda, ECR, EFS, EventBridge, Kinesis, DynamoDB, OpenSearch, Backup and others, function URLs, security groups with the instances and databases behind them, as declared',
      ja: '宣言された S3、IAM、SNS・SQS・KMS・Secrets Manager・Lambda・ECR・EFS・EventBridge・Kinesis・DynamoDB・OpenSearch・Backup などのポリシー、関数 URL、セキュリティグループとその背後のインスタンスとデータベース',
    },
  },
  {
    name: { en: 'CDK cloud assembly', ja: 'CDK のクラウドアセンブリ' },
    made: 'cdk synth, then the folder cdk.out',
    holds: {
      en: 'its templates, with the account, region and stack name that its manifest gives each',
      ja: 'アセンブリ内のテンプレート。アカウント、リージョン、スタック名はマニフェストから読み取ります',
    },
  },
];
