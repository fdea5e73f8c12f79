// Names that Salesforce itself brings: pages and classes that come with every site, and classes of the language.

/** Visualforce pages that are created with a site or an Experience Cloud site; nearly every guest profile has them. */
export const STANDARD_PAGES = new Set([
  'AnswersHome',
  'BandwidthExceeded',
  'ChangePassword',
  'CommunitiesLanding',
  'CommunitiesLogin',
  'CommunitiesSelfReg',
  'CommunitiesSelfRegConfirm',
  'CommunitiesTemplate',
  'Exception',
  'FileNotFound',
  'ForgotPassword',
  'ForgotPasswordConfirm',
  'IdeasHome',
  'InMaintenance',
  'MicrobatchSelfReg',
  'MyProfilePage',
  'SiteLogin',
  'SiteRegister',
  'SiteRegisterConfirm',
  'SiteTemplate',
  'StdExceptionTemplate',
  'Unauthorized',
  'UnderConstruction',
]);

/** Classes behind them; with `Test` at the end their tests. */
const STANDARD_CLASSES = new Set([
  'ChangePasswordController',
  'CommunitiesLandingController',
  'CommunitiesLoginController',
  'CommunitiesSelfRegConfirmController',
  'CommunitiesSelfRegController',
  'ForgotPasswordController',
  'LightningForgotPasswordController',
  'LightningLoginFormController',
  'LightningSelfRegisterController',
  'MicrobatchSelfRegController',
  'MyProfilePageController',
  'SiteLoginController',
  'SiteRegisterController',
]);

/** Does a class of this name come with every site? */
export function isStandardClass(name: string): boolean {
  return STANDARD_CLASSES.has(name.replace(/Test$/, ''));
}

/** Classes and namespaces of the Apex language, in lower case: calling them leads into no code of the org. */
const LANGUAGE = new Set(
  `accesslevel accesstype address answers apexpages approval assert asyncinfo auraHandledException auth blob boolean
  businesshours cache callable canvas collator comparable connectapi crypto database datasource date datetime decimal
  dom domain domaincreator domainparser double encodingutil eventbus featuremanagement formula http httprequest
  httpresponse id ideas integer iterable iterator json jsongenerator jsonparser kbmanagement label limits list
  location long map matcher math messaging metadata network object orglimits pagereference pattern process queueable
  quickaction request restcontext restrequest restresponse savepoint schedulable schema search security selectoption
  set site sobject sobjectfield sobjecttype string support system test time timezone trigger type txnsecurity url
  userinfo uuid version visualeditor xmlstreamreader xmlstreamwriter`
    .toLowerCase()
    .split(/\s+/),
);

/** Is this class part of the language, or an object of the org and no class at all? */
export function isLanguage(name: string): boolean {
  return LANGUAGE.has(name.toLowerCase()) || /(__\w+|exception)$/i.test(name);
}
