import type { LibraryName } from "./bindings.ts";

/** What is said of the library's names where they are used. Markdown; the full text is in api/critical-section.ts. */
export const libraryTexts: Readonly<Record<LibraryName, string>> = {
  criticalSection:
    "Runs its body as one critical section. In the simulation an event inside reverts every change it has made and the interrupt handler decides: `restart`, `runOther`, `resume`, `abort` or `park`. Nested sections are flattened into the outermost. In production it calls the body, nothing else.",
  critical: "`using _ = critical()` marks the rest of the block as a critical section.",
  beginCritical:
    "Begins a critical section. Each path out of the function needs its `endCritical()`; `criticalSection(body)` sees to that by itself.",
  endCritical: "Ends the section that `beginCritical()` began; only the outermost end publishes.",
  SectionAborted:
    "Thrown where a section was entered, after the interrupt handler has answered `abort`: nothing of the section has happened.",
  external:
    "An operation of the outside world. In the simulation the call, its effect and its completion are three moments, and effects and completions of different calls come in every order.",
  sleep: "Waits in virtual time: the clock moves only when no thread and no micro-task can run.",
  currentThread: "The thread that runs this call: `name#1`. In a handler: the interrupted thread.",
  currentCpu: "The CPU that runs this call, from 0.",
  unpark:
    "Makes a parked thread ready. If it comes first, the next `park` of that thread is answered like `restart`. Not inside a section: it cannot be taken back (FL1005).",
};
