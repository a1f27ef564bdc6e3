/**
 * Bytes of one node's memory, as a value: a write gives a new one and shares what it does not touch, so that a search goes back by
 * keeping the old one. Sparse: bytes never written are 0 and take no room; memory of 2^40 bytes costs what is written to it.
 *
 * Canonical: equal contents have equal structure.
 */
export interface Memory {
  /** Bytes. */
  readonly size: number;
  /** Levels of branches above the pages. */
  readonly height: number;
  readonly root: Tree;
}

/** Undefined: zeros. */
type Tree = Uint8Array | readonly Tree[] | undefined;

/** Small, because a page is what a state differs in from the next. */
const pageBytes = 64;
const fanout = 16;

/** Memory full of zeros. */
export function zeroMemory(size: number): Memory {
  let height = 0;
  while (pageBytes * fanout ** height < size) height += 1;
  return { size, height, root: undefined };
}

/** @throws {RangeError} Outside the memory: a bug of the caller, who checks keys and bounds. */
export function readBytes(memory: Memory, address: number, length: number): Uint8Array {
  check(memory, address, length);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const page = pageAt(memory, address + at);
    const inPage = (address + at) % pageBytes;
    const count = Math.min(pageBytes - inPage, length - at);
    if (page) bytes.set(page.subarray(inPage, inPage + count), at);
    at += count;
  }
  return bytes;
}

/** @throws {RangeError} As `readBytes`. */
export function writeBytes(memory: Memory, address: number, bytes: Uint8Array): Memory {
  check(memory, address, bytes.length);
  let { root } = memory;
  for (let at = 0; at < bytes.length; ) {
    const inPage = (address + at) % pageBytes;
    const count = Math.min(pageBytes - inPage, bytes.length - at);
    root = put(root, memory.height, address + at, bytes.subarray(at, at + count));
    at += count;
  }
  return root === memory.root ? memory : { ...memory, root };
}

/** Whole pages are dropped, not written. @throws {RangeError} As `readBytes`. */
export function clearBytes(memory: Memory, address: number, length: number): Memory {
  check(memory, address, length);
  const root = clear(memory.root, memory.height, 0, address, address + length);
  return root === memory.root ? memory : { ...memory, root };
}

/** An unsigned 64-bit little-endian word. */
export function readWord(memory: Memory, address: number): bigint {
  const bytes = readBytes(memory, address, 8);
  return new DataView(bytes.buffer).getBigUint64(0, true);
}

export function writeWord(memory: Memory, address: number, word: bigint): Memory {
  return writeBytes(memory, address, wordBytes(word));
}

/** Little-endian, modulo 2^64. */
export function wordBytes(word: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, word), true);
  return bytes;
}

function check({ size }: Memory, address: number, length: number): void {
  if (address < 0 || length < 0 || size < address + length) throw new RangeError(`bytes ${address}+${length} of ${size}`);
}

function pageAt({ root, height }: Memory, address: number): Uint8Array | undefined {
  let tree = root;
  for (let level = height; level > 0 && tree !== undefined; level -= 1) tree = (tree as readonly Tree[])[slotOf(address, level)];
  return tree as Uint8Array | undefined;
}

const slotOf = (address: number, level: number): number => Math.floor(address / (pageBytes * fanout ** (level - 1))) % fanout;

/** @param bytes Within one page. */
function put(tree: Tree, level: number, address: number, bytes: Uint8Array): Tree {
  if (level === 0) {
    const page = new Uint8Array(pageBytes);
    if (tree) page.set(tree as Uint8Array);
    page.set(bytes, address % pageBytes);
    return page.some((byte) => byte !== 0) ? page : undefined;
  }
  const slot = slotOf(address, level);
  const old = tree as readonly Tree[] | undefined;
  return withSlot(old, slot, put(old?.[slot], level - 1, address, bytes));
}

function withSlot(old: readonly Tree[] | undefined, slot: number, child: Tree): Tree {
  if (old?.[slot] === child) return old;
  const branch = old ? [...old] : Array.from<Tree>({ length: fanout });
  branch[slot] = child;
  return branch.every((one) => one === undefined) ? undefined : branch;
}

/** @param start Address of the first byte of `tree`. */
function clear(tree: Tree, level: number, start: number, from: number, to: number): Tree {
  const bytes = pageBytes * fanout ** level;
  if (tree === undefined || to <= start || start + bytes <= from) return tree;
  if (from <= start && start + bytes <= to) return undefined;
  if (level === 0) {
    const page = (tree as Uint8Array).slice();
    page.fill(0, Math.max(0, from - start), to - start);
    return page.some((byte) => byte !== 0) ? page : undefined;
  }
  let branch: Tree = tree;
  for (let slot = 0; slot < fanout && branch !== undefined; slot += 1) {
    const child: Tree = (branch as readonly Tree[])[slot];
    branch = withSlot(branch as readonly Tree[], slot, clear(child, level - 1, start + (slot * bytes) / fanout, from, to));
  }
  return branch;
}
