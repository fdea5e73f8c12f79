// Whole reports that the tests render: an ordinary bad day, a calm one, a blind one, and one with names made to harm.
import type { Door, Finding, Report, RuleReport } from '../../src/report/report.ts';
import { bucket, denied, door, finding, report, role, rule, scope, tally, text, undecided } from './build.ts';

const RULES: RuleReport[] = [
  rule('aws.s3.bucket-public-list-read', 'critical', {
    weight: 3,
    resource: 'aws.s3.bucket',
    title: text(
      'Anyone on the internet can list and read this bucket',
      'インターネット上の誰でもこのバケットを一覧・閲覧できます',
    ),
  }),
  rule('aws.s3.bucket-public-read', 'high', {
    weight: 2,
    resource: 'aws.s3.bucket',
    title: text(
      'Anyone on the internet can read objects in this bucket',
      'インターネット上の誰でもこのバケットのオブジェクトを閲覧できます',
    ),
  }),
  rule('aws.s3.acls-enabled', 'low', {
    resource: 'aws.s3.bucket',
    title: text('Access control lists are still enabled', 'ACL が有効なままです'),
  }),
  rule('aws.s3.bucket-bpa-incomplete', 'low', {
    resource: 'aws.s3.bucket',
    title: text(
      'Block Public Access of the bucket is incomplete',
      'バケットのパブリックアクセスブロックが不完全です',
    ),
  }),
  rule('aws.s3.bucket-public-policy-blocked', 'low', {
    resource: 'aws.s3.bucket',
    title: text(
      'A public policy is shut only by Block Public Access',
      '公開ポリシーがパブリックアクセスブロックだけで防がれています',
    ),
  }),
  rule('aws.iam.root-access-key', 'high', {
    resource: 'aws.iam.account',
    title: text('The root user has an access key', 'ルートユーザーにアクセスキーがあります'),
    fix: [
      { en: 'Delete the access key of the root user.', ja: 'ルートユーザーのアクセスキーを削除します。' },
    ],
  }),
  rule('aws.iam.access-key-age', 'medium', {
    resource: 'aws.iam.user',
    title: text('An access key is older than 90 days', 'アクセスキーが 90 日以上更新されていません'),
    fix: [{ en: 'Rotate the key.', ja: 'キーを更新します。' }],
  }),
  rule('aws.iam.role-trusts-outsider', 'medium', {
    resource: 'aws.iam.role',
    title: text('An outside account can assume this role', '外部アカウントがこのロールを引き受けられます'),
  }),
  rule('aws.iam.role-any-repository', 'high', {
    resource: 'aws.iam.role',
    title: text(
      'Any repository of a public issuer can assume this role',
      '公開プロバイダーの任意のリポジトリがこのロールを引き受けられます',
    ),
  }),
  rule('salesforce.guest.records-readable', 'critical', {
    resource: 'salesforce.guest.site',
    title: text('Guests can read records', 'ゲストがレコードを閲覧できます'),
  }),
];

const BPA = {
  setting: 'publicAccessBlock',
  permission: 's3:GetAccountPublicAccessBlock',
  resource: { type: 'aws.s3.account', id: 'aws/111122223333' },
};

function exported(): { doors: Door[]; findings: Finding[] } {
  const open = door(bucket('acme-export'), {
    access: ['list', 'read'],
    evidence: [
      {
        setting: 'policy',
        pointer: '/Statement/0/Principal',
        text: text(
          'bucket policy, statement "share", admits Principal "*" from 0.0.0.0/1 and 128.0.0.0/1: together the whole internet',
          'バケットポリシーのステートメント "share" が、0.0.0.0/1 と 128.0.0.0/1（合わせて全インターネット）からの Principal "*" を許可しています',
        ),
        origin: { file: 'infra/export.json', line: 41, column: 22 },
      },
      {
        setting: 'publicAccessBlock',
        text: text(
          'Block Public Access is off on the bucket and on the account',
          'パブリックアクセスブロックはバケットでもアカウントでも無効です',
        ),
      },
    ],
    witness: {
      request: {
        principal: 'anonymous',
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::acme-export',
        context: { 'aws:sourceip': '203.0.113.7' },
      },
      command: 'aws s3api list-objects-v2 --bucket acme-export --no-sign-request',
      checked: true,
    },
    cures: [
      { text: text('remove statement "share"', 'ステートメント "share" を削除する'), rejudged: true },
      {
        text: text(
          'turn on Block Public Access for the bucket',
          'バケットのパブリックアクセスブロックを有効にする',
        ),
        command:
          'aws s3api put-public-access-block --bucket acme-export --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
        rejudged: true,
        loses: text('666677778888', '666677778888'),
      },
    ],
  });
  return {
    doors: [open],
    findings: [
      finding('aws.s3.bucket-public-list-read', 'critical', open),
      finding('aws.s3.bucket-public-read', 'high', open),
    ],
  };
}

