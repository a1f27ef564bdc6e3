import type { Notice } from "../../protocol/requests.ts";

/** Shows notices one at a time; what is already waiting is not said twice. */
export class NoticeQueue {
  readonly #show: (notice: Notice) => Promise<void>;
  readonly #waiting: Notice[] = [];
  #shown: Notice | undefined;

  /** @param show Resolves when the user has closed it. */
  constructor(show: (notice: Notice) => Promise<void>) {
    this.#show = show;
  }

  add(notice: Notice): void {
    const isKnown = (other: Notice | undefined) => other?.message === notice.message;
    if (isKnown(this.#shown) || this.#waiting.some(isKnown)) return;
    this.#waiting.push(notice);
    if (!this.#shown) void this.#next();
  }

  async #next(): Promise<void> {
    this.#shown = this.#waiting.shift();
    if (!this.#shown) return;
    try {
      await this.#show(this.#shown);
    } finally {
      void this.#next();
    }
  }
}
