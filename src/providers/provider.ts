// The contract between the program and everything that knows a cloud or a SaaS.
import type { Assessment, Context } from '../exposure.ts';
import type { Earlier } from '../snapshot/earlier.ts';
import type { InputFile } from '../snapshot/files.ts';
import type { Resource, Scope, SnapshotRecord, Text, UnknownReason } from '../snapshot/resource.ts';
import type { OpenWritten } from '../snapshot/told.ts';

/** A kind of resource and how law 1 applies to it. */
export interface ResourceType {
  /** `aws.s3.bucket` */
  type: string;
  name: Text;
  plural: Text;
  /** Name of the JSON Schema of its settings, see schema.ts: `providers/aws/s3/bucket`. */
  schema: string;
  /** Read first and held for the whole run, because other resources are judged by it. */
  context?: boolean;
  /** Only carries settings of its scope (the S3 settings of an account): reports do not count it among the things that were seen. */
  carrier?: boolean;
  /** What people call its settings; without, the setting's own name is shown. */
  settings?: Record<string, Text>;
  /** Exports: what it means when an entry of a setting is gone from a later export, where that is not simply the end of it. */
  removals?: Record<string, Text>;
  /** Settings that can let somebody in. Unknown: the verdict is unknown. */
  doors: string[];
  /** Settings that can only close; `type#setting` for another resource type's. Unknown: open-unless. */
  guards: string[];
}

/** Progress of a live collection; a listener shows it. */
export interface Progress {
  provider: string;
  service: string;
  region?: string;
  done: number;
  /** Absent while it is not known yet. */
  total?: number;
}

/** A service of a provider: resource types and the pure judgement of each. Collecting lives behind the provider. */
export interface Service {
  /** `s3`, `iam`, `guest` */
  name: string;
  types: ResourceType[];
  /** Settings -> exposures. Pure. Only ever called with resources of this service's types. */
  analyse(resource: Resource, context: Context): Assessment;
  /**
   * Accounts and organizations that a context resource shows to be ours (AWS Organizations, where it could be read). `partial`: others may
   * be ours as well.
   */
  ours?(resource: Resource): { accounts: string[]; organizations: string[]; partial?: true } | undefined;
  /** Another tool's findings, where a resource carries them. */
  opinion?(resource: Resource): Opinion | undefined;
  /** Of things that there may be a million of, made by some modules: how to tell that two differ in nothing that is judged. */
  alike?: Alike;
}

/** What may differ in things of which nothing stands open. */
export interface Alike {
  /** Settings whose texts nothing depends on then. */
  aside: string[];
  /** The JSON of the settings without the name of the thing; undefined where the name stands for something else as well. */
  unnamed(settings: string, name: string): string | undefined;
  /** Whether settings without their name may mean different things by the name that stood there. */
  dependsOnName(unnamed: string): boolean;
}

/** What another tool found out about the same resources, to be compared. */
export interface Opinion {
  /** `IAM Access Analyzer` */
  source: string;
  /** What it looked at: these types, in one scope or all, in one region or all. */
  looked: { types: string[]; scope?: string; region?: string };
  /** What it finds open to outsiders. */
  says: { type: string; id: string; scope: string; public: boolean; who: string[]; archived: boolean }[];
}

/** Several accounts in one collection. */
export interface AccountsRequest {
  /** Accounts to read: by a role, or by id alone, and then by a role of this name, or as who is signed in where it is that account. */
  named: { account: string; role?: string; externalId?: string }[];
  /** Every account of the organization that this accepts. */
  ofOrganization?: (account: { id: string; name?: string }) => boolean;
  /** Name of the role in accounts that name none. */
  roleName: string;
  /** External id for roles that have none of their own. */
  externalId?: string;
}

