import { hmac } from "@noble/hashes/hmac.js";
import { md5, ripemd160, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512, sha512_256 } from "@noble/hashes/sha2.js";
import { sha3_256, sha3_384, sha3_512 } from "@noble/hashes/sha3.js";
import type { NativeFunction, Vm } from "../vm.ts";
import { readBytes } from "./encoding-natives.ts";
import { bytesOf } from "./typed-array-construct.ts";

const hashes: Readonly<Record<string, typeof sha256 | typeof sha3_256 | typeof sha512>> = {
  md5,
  ripemd160,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  "sha512-256": sha512_256,
  "sha3-256": sha3_256,
  "sha3-384": sha3_384,
  "sha3-512": sha3_512,
};

/** `RSA-SHA256` and `SHA-256` are names of sha256, too. */
const hashOf = (name: string) =>
  hashes[
    name
      .toLowerCase()
      .replace(/^rsa-/, "")
      .replace(/^sha-(?=\d)/, "sha")
  ];

/** Hashes, and random bytes of the host's. */
export const cryptoNatives: readonly (readonly [string, number, NativeFunction])[] = [
  [
    "$hash",
    2,
    (vm, _, [name, data]) => {
      const hash = hashOf(name as string);
      vm.beacon();
      return hash === undefined ? undefined : bytesOf(vm, hash(readBytes(vm, data).slice()));
    },
  ],
  [
    "$hmac",
    3,
    (vm, _, [name, key, data]) => {
      const hash = hashOf(name as string);
      vm.beacon();
      return hash === undefined ? undefined : bytesOf(vm, hmac(hash, readBytes(vm, key).slice(), readBytes(vm, data).slice()));
    },
  ],
  ["$randomBytes", 1, (vm, _, [count]) => bytesOf(vm, randomBytes(vm, count as number))],
];

function randomBytes(vm: Vm, count: number): Uint8Array {
  vm.charge(count);
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += 4) {
    const random = vm.host.random();
    for (let byte = 0; byte < 4 && at + byte < count; byte += 1) bytes[at + byte] = random >>> (byte * 8);
  }
  return bytes;
}
