// The sentence over a block, and the line of a blind spot, where a Salesforce org is spoken of.
import { describe, expect, test } from '@jest/globals';
import { blindSpots } from '../../src/report/blind.ts';
import { headline } from '../../src/report/headline.ts';
import type { Door, Missing } from '../../src/report/report.ts';
import { renderText } from '../../src/report/text.ts';
import { bucket, door, finding, report, scope } from './build.ts';

const OPTIONS = { color: false, showProof: false, public: false, all: false, width: 160 };
const NOUN = { name: { en: 'site', ja: 'サイト' }, plural: { en: 'sites', ja: 'サイト' } };
const shop = bucket('Shop', { type: 'salesforce.site', id: 'Shop' });

describe('roads of a site', () => {
  test.each<[Partial<Door>, string, string]>([
    [
      { access: ['write'], via: 'guest-create', subject: 'Case' },
      'Anyone on the internet can create records of Case in the site Shop',
      'インターネット上の誰でもサイト Shop の Case を作成できる状態です',
    ],
    [
      { access: ['write'], via: 'guest-publish', subject: 'Ping__e' },
      'Anyone on the internet can publish Ping__e in the site Shop',
      'インターネット上の誰でもサイト Shop の Ping__e を発行できる状態です',
    ],
    [
      { audience: 'anyone-registered', via: 'self-registration', state: 'code' },
      'Depends on code: anyone who registers may be able to read records in the site Shop',
      'コード次第で、自己登録した誰でもサイト Shop のレコードを閲覧できる可能性があります',
    ],
    [
      {
        audience: 'named-outsider',
        who: ['logged-in external users'],
        via: 'external-default',
        subject: 'A',
      },
      'Logged-in external users can read A in the site Shop',
      'ログインした外部ユーザーがサイト Shop の A を閲覧できる状態です',
    ],
    [
      { access: ['write'], subject: 'Case' },
      'Anyone on the internet can write to Case in the site Shop',
      'インターネット上の誰でもサイト Shop の Case を書き込みできる状態です',
    ],
  ])('%j', (more, en, ja) => {
    expect(headline([door(shop, more)], NOUN)).toEqual({ en, ja });
  });

  test('a crowd is no name, also where names are quoted', () => {
    const quoted = door(shop, { audience: 'named-outsider', who: ["'logged-in external users'"] });
    expect(headline([quoted], NOUN).ja).toMatch(/^ログインした外部ユーザーが/);
  });

  test('roads that differ share the plain words', () => {
    const doors = ['guest-create', 'guest-rule'].map((via) =>
      door(shop, { access: ['write'], via, subject: via }),
    );
    expect(headline(doors, NOUN).en).toContain('can write to');
  });
});

describe('roads through the network', () => {
  const MACHINE = {
    name: { en: 'EC2 instance', ja: 'EC2 インスタンス' },
    plural: { en: 'EC2 instances', ja: 'EC2 インスタンス' },
  };
  const machine = bucket('kagi-1', { type: 'aws.ec2.instance', id: 'i-1' });
  const ssh = { access: ['invoke'], via: 'admin-port', subject: 'tcp/22', subjectName: 'tcp/22 (SSH)' };
  test.each<[Partial<Door>, string, string]>([
    [
      ssh,
      'Anyone on the internet can connect to tcp/22 (SSH) in the EC2 instance kagi-1',
      'インターネット上の誰でも EC2 インスタンス kagi-1 の tcp/22 (SSH) に接続できる状態です',
    ],
    [
      { ...ssh, audience: 'named-outsider', who: ['0.0.0.0/1'] },
      '0.0.0.0/1 can connect to tcp/22 (SSH) in the EC2 instance kagi-1',
      '第三者（0.0.0.0/1）が EC2 インスタンス kagi-1 の tcp/22 (SSH) に接続できる状態です',
    ],
    [
      { access: ['read'], via: 'cloudfront', subject: 'kagi-site' },
      'Anyone on the internet can read the bucket kagi-site through the EC2 instance kagi-1',
      'インターネット上の誰でも EC2 インスタンス kagi-1 経由でバケット kagi-site を閲覧できる状態です',
    ],
  ])('%j', (more, en, ja) => {
    expect(headline([door(machine, more)], MACHINE)).toEqual({ en, ja });
  });
});

describe('what one input lacks in several places', () => {
  const missing = (detail: string, detailJa?: string): Missing => ({
    setting: 'guestProfile',
    reason: 'missing',
    detail,
    ...(detailJa === undefined ? {} : { detailJa }),
  });
  const spot = (...lacks: Missing[]) =>
    blindSpots(
      [],
      lacks.map((what, n) => ({ resource: { ...shop, id: `s${n}`, name: `s${n}` }, missing: [what] })),
      [],
    )[0];

  test('two are named in both languages, three are too many', () => {
    const two = spot(missing('retrieve A', 'A を取得'), missing('retrieve B', 'B を取得'));
    expect(two?.text.en).toContain('retrieve A; retrieve B (s0, s1)');
    expect(two?.text.ja).toContain('A を取得、B を取得（s0、s1）');
    const three = spot(missing('retrieve A'), missing('retrieve B'), missing('retrieve C'));
    expect(three?.text.en).not.toContain('retrieve');
    expect(spot(missing('same'), missing('same'), missing('same'))?.text.en).toContain(': same (');
  });

  test('failures keep the words of none', () => {
    const failed = (detail: string): Missing => ({ setting: 'policy', reason: 'failed', detail });
    expect(spot(failed('first'), failed('second'))?.text.en).not.toMatch(/first|second/);
  });
});

describe('text of a block', () => {
  test('a cure that begins with a name keeps it; a word is lowered', () => {
    const cure = (en: string, ja: string) => ({ text: { en, ja }, rejudged: true });
    const it = door(shop, {
      cures: [cure('OrderLookup stays', 'Order__c を非公開にする。'), cure('Delete it.', '削除')],
    });
    const whole = report({
      doors: [it],
      findings: [finding('salesforce.guest.a', 'high', it)],
      scopes: [scope()],
    });
    const text = (lang: 'en' | 'ja') => renderText(whole, { ...OPTIONS, lang });
    expect(text('en')).toContain('OrderLookup stays');
    expect(text('en')).toContain('or delete it');
    expect(text('ja')).toContain('Order__c を非公開にする（再判定済み');
  });

  test('a block of many parts names them', () => {
    const doors = Array.from({ length: 9 }, (_, n) =>
      door(shop, { access: ['invoke'], via: 'guest-apex', state: 'code', subject: `K${n}` }),
    );
    const findings = doors.map((one) => finding('salesforce.guest.a', 'medium', one));
    const text = renderText(report({ doors, findings, scopes: [scope()] }), { ...OPTIONS, lang: 'en' });
    expect(text.match(/\bF\d+ /g)).toHaveLength(1);
    expect(text).toContain('K0, K1, K2, K3, K4, K5, K6, K7, K8');
    expect(text).toContain('K0: the bucket policy');
  });
});
