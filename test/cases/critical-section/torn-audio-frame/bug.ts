const samples = new Float32Array(new SharedArrayBuffer(8));
const seen: number[] = [];

/** @thread */
export function play(): void {
  samples[0] = 0.5;
  samples[1] = 0.5;
}

/** @thread */
export function draw(): void {
  const left = samples[0];
  const right = samples[1];
  seen.push(left, right);
}

/** @finally */
export const wholeFrame = (): boolean => seen[0] === seen[1];
