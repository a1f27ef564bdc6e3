import { envTag } from "../../core/source/env-tag.ts";
import type { TagLanguage } from "../../core/source/tags.ts";

/** The tags of remote files, their options and what is said of them: one table for reading, completion and hover. */

export interface OptionInfo {
  /** Before the `=`. */
  readonly name: string;
  /** What a completion inserts. */
  readonly snippet: string;
  /** Markdown. */
  readonly about: string;
}

export interface TagInfo {
  readonly name: string;
  readonly title: string;
  /** Markdown. */
  readonly about: string;
  readonly options: readonly OptionInfo[];
}

export const tagInfos: readonly TagInfo[] = [
  {
    name: "process",
    title: "Process on a node",
    about:
      "Faultline runs this function once on an application node of `faultline.remote-files.json`, with variables of its own. All processes of the file together are one scenario: orders of operations, parts of messages and crashes are tried within the bounds.\n\n`@process node=NAME`, on an exported async function without parameters.",
    options: [
      {
        name: "node",
        snippet: "node=$1",
        about: "The node that it runs on: one with role `app` in the nearest `faultline.remote-files.json`.",
      },
    ],
  },
  {
    name: "invariant",
    title: "Invariant",
    about:
      "Must return true in every state. It may take one parameter, an object with the values returned so far by the name of the process, and read files with synchronous calls of `node:fs`: it sees the remote memory as it is, without time, events or errors.",
    options: [],
  },
  {
    name: "finally",
    title: "End condition",
    about: "Must return true when all processes have finished and no node has crashed. Takes and reads what an `@invariant` may.",
    options: [],
  },
  envTag,
];

const byName: ReadonlyMap<string, TagInfo> = new Map(tagInfos.map((info) => [info.name, info]));

export const tagInfo = (name: string): TagInfo | undefined => byName.get(name);
export const isOurTag = (name: string): boolean => byName.has(name);
export const tagNames: readonly string[] = tagInfos.map(({ name }) => name);

export const tagLanguage: TagLanguage = { isOurTag, isOption: (word) => /^[A-Za-z_]\w*=\S*$/.test(word) };
