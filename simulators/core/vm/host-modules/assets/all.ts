// Made by tools/host-modules.mjs.
import { text as text0 } from "./assert.ts";
import { text as text1 } from "./assert-strict.ts";
import { text as text2 } from "./async-hooks.ts";
import { text as text3 } from "./buffer.ts";
import { text as text4 } from "./console.ts";
import { text as text5 } from "./crypto.ts";
import { text as text6 } from "./encoding.ts";
import { text as text7 } from "./events.ts";
import { text as text8 } from "./os.ts";
import { text as text9 } from "./path.ts";
import { text as text10 } from "./performance.ts";
import { text as text11 } from "./process.ts";
import { text as text12 } from "./querystring.ts";
import { text as text13 } from "./stream.ts";
import { text as text14 } from "./stream-promises.ts";
import { text as text15 } from "./string-decoder.ts";
import { text as text16 } from "./timers.ts";
import { text as text17 } from "./timers-promises.ts";
import { text as text18 } from "./url.ts";
import { text as text19 } from "./util.ts";
import { text as text20 } from "./util-types.ts";
import { text as text21 } from "./web-events.ts";
import { text as text22 } from "./web-url.ts";

/** Name of a source → its text as a function expression that answers its exports. */
export const assets: Readonly<Record<string, string>> = {
  "assert": text0,
  "assert-strict": text1,
  "async-hooks": text2,
  "buffer": text3,
  "console": text4,
  "crypto": text5,
  "encoding": text6,
  "events": text7,
  "os": text8,
  "path": text9,
  "performance": text10,
  "process": text11,
  "querystring": text12,
  "stream": text13,
  "stream-promises": text14,
  "string-decoder": text15,
  "timers": text16,
  "timers-promises": text17,
  "url": text18,
  "util": text19,
  "util-types": text20,
  "web-events": text21,
  "web-url": text22,
};