/** An account and an org on a bad day: one of nearly everything. */
export function busy(failOn: 'high' | 'never' = 'high'): Report {
  const { doors, findings } = exported();
  for (const name of [
    'acme-doc',
    'acme-img',
    'acme-old',
    'acme-a',
    'acme-b',
    'acme-c',
    'acme-d',
    'acme-e',
    'acme-f',
    'acme-g',
    'acme-h',
    'acme-i',
  ]) {
    const guarded = door(bucket(name), {
      state: 'open-unless',
      guard: text('Block Public Access of the account', 'アカウントのパブリックアクセスブロック'),
      missing: [denied(BPA.setting, BPA.permission, { resource: BPA.resource })],
    });
    doors.push(guarded);
    findings.push(
      finding('aws.s3.bucket-public-read', 'medium', guarded, {
        adjusted: text('one step lower while the guard is not known', '防御設定が不明なため 1 段階低い'),
      }),
    );
  }
  for (const [index, name] of ['deploy', 'ci', 'metrics', 'backup'].entries()) {
    const who = [index % 2 === 0 ? '444455556666' : '777788889999'];
    const trusting = door(role(name), {
      audience: 'named-outsider',
      via: 'aws-account',
      subject: who[0],
      who,
      access: ['assume'],
      perhapsOurs: true,
    });
    doors.push(trusting);
    findings.push(finding('aws.iam.role-trusts-outsider', 'medium', trusting));
  }
  const anyRepository = door(role('release'), {
    audience: 'anyone-registered',
    via: 'web-identity',
    subject: 'token.actions.githubusercontent.com',
    access: ['assume'],
    evidence: [
      {
        setting: 'trustPolicy',
        pointer: '/Statement/0/Condition',
        text: text(
          'trust policy, statement 1: no condition on token.actions.githubusercontent.com:sub',
          '信頼ポリシーのステートメント 1 に token.actions.githubusercontent.com:sub の条件がありません',
        ),
      },
    ],
    witness: {
      request: {
        principal:
          'token of token.actions.githubusercontent.com with sub repo:anyone/any:ref:refs/heads/main',
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: 'arn:aws:iam::111122223333:role/release',
        context: {},
      },
      checked: true,
    },
  });
  doors.push(anyRepository);
  findings.push(finding('aws.iam.role-any-repository', 'high', anyRepository));
  for (const name of ['acme-logs-1', 'acme-logs-2', 'acme-logs-3']) {
    const shut = door(bucket(name), {
      state: 'shut-by',
      guard: text('Block Public Access of the bucket', 'バケットのパブリックアクセスブロック'),
    });
    doors.push(shut);
    findings.push(finding('aws.s3.bucket-public-policy-blocked', 'low', shut));
  }
  const site = {
    type: 'salesforce.guest.site',
    id: '0DM5i000000CaTeGAK',
    name: 'Kagi Support',
    scope: 'salesforce/00D5i000000KaGi',
  };
  for (const [index, object] of ['Contact', 'Account', 'Case', 'Lead', 'Invoice__c'].entries()) {
    const guest = door(site, {
      subject: object,
      subjectName: object,
      evidence: [
        {
          setting: 'objectPermissions',
          text: text(
            `guest profile "Kagi Support Profile" may read ${object}`,
            `ゲストユーザープロファイル "Kagi Support Profile" が ${object} を参照できます`,
          ),
          origin: {
            file: 'force-app/main/default/profiles/Kagi Support Profile.profile-meta.xml',
            line: 88 + index,
          },
        },
        {
          setting: 'sharingRules',
          text: text(
            'guest rule Contacts_for_form shares every record (LastName not empty)',
            'ゲストユーザー共有ルール Contacts_for_form が全レコードを共有しています (LastName が空でない)',
          ),
          origin: { file: 'force-app/main/default/sharingRules/Contact.sharingRules-meta.xml', line: 4 },
        },
      ],
    });
    if (object === 'Invoice__c')
      guest.sensitive = text(
        '25 fields, among them BankAccount__c (by its name)',
        '25 項目。名前から BankAccount__c を含むと判断',
      );
    doors.push(guest);
    findings.push(finding('salesforce.guest.records-readable', 'critical', guest));
  }
  findings.push(
    finding(
      'aws.iam.root-access-key',
      'high',
      { type: 'aws.iam.account', id: '111122223333', name: '111122223333', scope: 'aws/111122223333' },
      {
        evidence: [
          {
            setting: 'summary',
            text: text('AccountAccessKeysPresent is 1', 'AccountAccessKeysPresent が 1 です'),
          },
        ],
      },
    ),
  );
  for (const name of ['hana', 'ken', 'taro']) {
    const user = {
      type: 'aws.iam.user',
      id: `arn:aws:iam::111122223333:user/${name}`,
      name,
      scope: 'aws/111122223333',
    };
    findings.push(
      finding('aws.iam.access-key-age', 'medium', user, {
        evidence: [
          {
            setting: 'accessKeys',
            text: text('key AKIA…3F2Q was made 412 days ago', 'キー AKIA…3F2Q は 412 日前に作成されました'),
          },
        ],
      }),
    );
  }
  for (let n = 1; n <= 20; n += 1)
    findings.push(finding('aws.s3.acls-enabled', 'low', bucket(`acme-asset-${n}`)));
  for (let n = 1; n <= 9; n += 1)
    findings.push(finding('aws.s3.bucket-bpa-incomplete', 'low', bucket(`acme-asset-${n}`)));
  const scopes = [
    scope({
      notes: [
        text(
          'The organization could not be read (organizations:DescribeOrganization denied): its guards are not counted.',
          '組織を読み取れませんでした（organizations:DescribeOrganization が拒否されました）。組織の防御設定は数えていません。',
        ),
      ],
      regions: ['ap-northeast-1', 'ap-northeast-3', 'us-east-1', 'us-west-2'],
    }),
    scope({
      id: 'salesforce/00D5i000000KaGi',
      provider: 'salesforce',
      label: 'kagi (production)',
      input: 'export',
      format: 'SFDX project',
      paths: ['force-app'],
      asker: undefined,
      regions: undefined,
      tallies: [
        tally('salesforce.guest.site', 2),
        tally('salesforce.sharing.object', 143),
        tally('aws.iam.user', 0, {
          type: 'salesforce.user',
          name: text('user', 'ユーザー'),
          plural: text('users', 'ユーザー'),
          notHeld: true,
        }),
      ],
      notHeld: [
        { type: 'salesforce.guest.site', setting: 'liveStatus', resources: 2 },
        {
          type: 'salesforce.guest.site',
          setting: 'guestCount',
          name: text('guest count', 'ゲスト数'),
          resources: 2,
        },
      ],
    }),
  ];
  const open = ['acme-hr', 'acme-pay', 'acme-logs'].flatMap((name) =>
    ['aws.s3.bucket-public-list-read', 'aws.s3.bucket-public-read', 'aws.s3.acls-enabled'].map((id) =>
      undecided(id, id.endsWith('enabled') ? 'low' : 'high', bucket(name), [
        denied('policy', 's3:GetBucketPolicy'),
      ]),
    ),
  );
  open.push(
    undecided('aws.s3.acls-enabled', 'low', bucket('acme-tmp'), [
      denied('ownership', 's3:GetBucketOwnershipControls'),
    ]),
  );
  return report({ scopes, doors, findings, undecided: open, rules: RULES, failOn });
}

