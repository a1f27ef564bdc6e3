import { criticalSection } from "faultline/critical-section";

const bell = new Int32Array(new SharedArrayBuffer(4));
const box = { letters: 0 };

const notes: string[] = [];
const notify = (what: string): number => notes.push(what);

function send(): void {
  criticalSection(() => {
    box.letters += 1;
    notify("letter");
  });
  Atomics.store(bell, 0, 1);
  Atomics.notify(bell, 0);
}

/** @thread */
export function post(): void {
  send();
}

/** @thread */
export function receive(): void {
  while (Atomics.load(bell, 0) === 0) Atomics.wait(bell, 0, 0);
}

/** @finally */
export const delivered = (): boolean => box.letters === 1;
