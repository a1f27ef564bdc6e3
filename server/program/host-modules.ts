/**
 * Modules of Node by their bare names. A fixed list, so that the answer does not depend on the Node that runs us;
 * what is newer has `node:` before its name.
 * @see https://nodejs.org/api/modules.html#built-in-modules-with-mandatory-node-prefix
 */
const bareNames = [
  "assert",
  "assert/strict",
  "async_hooks",
  "buffer",
  "child_process",
  "cluster",
  "console",
  "constants",
  "crypto",
  "dgram",
  "diagnostics_channel",
  "dns",
  "dns/promises",
  "domain",
  "events",
  "fs",
  "fs/promises",
  "http",
  "http2",
  "https",
  "inspector",
  "inspector/promises",
  "module",
  "net",
  "os",
  "path",
  "path/posix",
  "path/win32",
  "perf_hooks",
  "process",
  "punycode",
  "querystring",
  "readline",
  "readline/promises",
  "repl",
  "stream",
  "stream/consumers",
  "stream/promises",
  "stream/web",
  "string_decoder",
  "sys",
  "timers",
  "timers/promises",
  "tls",
  "trace_events",
  "tty",
  "url",
  "util",
  "util/types",
  "v8",
  "vm",
  "wasi",
  "worker_threads",
  "zlib",
];

/** Matches an import of a module of Node's: also read by Go's regular expressions. */
export const hostModulePattern = new RegExp(`^(node:.+|${bareNames.join("|")})$`);

/** The name in `host:<name>`: `node:fs` and `fs` are one. */
export const hostName = (specifier: string): string => specifier.replace(/^node:/, "");
