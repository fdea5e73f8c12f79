// Pages and flows: what their source says about the code behind them and the records they touch.
import { describe, expect, test } from '@jest/globals';
import { flowFrom, ignoresSharing } from '../../../../src/providers/salesforce/code/flow.ts';
import { pageFrom } from '../../../../src/providers/salesforce/code/page.ts';
import { parseXml } from '../../../../src/providers/salesforce/import/xml.ts';

describe('a page', () => {
  test.each([
    ['<apex:page controller="Orders">', { controller: 'Orders' }],
    ["<apex:page\n  showHeader='false'\n  controller = 'Orders' >", { controller: 'Orders' }],
    [
      '<apex:page standardController="Order__c" extensions="A, B">',
      { standardController: 'Order__c', extensions: ['A', 'B'] },
    ],
    [
      '<!-- <apex:page controller="Nope"> -->\n<apex:page title="a > b" controller="kagipkg.Orders"/>',
      { controller: 'kagipkg.Orders', line: 2 },
    ],
    ['<apex:page title="controller=\'Nope\'">', {}],
    ['<apex:page><apex:form controller="Nope"/></apex:page>', {}],
    ['<APEX:PAGE Controller="Orders">', { controller: 'Orders' }],
  ])('%s', (markup, expected) => {
    const none = { standardController: null, controller: null, extensions: [], line: 1 };
    expect(pageFrom(markup)).toEqual({ ...none, ...expected });
  });

  test.each(['', '<apex:pages>', '<!-- <apex:page>', `${'<!-- --'.repeat(100_000)}`])(
    'nothing in %j',
    (markup) => {
      expect(pageFrom(markup)).toBeUndefined();
    },
  );
});

const FLOW = (inner: string) =>
  parseXml(`<Flow xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</Flow>`, 'x.flow');
const LOOKUP = `<recordLookups><name>Find</name><filters><value><elementReference>email</elementReference></value></filters><object>Contact</object></recordLookups>`;
const INPUT =
  '<variables><name>email</name><isInput>true</isInput></variables><variables><name>inner</name><isInput>false</isInput></variables>';
const ACTIVE = '<status>Active</status>';

describe('a flow', () => {
  test('what visitors fill in, and where it goes', () => {
    const flow = flowFrom(
      FLOW(
        `${INPUT}${LOOKUP}${ACTIVE}<screens><name>Ask</name><fields><name>Phone</name></fields></screens>
        <recordUpdates><name>Set</name><inputAssignments><value><elementReference>Phone.value</elementReference></value></inputAssignments><inputReference>Find</inputReference></recordUpdates>
        <subflows><name>Go</name><flowName>Other</flowName></subflows>
        <actionCalls><name>Do</name><actionName>OrderLookup</actionName><actionType>apex</actionType></actionCalls>`,
      ),
    );
    expect(flow).toEqual({
      status: 'Active',
      processType: null,
      runInMode: null,
      needsPermission: null,
      inputs: ['email'],
      screens: true,
      data: [
        { name: 'Find', does: 'get', object: 'Contact', fed: ['email'] },
        { name: 'Set', does: 'update', object: null, fed: ['Phone'] },
      ],
      calls: ['apex OrderLookup', 'flow Other'],
    });
  });

  const mode = (name: string) => `<runInMode>${name}</runInMode>`;
  const type = (name: string) => `<processType>${name}</processType>`;
  test.each([
    [ACTIVE + mode('SystemModeWithoutSharing') + INPUT + LOOKUP, 'yes'],
    [ACTIVE + mode('SystemModeWithoutSharing') + LOOKUP, 'no'],
    [ACTIVE + mode('SystemModeWithoutSharing') + INPUT, 'no'],
    [
      `${ACTIVE + mode('SystemModeWithoutSharing') + INPUT}<recordCreates><name>New</name></recordCreates>`,
      'no',
    ],
    [`${ACTIVE + mode('SystemModeWithoutSharing') + LOOKUP}<screens><name>S</name></screens>`, 'yes'],
    [ACTIVE + mode('SystemModeWithSharing') + INPUT + LOOKUP, 'no'],
    [ACTIVE + mode('UserMode') + type('AutoLaunchedFlow') + INPUT + LOOKUP, 'no'],
    [ACTIVE + mode('DefaultMode') + type('AutoLaunchedFlow') + INPUT + LOOKUP, 'perhaps'],
    [ACTIVE + type('AutoLaunchedFlow') + INPUT + LOOKUP, 'perhaps'],
    [ACTIVE + type('Flow') + INPUT + LOOKUP, 'no'],
    [`<status>Draft</status>${mode('SystemModeWithoutSharing')}${INPUT}${LOOKUP}`, 'no'],
    [mode('SystemModeWithoutSharing') + INPUT + LOOKUP, 'no'],
  ])('%s: %s', (inner, expected) => {
    expect(ignoresSharing(flowFrom(FLOW(inner)))).toBe(expected);
  });
});
