// The list of reads: what may be sent to an org, and what never leaves.
import { describe, expect, test } from '@jest/globals';
import { refusal } from '../../../src/providers/salesforce/live/allowed.ts';

const ORG = 'https://kagi.my.salesforce.com';
const soap = (inner: string) =>
  `<soapenv:Envelope><soapenv:Header/><soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</soapenv:Body></soapenv:Envelope>`;

describe('the list of reads', () => {
  test.each([
    ['GET', '/services/data'],
    ['GET', '/services/oauth2/userinfo'],
    ['GET', '/services/data/v67.0/query?q=SELECT+Id+FROM+Site'],
    ['GET', '/services/data/v67.0/query/01gKAGI000001-2000'],
    ['GET', '/services/data/v67.0/tooling/query?q=SELECT+Id+FROM+EntityDefinition'],
    ['GET', '/services/data/v67.0/sobjects/Contact/describe'],
  ])('%s %s may be sent', (method, path) => {
    expect(refusal({ method, url: ORG + path }, ORG)).toBeUndefined();
  });

  test.each([
    ['GET', '/services/data/v67.0/tooling/executeAnonymous?anonymousBody=delete+[SELECT+Id+FROM+Account];'],
    ['GET', '/services/data/v67.0/tooling/executeAnonymous/'],
    ['GET', '/services/apexrest/anything'],
    ['GET', '/services/data/v67.0/sobjects/Contact/003000000000001AAA'],
    ['GET', '/services/data/v67.0/query/../tooling/executeAnonymous'],
    ['GET', '/services/data/v67.0/query?q=FIND+{a}'],
    ['POST', '/services/data/v67.0/query?q=SELECT+Id+FROM+Site'],
    ['DELETE', '/services/data/v67.0/sobjects/Contact/describe'],
    ['PATCH', '/services/data/v67.0/sobjects/Contact/003'],
    ['POST', '/services/data/v67.0/composite'],
    ['POST', '/services/oauth2/token'],
  ])('%s %s is refused', (method, path) => {
    expect(refusal({ method, url: ORG + path }, ORG)).toEqual(expect.any(String));
  });

  test('SOAP: listMetadata and readMetadata only, once', () => {
    const send = (body: unknown, path = '/services/Soap/m/67.0') =>
      refusal({ method: 'POST', url: ORG + path, body }, ORG);
    expect(send(soap('<listMetadata><queries/></listMetadata>'))).toBeUndefined();
    expect(send(soap('<readMetadata><type>SharingRules</type></readMetadata>'))).toBeUndefined();
    expect(send(soap('<deleteMetadata><type>SharingRules</type></deleteMetadata>'))).toEqual(
      expect.any(String),
    );
    expect(send(soap('<updateMetadata><readMetadata/></updateMetadata>'))).toEqual(expect.any(String));
    expect(send(soap('<readMetadata/>') + soap('<deleteMetadata/>'))).toEqual(expect.any(String));
    expect(send(undefined)).toEqual(expect.any(String));
    expect(send(soap('<readMetadata/>'), '/services/Soap/u/67.0')).toEqual(expect.any(String));
  });

  test('no other host, and the token only at the login host', () => {
    const query = '/services/data/v67.0/query?q=SELECT+Id+FROM+Site';
    expect(refusal({ method: 'GET', url: `https://elsewhere.example${query}` }, ORG)).toEqual(
      expect.any(String),
    );
    expect(refusal({ method: 'GET', url: `http://kagi.my.salesforce.com${query}` }, ORG)).toEqual(
      expect.any(String),
    );
    const login = 'https://login.salesforce.com';
    expect(refusal({ method: 'POST', url: `${login}/services/oauth2/token` }, login, login)).toBeUndefined();
    expect(refusal({ method: 'POST', url: `${login}/services/oauth2/revoke` }, login, login)).toEqual(
      expect.any(String),
    );
  });
});
