const jobs = ["a", "b"];
const done: string[] = [];

function* pending(): Generator<string> {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) yield job;
}

function* upper(source: Iterable<string>): Generator<string> {
  for (const job of source) yield job.toUpperCase();
}

/** @thread x2 */
export function work(): void {
  for (const job of upper(pending())) done.push(job);
}

/** @finally */
export const bothDone = (): boolean => done.toSorted().join() === "A,B";
