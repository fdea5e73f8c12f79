// The one list of providers.
import { aws } from './aws/provider.ts';
import type { Provider } from './provider.ts';
import { salesforce } from './salesforce/provider.ts';

export const PROVIDERS: Provider[] = [aws, salesforce];
