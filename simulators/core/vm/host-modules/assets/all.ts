// Made by tools/host-modules.mjs.
import { text as text0 } from "./assert.ts";
import { text as text1 } from "./assert-strict.ts";
import { text as text2 } from "./async-hooks.ts";
import { text as text3 } from "./buffer.ts";
import { text as text4 } from "./call-sites.ts";
import { text as text5 } from "./cluster.ts";
import { text as text6 } from "./console.ts";
import { text as text7 } from "./constants.ts";
import { text as text8 } from "./crypto.ts";
import { text as text9 } from "./diagnostics-channel.ts";
import { text as text10 } from "./encoding.ts";
import { text as text11 } from "./events.ts";
import { text as text12 } from "./fs-proc.ts";
import { text as text13 } from "./http-constants.ts";
import { text as text14 } from "./http-server.ts";
import { text as text15 } from "./intl.ts";
import { text as text16 } from "./os.ts";
import { text as text17 } from "./path.ts";
import { text as text18 } from "./performance.ts";
import { text as text19 } from "./process.ts";
import { text as text20 } from "./querystring.ts";
import { text as text21 } from "./require.ts";
import { text as text22 } from "./stream.ts";
import { text as text23 } from "./stream-promises.ts";
import { text as text24 } from "./string-decoder.ts";
import { text as text25 } from "./terminal.ts";
import { text as text26 } from "./timers.ts";
import { text as text27 } from "./timers-promises.ts";
import { text as text28 } from "./url.ts";
import { text as text29 } from "./util.ts";
import { text as text30 } from "./util-types.ts";
import { text as text31 } from "./v8-heap.ts";
import { text as text32 } from "./web-events.ts";
import { text as text33 } from "./web-url.ts";

/** Name of a source → its text as a function expression that answers its exports. */
export const assets: Readonly<Record<string, string>> = {
  "assert": text0,
  "assert-strict": text1,
  "async-hooks": text2,
  "buffer": text3,
  "call-sites": text4,
  "cluster": text5,
  "console": text6,
  "constants": text7,
  "crypto": text8,
  "diagnostics-channel": text9,
  "encoding": text10,
  "events": text11,
  "fs-proc": text12,
  "http-constants": text13,
  "http-server": text14,
  "intl": text15,
  "os": text16,
  "path": text17,
  "performance": text18,
  "process": text19,
  "querystring": text20,
  "require": text21,
  "stream": text22,
  "stream-promises": text23,
  "string-decoder": text24,
  "terminal": text25,
  "timers": text26,
  "timers-promises": text27,
  "url": text28,
  "util": text29,
  "util-types": text30,
  "v8-heap": text31,
  "web-events": text32,
  "web-url": text33,
};
