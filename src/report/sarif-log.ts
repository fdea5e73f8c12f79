// The part of SARIF 2.1.0 that is written here. What is optional is of the profile `full`, but where it says otherwise.

export interface Message {
  text: string;
}
export interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}
interface PhysicalLocation {
  artifactLocation: { uri: string; uriBaseId: string };
  region: Region;
  /** The whole lines, and what they say; in both profiles. */
  contextRegion?: { startLine: number; endLine: number; snippet: Message };
}
interface LogicalLocation {
  name: string;
  fullyQualifiedName: string;
  kind: string;
}
export interface SarifLocation {
  physicalLocation: PhysicalLocation;
  logicalLocations: LogicalLocation[];
}
export interface SarifRelated {
  /** What a link in the message, `[words](1)`, leads to. */
  id?: number;
  physicalLocation: PhysicalLocation;
  message: Message;
}
/** Steps in the order in which they are taken. */
export interface SarifFlow {
  threadFlows: { locations: { location: SarifRelated }[] }[];
}
export type Level = 'error' | 'warning' | 'note' | 'none';

export interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  level: Level;
  /** `open`: could not be told; of the profile `full` alone. */
  kind: 'fail' | 'open';
  message: Message;
  locations: SarifLocation[];
  /** What is close by, or perhaps the place; in both profiles. */
  relatedLocations?: SarifRelated[];
  /** From the outsider to the resource; of doors alone, in both profiles. */
  codeFlows?: SarifFlow[];
  /** In both profiles, when the run was compared with an earlier one. */
  baselineState?: 'new' | 'unchanged' | 'updated' | 'absent';
  /** When it was first found; in both profiles, when the run was compared. */
  provenance?: { firstDetectionTimeUtc: string };
  suppressions?: SarifSuppression[];
  guid?: string;
  correlationGuid?: string;
  partialFingerprints: { primaryLocationLineHash: string; 'tojimari/v1': string };
  fingerprints: { 'tojimari/v1': string };
  properties: Record<string, unknown>;
}

/** An exposure that is meant to be there. */
export interface SarifSuppression {
  kind: 'external';
  status: 'accepted';
  justification: string;
  location?: { physicalLocation: PhysicalLocation };
  properties: Record<string, unknown>;
}

export interface Descriptor {
  id: string;
  name: string;
  shortDescription: Message;
  fullDescription: Message;
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: Level; rank?: number };
  relationships?: { target: { id: string; toolComponent: ComponentName }; kinds: string[] }[];
  properties: { tags: string[]; precision: string; 'problem.severity': string; 'security-severity': string };
}

export interface ComponentName {
  name: string;
  guid: string;
  index: number;
}

export interface Taxonomy {
  name: string;
  guid: string;
  version?: string;
  organization?: string;
  informationUri?: string;
  shortDescription: Message;
  taxa: { id: string }[];
}

export interface Translation {
  name: string;
  language: string;
  contents: ['localizedData'];
  translationMetadata: { name: string; shortDescription: Message };
  rules: Pick<Descriptor, 'id' | 'shortDescription' | 'fullDescription' | 'help'>[];
}

export interface SarifNotification {
  descriptor: { id: string; index: number };
  level: Level;
  message: Message;
}

export interface SarifRun {
  tool: {
    driver: {
      name: string;
      version: string;
      semanticVersion: string;
      informationUri: string;
      language: string;
      rules: Descriptor[];
      notifications: {
        id: string;
        name: string;
        shortDescription: Message;
        fullDescription: Message;
        help: Message;
      }[];
      supportedTaxonomies?: ComponentName[];
    };
  };
  taxonomies?: Taxonomy[];
  translations?: Translation[];
  automationDetails: { id: string; description: Message };
  columnKind: 'utf16CodeUnits';
  originalUriBaseIds: { '%SRCROOT%': { description: Message } };
  versionControlProvenance?: {
    repositoryUri: string;
    revisionId: string;
    branch?: string;
    mappedTo: { uriBaseId: string };
  }[];
  invocations: {
    executionSuccessful: boolean;
    exitCode?: number;
    exitCodeDescription?: string;
    startTimeUtc: string;
    endTimeUtc: string;
    toolExecutionNotifications: SarifNotification[];
    properties: Record<string, unknown>;
  }[];
  results: SarifResult[];
}

/** A run without its results, which are made one by one. */
export type RunHead = Omit<SarifRun, 'results'>;

export interface SarifLog {
  $schema: string;
  version: '2.1.0';
  runs: SarifRun[];
}
