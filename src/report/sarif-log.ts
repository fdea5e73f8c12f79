// The part of SARIF 2.1.0 that is written here.

export interface Message {
  text: string;
}
export interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}
export interface SarifLocation {
  physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: Region };
  logicalLocations: { name: string; fullyQualifiedName: string; kind: string }[];
}
export interface SarifRelated {
  physicalLocation: SarifLocation['physicalLocation'];
  message: Message;
}
/** Steps in the order in which they are taken. */
export interface SarifFlow {
  threadFlows: { locations: { location: SarifRelated }[] }[];
}
export type Level = 'error' | 'warning' | 'note';

export interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  level: Level;
  kind: 'fail';
  message: Message;
  locations: SarifLocation[];
  /** What is close by, or perhaps the place. */
  relatedLocations?: SarifRelated[];
  /** From the outsider to the resource; of doors alone. */
  codeFlows?: SarifFlow[];
  partialFingerprints: { primaryLocationLineHash: string; 'tojimari/v1': string };
  fingerprints: { 'tojimari/v1': string };
  properties: Record<string, unknown>;
}

export interface Descriptor {
  id: string;
  name: string;
  shortDescription: Message;
  fullDescription: Message;
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: Level };
  properties: { tags: string[]; precision: string; 'problem.severity': string; 'security-severity': string };
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
    };
  };
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
    startTimeUtc: string;
    endTimeUtc: string;
    toolExecutionNotifications: SarifNotification[];
    properties: Record<string, unknown>;
  }[];
  results: SarifResult[];
}

export interface SarifLog {
  $schema: string;
  version: '2.1.0';
  runs: SarifRun[];
}
