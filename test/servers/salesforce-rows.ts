// What the loopback org answers to queries: rows made of the files of a project.
import { all, type Element, flag, text } from '../../src/providers/salesforce/import/xml.ts';
import type { OrgFiles } from './salesforce-files.ts';
import { groupId, setId, systemOf, together } from './salesforce-sets.ts';

export type Row = Record<string, unknown>;

/** Who asks: an administrator, who sees every record. */
const AUDITOR: Row = {
  AssigneeId: '005AUDITOR00000AAA',
  Assignee: { Username: 'auditor@kagi.example', UserType: 'Standard', IsActive: true },
  PermissionSetId: '0PSADMIN000000AAA',
  PermissionSet: {
    Name: 'X00admin',
    IsOwnedByProfile: true,
    Profile: { Name: 'System Administrator' },
    PermissionsViewAllData: true,
    PermissionsModifyAllData: true,
    PermissionsManageUsers: true,
  },
};

/** Object -> its rows. Every object that is not here is unknown to the org. */
export function rowsOf(files: OrgFiles): Map<string, Row[]> {
  const profileIds = [...files.profiles.keys()].map((name, index) => ({
    name,
    id: `00e00000000000${index}AAA`,
    set: `0PS00000000000${index}AAA`,
  }));
  const profileOf = (name: string) =>
    profileIds.find((profile) => profile.name.toLowerCase() === name.toLowerCase());
  const sites = [...files.sites].map(([name, root], index) => ({
    name,
    root,
    guest: `00500000000000${index}AAA`,
    label: text(root, 'masterLabel') ?? '',
  }));
  const networks = [...files.networks].map(([name, root]) => ({ name, root }));
  const sets = [
    ...[...files.permissionSets].map(([name, root]) => ({ name, root, id: setId(name), group: undefined })),
    ...[...files.groups].map(([name, group]) => ({
      name,
      root: together(files, group),
      id: setId(name),
      group,
    })),
  ];
  const ofSets = (tag: string, make: (element: Element) => Row): Row[] =>
    sets.flatMap(({ root, id }) => all(root, tag).map((element) => ({ ParentId: id, ...make(element) })));
  const permissions = (tag: string, make: (element: Element) => Row): Row[] => [
    ...ofProfiles(tag, make),
    ...ofSets(tag, make),
  ];
  const ofProfiles = (tag: string, make: (element: Element) => Row): Row[] =>
    profileIds.flatMap(({ name, set }) => {
      const root = files.profiles.get(name);
      const License = root === undefined ? undefined : text(root, 'userLicense');
      const Parent = { Profile: { UserLicense: { Name: License } } };
      return root === undefined
        ? []
        : all(root, tag).map((element) => ({ ParentId: set, Parent, ...make(element) }));
    });
  return new Map<string, Row[]>([
    ['SetupAuditTrail', []],
    ['Organization', [{ Id: '00D000000000001EAA', Name: 'Kagi', IsSandbox: false }]],
    [
      'Site',
      sites.map(({ name, root, guest, label }, index) => ({
        Id: `0DM00000000000${index}AAA`,
        Name: name,
        MasterLabel: label,
        Status: flag(root, 'active') ? 'Active' : 'Inactive',
        SiteType: text(root, 'siteType'),
        UrlPathPrefix: text(root, 'urlPathPrefix') ?? null,
        GuestUserId: guest,
        GuestRecordDefaultOwnerId: '005OWNER0000000AAA',
      })),
    ],
    [
      'Network',
      networks.map(({ name, root }, index) => ({
        Id: `0DB00000000000${index}AAA`,
        Name: name,
        Status: text(root, 'status'),
        UrlPathPrefix: text(root, 'urlPathPrefix'),
        OptionsGuestMemberVisibility: flag(root, 'enableGuestMemberVisibility'),
        OptionsMemberVisibility: flag(root, 'enableMemberVisibility'),
        OptionsGuestChatterEnabled: flag(root, 'enableGuestChatter'),
        OptionsSelfRegistrationEnabled: flag(root, 'selfRegistration'),
        SelfRegProfileId: profileOf(text(root, 'selfRegProfile') ?? '')?.id ?? null,
      })),
    ],
    [
      'NetworkMemberGroup',
      networks
        .flatMap(({ root }) => all(root, 'networkMemberGroups'))
        .flatMap((group) => all(group, 'profile'))
        .map(({ text: name }) => ({ ParentId: profileOf(name)?.id })),
    ],
    [
      'User',
      sites.map(({ name, guest, label }) => ({
        Id: guest,
        Username: `${name}@kagi.example`,
        CommunityNickname: name,
        UserType: 'Guest',
        IsActive: true,
        ProfileId: profileOf(`${label} Profile`)?.id,
        Profile: { Name: `${label} Profile` },
      })),
    ],
    [
      'PermissionSetAssignment',
      [
        ...sites.map(({ guest, label }) => ({
          AssigneeId: guest,
          PermissionSetId: profileOf(`${label} Profile`)?.set,
          PermissionSet: { Name: 'X00ex', IsOwnedByProfile: true },
        })),
        AUDITOR,
      ],
    ],
    [
      'PermissionSet',
      [
        ...profileIds.map(({ name, id, set }) => ({
          Id: set,
          Name: `X${id}`,
          IsOwnedByProfile: true,
          ProfileId: id,
          Profile: {
            Name: name,
            UserLicense: { Name: text(files.profiles.get(name) as Element, 'userLicense') },
          },
          ...systemOf(files.profiles.get(name) as Element),
        })),
        ...sets.map(({ name, id, root, group }) => ({
          Id: id,
          Name: group === undefined ? name : `X${id}`,
          IsOwnedByProfile: false,
          ...(group === undefined
            ? {}
            : {
                PermissionSetGroupId: groupId(name),
                PermissionSetGroup: { DeveloperName: name, Status: text(group, 'status') },
              }),
          ...systemOf(root),
        })),
      ],
    ],
    [
      'ObjectPermissions',
      permissions('objectPermissions', (element) => ({
        SobjectType: text(element, 'object'),
        PermissionsCreate: flag(element, 'allowCreate'),
        PermissionsRead: flag(element, 'allowRead'),
        PermissionsEdit: flag(element, 'allowEdit'),
        PermissionsDelete: flag(element, 'allowDelete'),
        PermissionsViewAllRecords: flag(element, 'viewAllRecords'),
        PermissionsModifyAllRecords: flag(element, 'modifyAllRecords'),
        PermissionsViewAllFields: false,
      })),
    ],
    [
      'FieldPermissions',
      permissions('fieldPermissions', (element) => ({
        SobjectType: (text(element, 'field') ?? '').split('.')[0],
        Field: text(element, 'field'),
        PermissionsRead: flag(element, 'readable'),
      })),
    ],
    [
      'EntityDefinition',
      [...files.objects].map(([name, root]) => ({
        DurableId: codeId('CustomEntityDefinition', name),
        QualifiedApiName: name,
        NamespacePrefix: null,
        IsCustomSetting: text(root, 'customSettingsType') !== undefined,
        Label: text(root, 'label') ?? name,
        InternalSharingModel: text(root, 'sharingModel'),
        ExternalSharingModel: text(root, 'externalSharingModel'),
      })),
    ],
    [
      'FieldDefinition',
      [...files.fields].flatMap(([object, fields]) =>
        fields.map((field) => ({
          QualifiedApiName: text(field, 'fullName'),
          Label: text(field, 'label'),
          SecurityClassification: text(field, 'securityClassification') ?? null,
          ComplianceGroup: text(field, 'complianceGroup') ?? null,
          IsFlsEnabled: flag(field, 'required') !== true && text(field, 'type') !== 'MasterDetail',
          EntityDefinition: { QualifiedApiName: object },
        })),
      ),
    ],
    [
      'SetupEntityAccess',
      (
        [
          ['classAccesses', 'apexClass', 'ApexClass'],
          ['pageAccesses', 'apexPage', 'ApexPage'],
          ['flowAccesses', 'flow', 'FlowDefinition'],
          ['customMetadataTypeAccesses', 'name', 'CustomEntityDefinition'],
          ['customSettingAccesses', 'name', 'CustomEntityDefinition'],
        ] as const
      ).flatMap(([tag, key, type]) =>
        permissions(tag, (element) => ({
          SetupEntityId: codeId(type, text(element, key) ?? ''),
          SetupEntityType: type,
          enabled: flag(element, 'enabled'),
        })).filter(({ enabled }) => enabled === true),
      ),
    ],
    [
      'ApexClass',
      namesOf(files, 'classAccesses', 'apexClass', files.classes).map((name) => ({
        ...codeRow('ApexClass', name),
        ApiVersion: files.classes.get(name)?.apiVersion ?? 60,
        Body: files.classes.get(name)?.body ?? '(hidden)',
      })),
    ],
    [
      'ApexPage',
      namesOf(files, 'pageAccesses', 'apexPage', files.pages).map((name) => ({
        ...codeRow('ApexPage', name),
        Markup: files.pages.get(name) ?? '<apex:page/>',
      })),
    ],
    [
      'FlowDefinitionView',
      namesOf(files, 'flowAccesses', 'flow', files.flows).map((name) => {
        const { Id, Name, NamespacePrefix } = codeRow('FlowDefinition', name);
        return { DurableId: Id, ApiName: Name, NamespacePrefix };
      }),
    ],
    ['Profile', profileIds.map(({ id, name }) => ({ Id: id, Name: name }))],
    ['UserRecordAccess', []],
    ['ContentDistribution', []],
    ['ConnectedApplication', []],
    ['Document', []],
    ['GroupMember', []],
    ['SecurityHealthCheckRisks', []],
    ...[...files.objects.keys()].map((name): [string, Row[]] => [name, []]),
  ]);
}

function codeId(type: string, name: string): string {
  return `${type}-${name}`;
}

/** A class, page or flow definition; `kagipkg__Orders` is one of a package. */
function codeRow(type: string, name: string): { Id: string; Name: string; NamespacePrefix: string | null } {
  const [, prefix = null, own = name] = /^(\w+?)__(\w+)$/.exec(name) ?? [];
  return { Id: codeId(type, name), Name: own, NamespacePrefix: prefix };
}

/** Names that profiles or files know. */
function namesOf(files: OrgFiles, tag: string, key: string, own: Map<string, unknown>): string[] {
  const named = [...files.profiles.values()].flatMap((root) =>
    all(root, tag).map((element) => text(element, key) ?? ''),
  );
  return [...new Set([...named, ...own.keys()])].sort();
}
