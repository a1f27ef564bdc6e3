/** How many characters two texts have in common at their beginning. */
export function commonHead(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  // Whole blocks are compared by the runtime, many characters at a time.
  while (at + block <= most && a.slice(at, at + block) === b.slice(at, at + block)) at += block;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

/** How many characters two texts have in common at their end. @param most Not more than this. */
export function commonTail(a: string, b: string, most: number): number {
  let count = 0;
  const isSame = (length: number) =>
    a.slice(a.length - count - length, a.length - count) === b.slice(b.length - count - length, b.length - count);
  while (count + block <= most && isSame(block)) count += block;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}

const block = 4096;