/** Everything was seen and nothing was found. */
export function calm(): Report {
  return report({ rules: RULES });
}

/** The lists themselves were denied. */
export function blind(): Report {
  const missing = denied('aws.s3.bucket', 's3:ListAllMyBuckets');
  return report({
    rules: RULES,
    scopes: [
      scope({
        tallies: [
          tally('aws.s3.bucket', 0, { complete: false, missing }),
          tally('aws.iam.role', 88),
          tally('aws.iam.user', 1000, {
            complete: false,
            missing: { setting: 'aws.iam.user', reason: 'throttled', permission: 'iam:ListUsers' },
          }),
        ],
      }),
    ],
  });
}

export const HOSTILE_NAMES = [
  '\u001b[2J\u001b[31mred',
  'safe\u202etxt.exe',
  'zero\u200bwidth\ufeff',
  'line\nbreak\r\n::error::x',
  '%0A::error file=x::boom',
  ']]><script>alert(1)</script>',
  '`rm -rf`|x|',
  "=cmd|'/C calc'!A0",
  '顧客データ（本番）一覧テーブル',
  '..',
  '.',
  '',
  '[click](1) {0}',
  'lone\ud800surrogate',
  '\u009b31mC1',
  '\u{e0041}\u{e0042}tag',
  `long-${'x'.repeat(295)}`,
  'a/b:c d?e#f',
  'words ::error file=x::boom',
  '##[error]boom ##vso[task.complete result=Failed]boom',
];

