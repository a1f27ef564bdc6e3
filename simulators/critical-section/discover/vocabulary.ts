import { envTag } from "../../core/source/env-tag.ts";
import type { TagLanguage } from "../../core/source/tags.ts";

/** The tags of critical sections, their options and what is said of them: one table for reading, completion and hover. */

export interface OptionInfo {
  /** Before the `=`; of a word without one, the word. */
  readonly name: string;
  /** Those that can be listed. */
  readonly values?: readonly string[];
  /** Several values with commas between them. */
  readonly isList?: boolean;
  /** What a completion inserts. */
  readonly snippet: string;
  /** Markdown. */
  readonly about: string;
}

export interface TagInfo {
  readonly name: string;
  /** Where it may stand: on a top-level function, on any function, or anywhere in the file. */
  readonly place: "top-level" | "function" | "file";
  readonly title: string;
  /** Markdown. */
  readonly about: string;
  readonly options: readonly OptionInfo[];
}

export const eventKinds = ["timer", "ipi", "fault", "signal"] as const;
export const isolations = ["percpu", "buffered", "htm"] as const;
export const models = ["threads", "async"] as const;

export const tagInfos: readonly TagInfo[] = [
  {
    name: "thread",
    place: "top-level",
    title: "User-level thread",
    about:
      "Faultline runs this function as a thread. All threads of the file together are one scenario: every interruption, preemption and order of completions is tried.\n\n`@thread [xN] [cpu=K]`, on a function without required parameters.",
    options: [
      { name: "xN", values: ["x2", "x3"], snippet: "x${1:2}", about: "This many threads run the function; default 1." },
      { name: "cpu", snippet: "cpu=${1:0}", about: "The CPU it runs on, from 0; default 0. A thread never moves." },
    ],
  },
  {
    name: "criticalSection",
    place: "function",
    title: "Critical section",
    about:
      "The whole body is one critical section: an event inside reverts every change, and the interrupt handler decides what happens. For functions and methods that are neither `async` nor generators.",
    options: [],
  },
  {
    name: "interruptHandler",
    place: "top-level",
    title: "User-level interrupt handler",
    about:
      "The kernel calls this function after an event: `(info: Interrupt) => Decision`. Synchronous, one for a scenario; without one every event restarts the section.",
    options: [],
  },
  {
    name: "invariant",
    place: "top-level",
    title: "Invariant",
    about:
      "Must return true in every state in which no section is half done (`model=async`: whenever a micro-task ends). With `always`: inside sections, too.",
    options: [{ name: "always", snippet: "always", about: "Must hold inside sections, too." }],
  },
  {
    name: "finally",
    place: "top-level",
    title: "End condition",
    about: "Must return true when all threads have finished and no timer, external operation or micro-task is pending.",
    options: [],
  },
  {
    name: "machine",
    place: "file",
    title: "The simulated machine",
    about: "Once per file, in any doc comment. What is left out has its default.",
    options: [
      { name: "cpus", values: ["1", "2"], snippet: "cpus=${1:2}", about: "Number of CPUs, 1 to 16; default 1." },
      {
        name: "isolation",
        values: isolations,
        snippet: "isolation=${1|percpu,buffered,htm|}",
        about:
          "`percpu` (default): writes in place with an undo journal. `buffered`: a write buffer that is published at the end. `htm`: a buffer, and a conflict with another CPU aborts the section.",
      },
      {
        name: "events",
        values: eventKinds,
        isList: true,
        snippet: "events=${1:timer}",
        about: "Which events may strike, with commas between them; default `timer,ipi,fault,signal`.",
      },
      { name: "maxEvents", values: ["1", "2", "3"], snippet: "maxEvents=${1:2}", about: "Events in one run, 0 to 16; default 2." },
      {
        name: "quantum",
        values: ["200"],
        snippet: "quantum=${1:200}",
        about: "Memory accesses that a section may make before it is cut, 1 to 1,000,000; default 200.",
      },
      {
        name: "model",
        values: models,
        snippet: "model=${1|threads,async|}",
        about:
          "`threads`: preemption before every shared access. `async`: JavaScript's own rules, only awaits are interruption points. Default: `threads` when a section or a synchronous thread exists.",
      },
    ],
  },
  {
    name: "serialisable",
    place: "file",
    title: "Calls are units",
    about:
      "In `model=async`: an end state or returned value that equals no serial order of the calls is an error by itself (FL1002), not only together with a lost update or a failed property.",
    options: [],
  },
  { ...envTag, place: "file" },
];

const byName: ReadonlyMap<string, TagInfo> = new Map(tagInfos.map((info) => [info.name, info]));

export const tagInfo = (name: string): TagInfo | undefined => byName.get(name);
export const isOurTag = (name: string): boolean => byName.has(name);
/** `x2`, `key=value`, `always`. */
const option = /^(?:x\d+|[A-Za-z_]\w*=\S*|always)$/;

export const tagLanguage: TagLanguage = { isOurTag, isOption: (word) => option.test(word) };

export const tagNames: readonly string[] = tagInfos.map(({ name }) => name);
