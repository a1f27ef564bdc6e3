/** An IPv4 multicast address (224.0.0.0/4) as an unsigned 32-bit number; undefined when the text is none. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1).map(Number);
  const [first = 0] = parts;
  if (first < 224 || 239 < first || parts.some((part) => 255 < part)) return undefined;
  return parts.reduce((address, part) => address * 256 + part, 0);
}

/** `4009820417` as `239.1.1.1`. */
export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

/** Reads `7/239.1.1.1`: tenant and address. */
export function parseKey(text: string): { readonly tenant: number; readonly address: number } | undefined {
  const match = /^(\d{1,8})\/([\d.]+)$/.exec(text);
  const address = match?.[2] === undefined ? undefined : parseAddress(match[2]);
  return match && address !== undefined ? { tenant: Number(match[1]), address } : undefined;
}

/** One number for each (tenant, address): 24 bits of tenant above the 28 that multicast addresses differ in. */
export const keyNumber = (tenant: number, address: number): number => tenant * 2 ** 28 + (address & 0xfffffff);

/** One text for each (tenant, address). */
export const keyText = (tenant: number, address: number): string => `${tenant}/${addressText(address)}`;
