// Login IP ranges of all profiles of an export, found without parsing them whole.
import type { Known } from '../../../snapshot/resource.ts';
import { rangesOf } from '../hardening/from-metadata.ts';
import type { MetadataFile } from './metadata-file.ts';
import { type Element, MAX_BYTES, parseXml } from './xml.ts';

/** Profiles with ranges. An export without profiles says nothing; a file that cannot be read is passed over where its own reader says so. */
export async function loginRanges(
  profiles: MetadataFile[],
): Promise<Known<{ profile: string; ranges: string[] }[]>> {
  const setting = 'loginRanges';
  if (profiles.length === 0)
    return {
      state: 'unknown',
      why: { setting, reason: 'missing', detail: 'retrieve Profile', detailJa: 'Profile を取得してください' },
    };
  const found: { profile: string; ranges: string[] }[] = [];
  for (const { name, file } of profiles) {
    const source = file.size > MAX_BYTES ? '' : await file.text().catch(() => '');
    const blocks = source.match(/<loginIpRanges>[\s\S]*?<\/loginIpRanges>/g) ?? [];
    if (blocks.length === 0) continue;
    const parsed = parsedBlocks(blocks, file.path);
    if (parsed === undefined)
      return {
        state: 'unknown',
        why: { setting, reason: 'malformed', detail: `login ranges in ${file.path}` },
      };
    found.push({ profile: name, ranges: rangesOf(parsed, 'loginIpRanges', 'startAddress', 'endAddress') });
  }
  return { state: 'present', value: found };
}

function parsedBlocks(blocks: string[], path: string): Element | undefined {
  try {
    return parseXml(`<Profile>${blocks.join('')}</Profile>`, path);
  } catch {
    return undefined;
  }
}
