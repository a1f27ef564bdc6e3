import { criticalSection } from "faultline/critical-section";

const ring = { slots: [0, 0], head: 0, tail: 0, count: 0 };
const received: number[] = [];

function put(value: number): void {
  criticalSection(() => {
    ring.slots[ring.tail] = value;
    ring.tail = (ring.tail + 1) % ring.slots.length;
    ring.count += 1;
  });
}

function take(): number | undefined {
  return criticalSection(() => {
    if (ring.count === 0) return undefined;
    ring.count -= 1;
    const value = ring.slots[ring.head];
    ring.head = (ring.head + 1) % ring.slots.length;
    return value;
  });
}

/** @thread */
export function produce(): void {
  put(7);
}

/** @thread */
export function consume(): void {
  const value = take();
  if (value !== undefined) received.push(value);
}

/** @finally */
export const onlyWhatWasSent = (): boolean => received.every((value) => value === 7);
