// Aliases of Lambda functions that have a URL of their own: their permissions are others than those of the function.
import type { Part, Thing } from './declared.ts';
import { lastName } from './declared-names.ts';
import { type Block, referred, textOf } from './terraform.ts';
import { lambdaPolicy, urlPart } from './terraform-lambda.ts';
import type { Shelf } from './terraform-services.ts';

/** One thing for each alias that a URL names. */
export function aliasesIn(blocks: Block[], functions: Shelf): Thing[] {
  const found: Thing[] = [];
  for (const url of blocks) {
    const qualifier = textOf(url, 'qualifier');
    if (url.type !== 'aws_lambda_function_url' || url.gone || qualifier === undefined) continue;
    const about = functionOf(url, functions);
    if (about === undefined) continue;
    const id = `${about.id}:${qualifier}`;
    const permissions = blocks.filter(
      (block) =>
        block.type === 'aws_lambda_permission' &&
        !block.gone &&
        textOf(block, 'qualifier') === qualifier &&
        functionOf(block, functions) === about,
    );
    const parts = new Map<string, Part>();
    const own = urlPart(url);
    if (own !== undefined) parts.set('url', own);
    const policy = lambdaPolicy(permissions, id);
    if (policy !== undefined) parts.set('policy', policy);
    const { region } = about;
    found.push({
      type: 'aws.lambda.alias',
      id,
      name: `${about.name}:${qualifier}`,
      fresh: url.fresh,
      ...(region !== undefined && { region }),
      parts,
      origin: url.origin,
    });
  }
  return found;
}

function functionOf(block: Block, { byText, addresses, things }: Shelf): Thing | undefined {
  const text = textOf(block, 'function_name');
  if (text !== undefined) return byText.get(text) ?? byText.get(lastName(text));
  const found = referred(block, 'function_name', addresses);
  return found && things.get(found);
}
