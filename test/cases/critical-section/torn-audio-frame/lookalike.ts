const buffers = [new Float32Array(2), new Float32Array(2)] as const;
let front: 0 | 1 = 0;
const seen: number[] = [];

/** @thread */
export function play(): void {
  buffers[1][0] = 0.5;
  buffers[1][1] = 0.5;
  front = 1;
}

/** @thread */
export function draw(): void {
  const samples = buffers[front];
  const left = samples[0];
  const right = samples[1];
  seen.push(left, right);
}

/** @finally */
export const wholeFrame = (): boolean => seen[0] === seen[1];
