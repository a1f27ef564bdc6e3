/** Editors and servers differ in which characters they escape: brought to one form before comparing. */
export function normalise(uri: string): string {
  return uri.split("/").map(recode).join("/");
}

function recode(segment: string): string {
  if (segment.endsWith(":") && segment.length > 2) return segment; // the scheme
  try {
    return encodeURIComponent(decodeURIComponent(segment));
  } catch {
    return segment;
  }
}

/** Do two addresses name the same file, however they are escaped? */
export const isSameFile = (a: string, b: string): boolean => normalise(a) === normalise(b);
