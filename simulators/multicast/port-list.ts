import { type BitString, readBits } from "./bits.ts";
import type { Bitmap } from "./model.ts";

/** The ports that a switch copies to, ascending; one list is used again and again, so that a walk allocates nothing. */
export class PortList {
  /** The first `count`. At most 128 ports: the widest switch of §7. */
  readonly ports = new Uint32Array(128);
  count = 0;

  /** A bitmap in a header: `width` bits from `at`, port 0 first. */
  readHeader({ words }: BitString, at: number, width: number): void {
    let count = 0;
    for (let base = 0; base < width; base += 32) {
      const size = Math.min(32, width - base);
      let chunk = readBits(words, at + base, size) << (32 - size);
      while (chunk !== 0) {
        const lead = Math.clz32(chunk);
        this.ports[count++] = base + lead;
        chunk &= ~(0x80000000 >>> lead);
      }
    }
    this.count = count;
  }

  /** A bitmap in a table. */
  readBitmap(bitmap: Bitmap): void {
    let count = 0;
    for (let word = 0; word < bitmap.length; word++) {
      for (let rest = bitmap[word] ?? 0; rest !== 0; rest &= rest - 1) this.ports[count++] = word * 32 + 31 - Math.clz32(rest & -rest);
    }
    this.count = count;
  }

  clear(): void {
    this.count = 0;
  }

  push(port: number): void {
    this.ports[this.count++] = port;
  }

  /** Leaves one port. */
  keep(port: number): void {
    this.ports[0] = port;
    this.count = 1;
  }
}
