/** `node:readline` inside the machine: the lines of streams. There is nobody at the keyboard. */
import { createInterface, Interface } from "./lines.ts";

export { createInterface, Interface };

const refuse = (name: string) => (): never => $notModelled(`\`readline.${name}\` is not modelled: a check has no terminal`);

export const clearLine = /* @__PURE__ */ refuse("clearLine");
export const clearScreenDown = /* @__PURE__ */ refuse("clearScreenDown");
export const cursorTo = /* @__PURE__ */ refuse("cursorTo");
export const emitKeypressEvents = /* @__PURE__ */ refuse("emitKeypressEvents");
export const moveCursor = /* @__PURE__ */ refuse("moveCursor");
export const promises = { createInterface, Interface };
