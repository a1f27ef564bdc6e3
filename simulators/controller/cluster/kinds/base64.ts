const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Is it base64 with padding, as Go's standard encoding takes it? Line ends are skipped. */
export function isBase64(text: string): boolean {
  const compact = text.replace(/[\r\n]/g, "");
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
}

/** The same bytes in canonical base64: without line ends, unused bits cleared. */
export function canonicalBase64(text: string): string {
  const compact = text.replace(/[\r\n]/g, "");
  const end = compact.indexOf("=");
  if (end < 0) return compact;
  const unused = compact.endsWith("==") ? 0b1111 : 0b11;
  const last = alphabet.indexOf(compact[end - 1] ?? "A") & ~unused;
  return compact.slice(0, end - 1) + alphabet[last] + compact.slice(end);
}

/** A text as base64 of its UTF-8 bytes. */
export function base64OfText(text: string): string {
  const bytes = utf8(text);
  let encoded = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    encoded += alphabet[group >> 18];
    encoded += alphabet[(group >> 12) & 63];
    encoded += second === undefined ? "=" : alphabet[(group >> 6) & 63];
    encoded += third === undefined ? "=" : alphabet[group & 63];
  }
  return encoded;
}

/** How many bytes canonical base64 stands for. */
export const base64Length = (text: string): number => (text.length / 4) * 3 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);

/** The length of a text in UTF-8 bytes. */
export const utf8Length = (text: string): number => utf8(text).length;

function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}
