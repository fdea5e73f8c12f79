// Login IP ranges of all profiles of an export, found without parsing them whole.
import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Known } from '../../../snapshot/resource.ts';
import { rangesOf } from '../hardening/from-metadata.ts';
import type { MetadataFile } from './metadata-file.ts';
import { type Element, parseXml, xmlText } from './xml.ts';

/** Profiles with ranges. An export without profiles says nothing, nor does one with a profile that cannot be read. */
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
    const source = await textOf(file);
    const blocks = source?.match(/<loginIpRanges>[\s\S]*?<\/loginIpRanges>/g) ?? [];
    if (source === undefined || !isWhole(source, blocks.length))
      return {
        state: 'unknown',
        why: {
          setting,
          reason: 'malformed',
          detail: `${file.path} cannot be read`,
          detailJa: `${file.path} を読み取れません`,
        },
      };
    if (blocks.length === 0) continue;
    const parsed = parsedBlocks(blocks, file.path);
    if (parsed === undefined)
      return {
        state: 'unknown',
        why: {
          setting,
          reason: 'malformed',
          detail: `login ranges in ${file.path}`,
          detailJa: `${file.path} の IP 範囲`,
        },
      };
    found.push({ profile: name, ranges: rangesOf(parsed, 'loginIpRanges', 'startAddress', 'endAddress') });
  }
  return { state: 'present', value: found };
}

/** A file that was cut short may have lost ranges. */
function isWhole(source: string, blocks: number): boolean {
  const opened = source.split('<loginIpRanges').length - 1;
  return opened === blocks && /<\/(\w+:)?Profile\s*>$/.test(source.slice(-500).trimEnd());
}

async function textOf(file: InputFile): Promise<string | undefined> {
  try {
    return await xmlText(file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

function parsedBlocks(blocks: string[], path: string): Element | undefined {
  try {
    return parseXml(`<Profile>${blocks.join('')}</Profile>`, path);
  } catch {
    return undefined;
  }
}