/** A report whose every name was chosen by an enemy. */
export function hostile(): Report {
  const doors: Door[] = [];
  const findings: Finding[] = [];
  for (const name of HOSTILE_NAMES) {
    const resource = bucket(name);
    const open = door(resource, {
      access: ['list', 'read'],
      subject: name,
      subjectName: name,
      via: 'access-point',
      evidence: [
        {
          setting: 'policy',
          text: text(
            `statement "${name}" admits everyone`,
            `ステートメント "${name}" が全員を許可しています`,
          ),
          value: name,
          origin: { file: `exports/${name}.json`, line: 3, column: 1 },
        },
      ],
      witness: {
        request: {
          principal: name,
          action: 's3:GetObject',
          resource: name,
          context: { 'aws:referer': name },
        },
        command: `aws s3 ls 's3://${name}'`,
        checked: true,
      },
      cures: [
        {
          text: text(`remove "${name}"`, `"${name}" を削除する`),
          command: `aws s3 rb 's3://${name}'`,
          rejudged: false,
          loses: text(`the account ${name}`, `アカウント ${name}`),
        },
      ],
      sensitive: text(`tag ${name}`, `タグ ${name}`),
    });
    doors.push(open);
    findings.push(
      finding('aws.s3.bucket-public-list-read', 'critical', open, {
        adjusted: text(`because ${name}`, `${name} のため`),
      }),
    );
    findings.push(finding('aws.iam.root-access-key', 'high', resource));
    const trusting = door(
      { ...role(name) },
      {
        audience: 'named-outsider',
        who: [name, '444455556666'],
        subject: name,
        perhapsOurs: true,
        access: ['assume'],
      },
    );
    doors.push(trusting);
    findings.push(finding('aws.iam.role-trusts-outsider', 'medium', trusting));
  }
  const open = HOSTILE_NAMES.map((name) =>
    undecided('aws.s3.bucket-public-read', 'high', bucket(name), [
      { setting: 'policy', reason: 'failed', detail: name },
    ]),
  );
  const [first = ''] = HOSTILE_NAMES;
  return report({
    rules: RULES,
    doors,
    findings,
    undecided: open,
    scopes: [
      scope({
        label: first,
        asker: HOSTILE_NAMES.join(' '),
        notes: [text(HOSTILE_NAMES.join(' '), HOSTILE_NAMES.join(' '))],
        paths: HOSTILE_NAMES,
        regions: [first],
      }),
    ],
  });
}