/** What was asked of a live collection. */
export interface CollectRequest {
  /** Service names to collect; all when empty. */
  services: string[];
  regions: string[];
  /** Provider-specific flags, already validated by the command line. */
  profile?: string;
  endpointUrl?: string;
  expectAccount?: string;
  /** AWS: these accounts; absent: the one that is signed in to. */
  accounts?: AccountsRequest;
  /** AWS: read the findings of IAM Access Analyzer, and compare. */
  accessAnalyzer?: boolean;
  org?: string;
  /** Percent of the calls that an org has left today: the most that may be used. */
  apiBudget?: number;
  /** Environment variables; the only way in for them. */
  env: Record<string, string | undefined>;
  userAgent: string;
  onProgress(progress: Progress): void;
  /** Who is asking, for the first line on stderr. */
  onAsker(line: string): void;
  /** Something that people should know at once: the session ended on the way. */
  onRemark?(line: string): void;
  /** Counts the calls made, and the times that one waited because it was told to slow down, for the last line of the report. */
  calls?: { count: number; waits?: number };
  /** What an earlier run read before it was broken off: it is passed on and not asked for again. */
  earlier?: Earlier;
  /**
   * Whether a rule asks for this setting of a resource type, or this fact (`facts.aclsEnabled`), by its name. False: a setting that decides no exposure of the resource at hand may
   * be left out. Absent: nobody knows yet which rules will, so everything is read.
   */
  needs?(type: string, setting: string): boolean;
  /** Asks the person for an MFA code; absent when there is no terminal. */
  askCode?(prompt: string): Promise<string>;
  now: number;
}

/** Files that one reader understands as one thing. */
export interface Claim {
  /** `IAM authorization details`, `AWS CLI answers`, `SFDX project` */
  format: string;
  root: string;
  files: InputFile[];
  /** True for what is declared and not there yet: plans and templates. */
  declaration?: boolean;
  /** True for what says itself what there was before: plans. Read as such where the file is marked `before`. */
  holdsBefore?: boolean;
  /**
   * Yields a scope first. `written` finds the source of what is declared. Throws InputError only when `files` is a single named file that
   * does not parse.
   */
  read(written?: OpenWritten): AsyncIterable<SnapshotRecord>;
}

/** A call, or calls of one kind, that a live collection would make. */
export interface PlannedCall {
  service: string;
  /** `SELECT FROM Site`, `readMetadata CustomSite` */
  what: string;
  permission: string;
  purpose: Text;
  /** The least and the most, as far as that can be told beforehand; Infinity: it cannot. */
  least: number;
  most: number;
  /** What the number grows with, in words. */
  grows?: Text;
}

/** What a live collection would do, found out with as few calls as that takes. */
export interface Plan {
  /** Calls that may be made, and of how many that are left today; absent when the other side does not say. */
  budget?: { percent: number; left: number; allowed: number };
  calls: PlannedCall[];
  /** What the numbers hang on, in place of a budget. */
  remarks?: Text[];
}

/** A kind of export that can be read. */
export interface Format {
  name: Text;
  /** The command that makes it. */
  made: string;
  /** What it can hold. */
  holds: Text;
}

/** Something that a report leaves open: a setting of some resources, or, where the setting is the type itself, the list of them. */
export interface Question {
  scope: { id: string; label: string; input: Scope['input'] };
  type: string;
  setting: string;
  reason: UnknownReason;
  resources: { id: string; name: string; region?: string }[];
}

/** What somebody could do to settle some of it. */
export interface Step {
  text: Text;
  /** For a POSIX shell; they only read. */
  commands: string[];
}

/** A cloud or a SaaS. */
export interface Provider {
  /** `aws` */
  name: string;
  services: Service[];
  /** Live: signs in and yields records. Throws UsageError when it cannot sign in. */
  collect(request: CollectRequest): AsyncIterable<SnapshotRecord>;
  /** Live: signs in and says what `collect` would ask. Absent: this provider cannot tell. */
  plan?(request: CollectRequest): Promise<Plan>;
  /** Permissions, by the names in `permissions`, as a file that grants them and says how to use it. Absent: a list is all there is. */
  grant?(permissions: string[], lang: 'en' | 'ja'): string;
  /** Policies that the provider ships, by name: those of some permissions that each of them lacks. */
  managed?: Record<string, (permissions: string[]) => Promise<string[]>>;
  /** Exports: which of these files it understands, by content. Files it does not know are left to others. */
  recognise(files: InputFile[]): Promise<Claim[]>;
  /** The exports that `recognise` knows. */
  formats: Format[];
  /** A shell script that makes a complete export with the vendor's own command line, for somebody else to run. It only reads. */
  exportScript?(): string;
  /** The fewest commands that would settle questions, where what they save in `folder` is read like any other export. */
  settle?(questions: Question[], folder: string): Step[];
  /** The permissions that a live collection uses: permission -> what it is for; for docs and `tojimari permissions`. */
  permissions: { permission: string; service: string; purpose: Text }[];
}
