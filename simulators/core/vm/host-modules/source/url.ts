/** `node:url`: the web's URL, and the older functions. */
import { format as formatOld, parse, resolve, resolveObject, Url } from "url/";
import { URL, URLSearchParams } from "./web-url.ts";

export const domainToASCII = (domain: string): string => $domainTo("ascii", domain);
export const domainToUnicode = (domain: string): string => $domainTo("unicode", domain);

export function fileURLToPath(location: string | URL): string {
  const url = typeof location === "string" ? new URL(location) : location;
  if (url.protocol !== "file:") throw coded(new TypeError("The URL must be of scheme file"), "ERR_INVALID_URL_SCHEME");
  if (url.hostname !== "") throw coded(new TypeError('File URL host must be "localhost" or empty on linux'), "ERR_INVALID_FILE_URL_HOST");
  if (/%2f/i.test(url.pathname))
    throw coded(new TypeError("File URL path must not include encoded / characters"), "ERR_INVALID_FILE_URL_PATH");
  return decodeURIComponent(url.pathname);
}

const escapes: Readonly<Record<string, string>> = {
  "%": "%25",
  "\\": "%5C",
  "\n": "%0A",
  "\r": "%0D",
  "\t": "%09",
  "?": "%3F",
  "#": "%23",
};

export function pathToFileURL(path: string): URL {
  const absolute = path.startsWith("/") ? path : `/${path}`;
  return new URL(`file://${absolute.replace(/[%\\\n\r\t?#]/g, (character) => escapes[character] as string)}`);
}

export function urlToHttpOptions(url: URL): object {
  return {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    hash: url.hash,
    search: url.search,
    pathname: url.pathname,
    path: url.pathname + url.search,
    href: url.href,
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    ...(url.username === "" && url.password === ""
      ? {}
      : { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
  };
}

interface Parts {
  readonly auth?: boolean;
  readonly fragment?: boolean;
  readonly search?: boolean;
}

export function format(url: unknown, options: Parts = {}): string {
  if (!(url instanceof URL)) return formatOld(url);
  const copy = new URL(url.href);
  if (options.auth === false) {
    copy.username = "";
    copy.password = "";
  }
  if (options.fragment === false) copy.hash = "";
  if (options.search === false) copy.search = "";
  return copy.href;
}

const coded = <Kind extends Error>(error: Kind, code: string): Kind => Object.assign(error, { code });

export { parse, resolve, resolveObject, Url, URL, URLSearchParams };
export default {
  URL,
  URLSearchParams,
  Url,
  domainToASCII,
  domainToUnicode,
  fileURLToPath,
  format,
  parse,
  pathToFileURL,
  resolve,
  resolveObject,
  urlToHttpOptions,
};
