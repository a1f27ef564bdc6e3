import { criticalSection } from "faultline/critical-section";

const jobs = ["a", "b"];
const done: (string | undefined)[] = [];

const take = (): string | undefined => criticalSection(() => (jobs.length > 0 ? jobs.shift() : undefined));

function* pending(): Generator<string> {
  for (let job = take(); job !== undefined; job = take()) yield job;
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
