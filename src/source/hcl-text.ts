// Escapes in the quoted text of Terraform's language.

const SHORT: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** What stands between the quotes (HCL native syntax specification, "Template Literals"). */
export function unescaped(text: string): string {
  const inner = text.replaceAll('$${', '\u0024{').replaceAll('%%{', '%{');
  return inner.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g, (whole, four, eight, one) => {
    if (one !== undefined) return SHORT[one] ?? whole;
    const code = Number.parseInt(four ?? eight, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
