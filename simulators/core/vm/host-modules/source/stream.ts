/** `node:stream`. */
import stream from "readable-stream/lib/stream.js";

const all = stream as Readonly<Record<string, unknown>>;

export const { Readable, Writable, Duplex, Transform, PassThrough, Stream, finished, pipeline, addAbortSignal, compose, destroy } = all;
export const { isDisturbed, isErrored, isReadable, isDestroyed, isWritable, getDefaultHighWaterMark, setDefaultHighWaterMark, promises } =
  all;
export default stream;
