import { criticalSection } from "faultline/critical-section";

class TextBuffer {
  readonly #chars: string[];

  constructor(text: string) {
    this.#chars = [...text];
  }

  size(): number {
    return criticalSection(() => this.#chars.length);
  }

  first(count: number): readonly string[] {
    return criticalSection(() => this.#chars.slice(0, Math.min(count, this.#chars.length)));
  }

  truncate(): void {
    criticalSection(() => {
      this.#chars.length = 0;
    });
  }

  append(other: TextBuffer): void {
    const chars = other.first(other.size());
    criticalSection(() => {
      this.#chars.push(...chars);
    });
  }
}

const source = new TextBuffer("ab");
const target = new TextBuffer("");

/** @thread */
export function copy(): void {
  target.append(source);
}

/** @thread */
export function clear(): void {
  source.truncate();
}
