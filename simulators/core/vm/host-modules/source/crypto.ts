/** Hashes and random values of `node:crypto`; random values come from the check's seed. */
import { Buffer, type Buffer as Bytes } from "host:buffer";

type Data = string | ArrayBufferView | ArrayBuffer;

const bytesOf = (data: Data, encoding?: string): Uint8Array => {
  if (typeof data === "string") return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw coded(
    new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'),
    "ERR_INVALID_ARG_TYPE",
  );
};

const coded = <Kind extends Error>(error: Kind, code: string): Kind => Object.assign(error, { code });

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

abstract class Digest {
  #bytes = new Uint8Array(0);
  #isFinal = false;

  update(data: Data, encoding?: string): this {
    if (this.#isFinal) throw coded(new Error("Digest already called"), "ERR_CRYPTO_HASH_FINALIZED");
    this.#bytes = join(this.#bytes, bytesOf(data, encoding)) as Uint8Array<ArrayBuffer>;
    return this;
  }

  digest(encoding?: string): Bytes | string {
    if (this.#isFinal) throw coded(new Error("Digest already called"), "ERR_CRYPTO_HASH_FINALIZED");
    this.#isFinal = true;
    const result = Buffer.from(this.compute(this.#bytes));
    return encoding === undefined || encoding === "buffer" ? result : result.toString(encoding);
  }

  protected get content(): Uint8Array {
    return this.#bytes;
  }

  protected abstract compute(bytes: Uint8Array): Uint8Array;
}

export class Hash extends Digest {
  readonly #algorithm: string;

  constructor(algorithm: string) {
    super();
    this.#algorithm = algorithm;
    if ($hash(algorithm, new Uint8Array(0)) === undefined) unknown(algorithm);
  }
  copy(): Hash {
    return new Hash(this.#algorithm).update(this.content);
  }
  protected override compute(bytes: Uint8Array): Uint8Array {
    return $hash(this.#algorithm, bytes) as Uint8Array;
  }
}

export class Hmac extends Digest {
  readonly #algorithm: string;
  readonly #key: Uint8Array;

  constructor(algorithm: string, key: Data) {
    super();
    this.#algorithm = algorithm;
    this.#key = bytesOf(key);
    if ($hash(algorithm, new Uint8Array(0)) === undefined) unknown(algorithm);
  }
  protected override compute(bytes: Uint8Array): Uint8Array {
    return $hmac(this.#algorithm, this.#key, bytes) as Uint8Array;
  }
}

const names = ["md5", "ripemd160", "sha1", "sha224", "sha256", "sha3-256", "sha3-384", "sha3-512", "sha384", "sha512", "sha512-256"];

function unknown(algorithm: string): never {
  return $notModelled(`\`crypto.createHash("${algorithm}")\` is not modelled: use one of ${names.join(", ")}`);
}

export const createHash = (algorithm: string): Hash => new Hash(algorithm);
export const createHmac = (algorithm: string, key: Data): Hmac => new Hmac(algorithm, key);
export const getHashes = (): string[] => [...names];
export const hash = (algorithm: string, data: Data, encoding = "hex"): Bytes | string =>
  createHash(algorithm).update(data).digest(encoding);

type Callback<T> = (error: null, value: T) => void;

export function randomBytes(size: number, callback?: Callback<Bytes>): Bytes | undefined {
  if (typeof size !== "number")
    throw coded(new TypeError('The "size" argument must be of type number. Received ' + $inspect(size, undefined)), "ERR_INVALID_ARG_TYPE");
  if (!(size >= 0 && size <= 2_147_483_647)) {
    throw coded(
      new RangeError(`The value of "size" is out of range. It must be >= 0 && <= 2147483647. Received ${size}`),
      "ERR_OUT_OF_RANGE",
    );
  }
  const bytes = Buffer.from($randomBytes(size));
  if (callback === undefined) return bytes;
  $setTimer(callback, [null, bytes], 0, false);
  return undefined;
}

export function randomUUID(): string {
  const bytes = $randomBytes(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function randomInt(first: number, second?: number | Callback<number>, third?: Callback<number>): number | undefined {
  const [low, high] = typeof second === "number" ? [first, second] : [0, first];
  const callback = typeof second === "function" ? second : third;
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high))
    throw coded(new TypeError("randomInt takes safe integers"), "ERR_INVALID_ARG_TYPE");
  if (high <= low) {
    throw coded(
      new RangeError(`The value of "max" is out of range. It must be greater than the value of "min" (${low}). Received ${high}`),
      "ERR_OUT_OF_RANGE",
    );
  }
  const bytes = $randomBytes(6);
  const value = low + (bytes.reduce((sum, byte) => sum * 256 + byte, 0) % (high - low));
  if (callback === undefined) return value;
  $setTimer(callback, [null, value], 0, false);
  return undefined;
}

export function getRandomValues<View extends ArrayBufferView>(view: View): View {
  if (view.byteLength > 65_536) throw coded(new Error(`The requested length exceeds 65,536 bytes`), "ERR_CRYPTO_INVALID_LENGTH");
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set($randomBytes(view.byteLength));
  return view;
}

export function randomFillSync<View extends ArrayBufferView>(view: View, offset = 0, size = view.byteLength - offset): View {
  new Uint8Array(view.buffer, view.byteOffset + offset, size).set($randomBytes(size));
  return view;
}

export function randomFill<View extends ArrayBufferView>(view: View, ...rest: readonly unknown[]): void {
  const [offset, size] = rest.filter((one) => typeof one === "number");
  $setTimer(rest.at(-1), [null, randomFillSync(view, offset, size)], 0, false);
}

export function timingSafeEqual(first: ArrayBufferView, second: ArrayBufferView): boolean {
  if (first.byteLength !== second.byteLength)
    throw coded(new RangeError("Input buffers must have the same byte length"), "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH");
  return Buffer.compare(bytesOf(first), bytesOf(second)) === 0;
}

const digestNames: Readonly<Record<string, string>> = { "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" };

const refused = (name: string) => (): never =>
  $notModelled(
    `\`crypto.${name}\` is not modelled: of crypto there are hashes and random values; put the rest behind a function that a check can replace`,
  );

export const subtle = {
  async digest(algorithm: string | { readonly name: string }, data: Data): Promise<ArrayBuffer> {
    const name = typeof algorithm === "string" ? algorithm : algorithm.name;
    const known = digestNames[name.toUpperCase()];
    const bytes = bytesOf(data).slice();
    if (known === undefined) return refused(`subtle.digest("${name}")`)();
    return ($hash(known, bytes) as Uint8Array<ArrayBuffer>).buffer;
  },
  ...Object.fromEntries(
    [
      "encrypt",
      "decrypt",
      "sign",
      "verify",
      "generateKey",
      "deriveKey",
      "deriveBits",
      "importKey",
      "exportKey",
      "wrapKey",
      "unwrapKey",
    ].map((name) => [name, refused(`subtle.${name}`)]),
  ),
};

export const webcrypto = { getRandomValues, randomUUID, subtle };

const others = Object.fromEntries(
  [
    "createCipheriv",
    "createDecipheriv",
    "createDiffieHellman",
    "createECDH",
    "createPrivateKey",
    "createPublicKey",
    "createSecretKey",
    "createSign",
    "createVerify",
    "diffieHellman",
    "generateKey",
    "generateKeyPair",
    "generateKeyPairSync",
    "generateKeySync",
    "hkdf",
    "hkdfSync",
    "pbkdf2",
    "pbkdf2Sync",
    "privateDecrypt",
    "privateEncrypt",
    "publicDecrypt",
    "publicEncrypt",
    "scrypt",
    "scryptSync",
    "sign",
    "verify",
  ].map((name) => [name, refused(name)]),
);

export default {
  ...others,
  Hash,
  Hmac,
  createHash,
  createHmac,
  getHashes,
  hash,
  randomBytes,
  pseudoRandomBytes: randomBytes,
  randomUUID,
  randomInt,
  getRandomValues,
  randomFill,
  randomFillSync,
  timingSafeEqual,
  subtle,
  webcrypto,
  constants: {},
};
