/**
 * Events of a simulation, earliest first, those of one time in the order in which they were scheduled.
 * A heap with four children in typed arrays: nothing is allocated for an event.
 *
 * The event that was taken last leaves its place at the top open until the next one is scheduled or taken: most handlers schedule one event,
 * which then costs one way down instead of one up and one down.
 */
export class EventQueue {
  #times = new Float64Array(64);
  #sequences = new Float64Array(64);
  #events = new Int32Array(64);
  #size = 0;
  #isTopOpen = false;
  #sequence = 0;
  /** Time of the event that was taken last. */
  now = 0;

  /** Events that wait. */
  get size(): number {
    return this.#isTopOpen ? this.#size - 1 : this.#size;
  }

  /** @param time Not before `now`. @param event What to hand out then: 32 bits, 0 or more. */
  schedule(time: number, event: number): void {
    const sequence = this.#sequence;
    this.#sequence = sequence + 1;
    if (this.#isTopOpen) {
      this.#isTopOpen = false;
      this.#sink(time, sequence, event);
      return;
    }
    if (this.#size === this.#times.length) this.#grow();
    this.#size += 1;
    this.#rise(this.#size - 1, time, sequence, event);
  }

  /** Takes the next event and sets `now`; -1: there is none. */
  take(): number {
    if (this.#isTopOpen) this.#closeTop();
    if (this.#size === 0) return -1;
    this.#isTopOpen = true;
    this.now = this.#times[0] as number;
    return this.#events[0] as number;
  }

  #closeTop(): void {
    this.#isTopOpen = false;
    this.#size -= 1;
    const last = this.#size;
    if (last > 0) this.#sink(this.#times[last] as number, this.#sequences[last] as number, this.#events[last] as number);
  }

  /** An entry goes up from a free place. */
  #rise(from: number, time: number, sequence: number, event: number): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const events = this.#events;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = times[parent] as number;
      // Its sequence is the greatest of all, so at equal times it stays below.
      if (above <= time) break;
      times[at] = above;
      sequences[at] = sequences[parent] as number;
      events[at] = events[parent] as number;
      at = parent;
    }
    times[at] = time;
    sequences[at] = sequence;
    events[at] = event;
  }

  /** An entry goes down from the free top. */
  #sink(time: number, sequence: number, event: number): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const events = this.#events;
    const size = this.#size;
    let at = 0;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= size) break;
      let child = first;
      let least = times[first] as number;
      const end = first + 4 < size ? first + 4 : size;
      for (let other = first + 1; other < end; other += 1) {
        const otherTime = times[other] as number;
        if (otherTime < least || (otherTime === least && (sequences[other] as number) < (sequences[child] as number))) {
          least = otherTime;
          child = other;
        }
      }
      if (time < least || (time === least && sequence < (sequences[child] as number))) break;
      times[at] = least;
      sequences[at] = sequences[child] as number;
      events[at] = events[child] as number;
      at = child;
    }
    times[at] = time;
    sequences[at] = sequence;
    events[at] = event;
  }

  #grow(): void {
    const length = this.#times.length * 2;
    const times = new Float64Array(length);
    const sequences = new Float64Array(length);
    const events = new Int32Array(length);
    times.set(this.#times);
    sequences.set(this.#sequences);
    events.set(this.#events);
    this.#times = times;
    this.#sequences = sequences;
    this.#events = events;
  }
}
