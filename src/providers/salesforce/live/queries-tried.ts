// Questions that try what the settings say, object by object: counts, ids, and yes or no; never what a record holds.
import { type Query, VIEW_ALL } from './query.ts';

/** The name of the object is filled in. */
export const TRIED = {
  records: {
    object: '<object>',
    each: 'open-object',
    extra: true,
    fields: ['COUNT(Id) n'],
    permission: VIEW_ALL,
    service: 'guest',
    purpose: {
      en: 'how many records an object that is open to guests holds',
      ja: 'ゲストに公開されたオブジェクトのレコード件数',
    },
  },
  sample: {
    object: '<object>',
    each: 'open-object',
    extra: true,
    fields: ['Id'],
    needs: ['Id'],
    limit: 200,
    permission: VIEW_ALL,
    service: 'guest',
    purpose: {
      en: 'ids, and nothing else, of records to try access with',
      ja: 'アクセスを試すレコードの ID（ID のみ）',
    },
  },
  recordAccess: {
    object: 'UserRecordAccess',
    each: 'site-and-open-object',
    extra: true,
    fields: ['RecordId', 'HasReadAccess'],
    where: "UserId = '<guest user>'",
    needs: ['RecordId', 'HasReadAccess'],
    permission: VIEW_ALL,
    service: 'guest',
    purpose: {
      en: 'whether the guest user can read those records',
      ja: 'ゲストユーザーがそのレコードを参照できるか',
    },
  },
} as const satisfies Record<string, Query>;
