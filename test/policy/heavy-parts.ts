// What the slow policies are made of: statements for everybody, and as many members as 20 KB take.

export const HEAVY_BUCKET = 'arn:aws:s3:::kagi';

const LIMIT = 20_480;

export type Made = Record<string, unknown>;

export const letter = (index: number) => 'abcdefghijklmnopqrstuvwxyz'.charAt(index % 26);
export const account = (index: number) => String(100_000_000_000 + index * 7919);
export const allow = {
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:*',
  Resource: [HEAVY_BUCKET, `${HEAVY_BUCKET}/*`],
};
export const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
export const when = (operator: string, key: string, values: unknown) => ({
  Condition: { [operator]: { [key]: values } },
});

/** As many members as the limit takes; some statements of a fixed size stand beside them. */
export function fill<T>(make: (index: number) => T, others: unknown = ''): T[] {
  const found: T[] = [];
  let size = JSON.stringify(others).length + 300;
  for (let index = 0; ; index++) {
    const one = make(index);
    size += JSON.stringify(one).length + 1;
    if (size > LIMIT) return found;
    found.push(one);
  }
}

export const repeated = (piece: string, size: number) => piece.repeat(Math.floor(size / piece.length));

/** Name and statements. */
export type Case = [name: string, statements: Made[]];
