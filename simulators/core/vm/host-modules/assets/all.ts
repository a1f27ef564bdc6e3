// Made by tools/host-modules.mjs.
import { text as text0 } from "./assert.ts";
import { text as text1 } from "./assert-strict.ts";
import { text as text2 } from "./async-hooks.ts";
import { text as text3 } from "./buffer.ts";
import { text as text4 } from "./console.ts";
import { text as text5 } from "./constants.ts";
import { text as text6 } from "./crypto.ts";
import { text as text7 } from "./diagnostics-channel.ts";
import { text as text8 } from "./encoding.ts";
import { text as text9 } from "./events.ts";
import { text as text10 } from "./http-constants.ts";
import { text as text11 } from "./os.ts";
import { text as text12 } from "./path.ts";
import { text as text13 } from "./performance.ts";
import { text as text14 } from "./process.ts";
import { text as text15 } from "./querystring.ts";
import { text as text16 } from "./require.ts";
import { text as text17 } from "./stream.ts";
import { text as text18 } from "./stream-promises.ts";
import { text as text19 } from "./string-decoder.ts";
import { text as text20 } from "./terminal.ts";
import { text as text21 } from "./timers.ts";
import { text as text22 } from "./timers-promises.ts";
import { text as text23 } from "./url.ts";
import { text as text24 } from "./util.ts";
import { text as text25 } from "./util-types.ts";
import { text as text26 } from "./web-events.ts";
import { text as text27 } from "./web-url.ts";

/** Name of a source → its text as a function expression that answers its exports. */
export const assets: Readonly<Record<string, string>> = {
  "assert": text0,
  "assert-strict": text1,
  "async-hooks": text2,
  "buffer": text3,
  "console": text4,
  "constants": text5,
  "crypto": text6,
  "diagnostics-channel": text7,
  "encoding": text8,
  "events": text9,
  "http-constants": text10,
  "os": text11,
  "path": text12,
  "performance": text13,
  "process": text14,
  "querystring": text15,
  "require": text16,
  "stream": text17,
  "stream-promises": text18,
  "string-decoder": text19,
  "terminal": text20,
  "timers": text21,
  "timers-promises": text22,
  "url": text23,
  "util": text24,
  "util-types": text25,
  "web-events": text26,
  "web-url": text27,
};
