/** `node:stream/consumers` inside the machine: everything that a stream gives, at once. */
import { Buffer } from "host:buffer";

type Parts = AsyncIterable<unknown> | Iterable<unknown>;

export async function buffer(stream: Parts): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(typeof part === "string" ? Buffer.from(part, "utf8") : (part as Uint8Array));
  return Buffer.concat(parts);
}

export async function arrayBuffer(stream: Parts): Promise<ArrayBufferLike> {
  const bytes = await buffer(stream);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

export async function text(stream: Parts): Promise<string> {
  return (await buffer(stream)).toString("utf8").replace(/^\uFEFF/, "");
}

export async function json(stream: Parts): Promise<unknown> {
  return JSON.parse(await text(stream));
}

export function blob(): never {
  return $notModelled("`blob` of node:stream/consumers is not modelled: take `buffer`");
}
