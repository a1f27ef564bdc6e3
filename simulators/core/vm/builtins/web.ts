/** What V8's surroundings bring along on every platform: pure functions on texts and bytes, without types in this folder. */

interface Web {
  readonly URL: new (text: string, base?: string) => WebUrl;
  readonly URLSearchParams: new (
    init: string | readonly (readonly [string, string])[],
  ) => Iterable<[string, string]> & { toString(): string };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: string,
    options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
  ) => { readonly encoding: string; decode(bytes: Uint8Array): string };
}

export interface WebUrl {
  href: string;
  readonly origin: string;
  protocol: string;
  username: string;
  password: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  hash: string;
}

export const web = globalThis as unknown as Web;
