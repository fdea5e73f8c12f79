// The shape of the validators that scripts/build.ts compiles from every *.schema.json.
interface Validator {
  (value: unknown): boolean;
  errors?: { instancePath: string; keyword: string; message?: string; params: Record<string, unknown> }[] | null;
}
export declare const validators: Record<string, Validator>;
export declare const documents: Record<string, unknown>;
