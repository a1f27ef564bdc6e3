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
import { text as text11 } from "./http-constants.ts";
import { text as text12 } from "./os.ts";
import { text as text13 } from "./path.ts";
import { text as text14 } from "./performance.ts";
import { text as text15 } from "./process.ts";
import { text as text16 } from "./querystring.ts";
import { text as text17 } from "./require.ts";
import { text as text18 } from "./stream.ts";
import { text as text19 } from "./stream-promises.ts";
import { text as text20 } from "./string-decoder.ts";
import { text as text21 } from "./terminal.ts";
import { text as text22 } from "./timers.ts";
import { text as text23 } from "./timers-promises.ts";
import { text as text24 } from "./url.ts";
import { text as text25 } from "./util.ts";
import { text as text26 } from "./util-types.ts";
import { text as text27 } from "./web-events.ts";
import { text as text28 } from "./web-url.ts";

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
  "http-constants": text11,
  "os": text12,
  "path": text13,
  "performance": text14,
  "process": text15,
  "querystring": text16,
  "require": text17,
  "stream": text18,
  "stream-promises": text19,
  "string-decoder": text20,
  "terminal": text21,
  "timers": text22,
  "timers-promises": text23,
  "url": text24,
  "util": text25,
  "util-types": text26,
  "web-events": text27,
  "web-url": text28,
};
