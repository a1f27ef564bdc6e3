/**
 * `faultline/critical-section` inside the machine: source text (ES2022) over the machine's intrinsics.
 * Names, meaning and errors: api/critical-section.ts.
 *
 * | intrinsic | meaning |
 * |---|---|
 * | `$beginSection(frames)` | raises the thread's nesting depth. `frames`: how much deeper in the stack than its caller code of the section itself may stand (1: the body that is called) |
 * | `$endSection(body)` | lowers it; the outermost end publishes; `RangeError` without an open section. `body`: the function that was the section |
 * | `$external(effect, resolve, reject)` | call, effect and completion as three moments; the completion calls one of the two |
 * | `$sleep(milliseconds, resolve)` | virtual time, a finite number that is not negative; calls `resolve` when it is over |
 * | `$currentThread()` `$currentCpu()` | `name#1`; 0 … cpus - 1 |
 * | `$unpark(thread)` | makes a parked thread ready; `RangeError` if there is no such thread |
 * | `$register(name, value)` | tells the machine what to construct: `SectionAborted(event)` is thrown where a handler says `abort` |
 */
export const criticalSectionModule = `
export function criticalSection(body) {
  $beginSection(1);
  try {
    return body();
  } finally {
    $endSection(body);
  }
}

export function critical() {
  $beginSection(-1);
  return {
    [Symbol.dispose]() {
      $endSection();
    },
  };
}

export function beginCritical() {
  $beginSection(-1);
}

export function endCritical() {
  $endSection();
}

export class SectionAborted extends Error {
  constructor(event) {
    super("The section was interrupted (" + event.kind + ") and the handler gave it up");
    this.name = "SectionAborted";
    this.event = event;
  }
}
$register("SectionAborted", SectionAborted);

export function external(effect) {
  return new Promise((resolve, reject) => {
    $external(effect, resolve, reject);
  });
}

export function sleep(milliseconds) {
  if (!(milliseconds >= 0 && milliseconds < Infinity)) {
    return Promise.reject(new RangeError("sleep: " + milliseconds + " is not a number of milliseconds from 0"));
  }
  return new Promise((resolve) => {
    $sleep(milliseconds, resolve);
  });
}

export function currentThread() {
  return $currentThread();
}

export function currentCpu() {
  return $currentCpu();
}

export function unpark(thread) {
  $unpark(thread);
}
`;

/** Modules that take the place of imports. */
export const modules: Readonly<Record<string, string>> = { "faultline/critical-section": criticalSectionModule };
