// Made by tools/host-modules.mjs.
import { text as text0 } from "./assert.ts";
import { text as text1 } from "./assert-strict.ts";
import { text as text2 } from "./async-hooks.ts";
import { text as text3 } from "./buffer.ts";
import { text as text4 } from "./console.ts";
import { text as text5 } from "./crypto.ts";
import { text as text6 } from "./encoding.ts";
import { text as text7 } from "./events.ts";
import { text as text8 } from "./intl.ts";
import { text as text9 } from "./os.ts";
import { text as text10 } from "./path.ts";
import { text as text11 } from "./performance.ts";
import { text as text12 } from "./process.ts";
import { text as text13 } from "./querystring.ts";
import { text as text14 } from "./stream.ts";
import { text as text15 } from "./stream-promises.ts";
import { text as text16 } from "./string-decoder.ts";
import { text as text17 } from "./timers.ts";
import { text as text18 } from "./timers-promises.ts";
import { text as text19 } from "./url.ts";
import { text as text20 } from "./util.ts";
import { text as text21 } from "./util-types.ts";
import { text as text22 } from "./web-events.ts";
import { text as text23 } from "./web-url.ts";

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
  "intl": text8,
  "os": text9,
  "path": text10,
  "performance": text11,
  "process": text12,
  "querystring": text13,
  "stream": text14,
  "stream-promises": text15,
  "string-decoder": text16,
  "timers": text17,
  "timers-promises": text18,
  "url": text19,
  "util": text20,
  "util-types": text21,
  "web-events": text22,
  "web-url": text23,
};
