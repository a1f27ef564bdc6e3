import { lazily } from "./lazily.ts";
import { makeStreamClasses, type StreamClass, type StreamClasses } from "./stream-classes.ts";

/** Streams over files: `fs.createReadStream` and its like. */

let made: StreamClasses | undefined;
const classes = (): StreamClasses => (made ??= makeStreamClasses());

export const ReadStream = /* @__PURE__ */ lazily<StreamClass>("ReadStream", () => classes().ReadStream);
export const WriteStream = /* @__PURE__ */ lazily<StreamClass>("WriteStream", () => classes().WriteStream);

export const createReadStream = (path: unknown, options?: unknown): object => new (classes().ReadStream)(path, options);
export const createWriteStream = (path: unknown, options?: unknown): object => new (classes().WriteStream)(path, options);
