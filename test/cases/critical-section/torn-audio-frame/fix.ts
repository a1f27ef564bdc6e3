import { criticalSection } from "faultline/critical-section";

const samples = new Float32Array(new SharedArrayBuffer(8));
const seen: number[] = [];

/** @thread */
export function play(): void {
  criticalSection(() => {
    samples[0] = 0.5;
    samples[1] = 0.5;
  });
}

/** @thread */
export function draw(): void {
  const frame = criticalSection(() => [samples[0], samples[1]]);
  seen.push(...frame);
}

/** @finally */
export const wholeFrame = (): boolean => seen[0] === seen[1];
