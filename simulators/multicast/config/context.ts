import type { Code, Problem, Severity } from "../../../protocol/problem.ts";
import type { Group, Topology } from "../model.ts";
import { keyNumber, parseKey } from "./addresses.ts";
import type { ConfigDocument } from "../../core/config/edits.ts";
import { nearest } from "./nearest.ts";
import type { HostReader } from "./names.ts";
import type { Pointer } from "../../core/config/node.ts";
import { complain } from "../../core/config/problems.ts";

/** What the parts of a configuration are read with, and where they put what is wrong. */
export interface Context {
  readonly document: ConfigDocument;
  readonly topology: Topology;
  readonly hosts: HostReader;
  readonly problems: Problem[];
}

export function say(
  { document, problems }: Context,
  code: Code,
  severity: Severity,
  pointer: Pointer,
  message: string,
  rest: Parameters<typeof complain>[5] = {},
): void {
  problems.push(complain(document, code, severity, pointer, message, rest));
}

/** Finds groups by what streams and headers call them. */
export class GroupNames {
  readonly groups: readonly Group[];
  private readonly byName = new Map<string, Group>();
  private readonly byKey = new Map<number, Group>();
  private misspelt = 0;

  /** Of several groups with one name or one key the first is meant. */
  constructor(groups: readonly Group[]) {
    this.groups = groups;
    for (const group of groups) {
      const key = keyNumber(group.tenant, group.address);
      if (!this.byName.has(group.name)) this.byName.set(group.name, group);
      if (!this.byKey.has(key)) this.byKey.set(key, group);
    }
  }

  /** A name, or `tenant/address`. */
  find(text: string): Group | undefined {
    const key = parseKey(text);
    return this.byName.get(text) ?? (key && this.byKey.get(keyNumber(key.tenant, key.address)));
  }

  /** The group that was probably meant; looked for only so many times, since the time for one grows with the number of groups. */
  nearest(text: string): Group | undefined {
    if (mostCorrections < ++this.misspelt) return undefined;
    const name = nearest(text, this.byName.keys());
    return name === undefined ? undefined : this.byName.get(name);
  }
}

const mostCorrections = 50;
