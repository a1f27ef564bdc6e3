const jobs = ["a", "b"];
const done: (string | undefined)[] = [];

function* pending(): Generator<string | undefined> {
  while (jobs.length > 0) yield jobs.shift();
}

function* upper(source: Iterable<string | undefined>): Generator<string> {
  for (const job of source) yield job!.toUpperCase();
}

/** @thread x2 */
export function work(): void {
  for (const job of upper(pending())) done.push(job);
}
