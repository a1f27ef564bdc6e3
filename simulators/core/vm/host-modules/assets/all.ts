// Made by tools/host-modules.mjs.
import { text as text0 } from "./assert.ts";
import { text as text1 } from "./assert-strict.ts";
import { text as text2 } from "./async-hooks.ts";
import { text as text3 } from "./buffer.ts";
import { text as text4 } from "./console.ts";
import { text as text5 } from "./crypto.ts";
import { text as text6 } from "./encoding.ts";
import { text as text7 } from "./events.ts";
import { text as text8 } from "./fs-proc.ts";
import { text as text9 } from "./http-server.ts";
import { text as text10 } from "./intl.ts";
import { text as text11 } from "./os.ts";
import { text as text12 } from "./path.ts";
import { text as text13 } from "./performance.ts";
import { text as text14 } from "./process.ts";
import { text as text15 } from "./querystring.ts";
import { text as text16 } from "./stream.ts";
import { text as text17 } from "./stream-promises.ts";
import { text as text18 } from "./string-decoder.ts";
import { text as text19 } from "./timers.ts";
import { text as text20 } from "./timers-promises.ts";
import { text as text21 } from "./url.ts";
import { text as text22 } from "./util.ts";
import { text as text23 } from "./util-types.ts";
import { text as text24 } from "./v8-heap.ts";
import { text as text25 } from "./web-events.ts";
import { text as text26 } from "./web-url.ts";

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
  "fs-proc": text8,
  "http-server": text9,
  "intl": text10,
  "os": text11,
  "path": text12,
  "performance": text13,
  "process": text14,
  "querystring": text15,
  "stream": text16,
  "stream-promises": text17,
  "string-decoder": text18,
  "timers": text19,
  "timers-promises": text20,
  "url": text21,
  "util": text22,
  "util-types": text23,
  "v8-heap": text24,
  "web-events": text25,
  "web-url": text26,
};
