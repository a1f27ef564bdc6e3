// Made by tools/host-modules.mjs.
import { text as text0 } from "./assert.ts";
import { text as text1 } from "./assert-strict.ts";
import { text as text2 } from "./async-hooks.ts";
import { text as text3 } from "./buffer.ts";
import { text as text4 } from "./call-sites.ts";
import { text as text5 } from "./console.ts";
import { text as text6 } from "./constants.ts";
import { text as text7 } from "./crypto.ts";
import { text as text8 } from "./diagnostics-channel.ts";
import { text as text9 } from "./encoding.ts";
import { text as text10 } from "./events.ts";
import { text as text11 } from "./fs-proc.ts";
import { text as text12 } from "./http-constants.ts";
import { text as text13 } from "./http-server.ts";
import { text as text14 } from "./intl.ts";
import { text as text15 } from "./os.ts";
import { text as text16 } from "./path.ts";
import { text as text17 } from "./performance.ts";
import { text as text18 } from "./process.ts";
import { text as text19 } from "./querystring.ts";
import { text as text20 } from "./require.ts";
import { text as text21 } from "./stream.ts";
import { text as text22 } from "./stream-promises.ts";
import { text as text23 } from "./string-decoder.ts";
import { text as text24 } from "./terminal.ts";
import { text as text25 } from "./timers.ts";
import { text as text26 } from "./timers-promises.ts";
import { text as text27 } from "./url.ts";
import { text as text28 } from "./util.ts";
import { text as text29 } from "./util-types.ts";
import { text as text30 } from "./v8-heap.ts";
import { text as text31 } from "./web-events.ts";
import { text as text32 } from "./web-url.ts";

/** Name of a source → its text as a function expression that answers its exports. */
export const assets: Readonly<Record<string, string>> = {
  "assert": text0,
  "assert-strict": text1,
  "async-hooks": text2,
  "buffer": text3,
  "call-sites": text4,
  "console": text5,
  "constants": text6,
  "crypto": text7,
  "diagnostics-channel": text8,
  "encoding": text9,
  "events": text10,
  "fs-proc": text11,
  "http-constants": text12,
  "http-server": text13,
  "intl": text14,
  "os": text15,
  "path": text16,
  "performance": text17,
  "process": text18,
  "querystring": text19,
  "require": text20,
  "stream": text21,
  "stream-promises": text22,
  "string-decoder": text23,
  "terminal": text24,
  "timers": text25,
  "timers-promises": text26,
  "url": text27,
  "util": text28,
  "util-types": text29,
  "v8-heap": text30,
  "web-events": text31,
  "web-url": text32,
};
