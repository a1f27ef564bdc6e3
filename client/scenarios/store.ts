import type { ScenarioRef, ScenariosChanged, ScenarioStatus } from "../../protocol/requests.ts";
import { comparePositions } from "../../protocol/source.ts";
import { normalise } from "../addresses.ts";

/** What the server last said of every scenario. Tree, tests, gutter, status: all draw from here and nowhere else. */
export class ScenarioStore {
  readonly #byUri = new Map<string, readonly ScenarioStatus[]>();
  readonly #listeners = new Set<(uris: readonly string[]) => void>();

  /** By file, then by position: the order in which they are listed everywhere. */
  all(): readonly ScenarioStatus[] {
    return this.uris().flatMap((uri) => this.of(uri));
  }

  /** In normal form (see `normalise`): for looking up, not for sending. */
  uris(): readonly string[] {
    return [...this.#byUri.keys()].sort();
  }

  of(uri: string): readonly ScenarioStatus[] {
    return this.#byUri.get(normalise(uri)) ?? [];
  }

  find(ref: ScenarioRef): ScenarioStatus | undefined {
    return this.of(ref.uri).find((status) => status.scenario === ref.scenario);
  }

  /** Takes over a message of the server: it is complete for each file that it is about. */
  apply(message: ScenariosChanged): void {
    const grouped = groupByUri(message.scenarios);
    const uris = [...new Set([...(message.uris ?? []).map(normalise), ...grouped.keys()])];
    for (const uri of uris) this.#set(uri, grouped.get(uri) ?? []);
    this.#tell(uris);
  }

  /** Takes over a complete list: files that it does not name have no scenario. */
  replaceAll(scenarios: readonly ScenarioStatus[]): void {
    this.apply({ scenarios, uris: this.uris() });
  }

  /** @returns Ends the subscription. */
  onChange(listener: (uris: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(uri: string, statuses: readonly ScenarioStatus[]): void {
    if (statuses.length === 0) this.#byUri.delete(uri);
    else
      this.#byUri.set(
        uri,
        statuses.toSorted((a, b) => comparePositions(a.range.start, b.range.start)),
      );
  }

  #tell(uris: readonly string[]): void {
    if (uris.length === 0) return;
    for (const listener of this.#listeners) listener(uris);
  }
}

function groupByUri(statuses: readonly ScenarioStatus[]): Map<string, ScenarioStatus[]> {
  const groups = new Map<string, ScenarioStatus[]>();
  for (const status of statuses) {
    const uri = normalise(status.uri);
    const group = groups.get(uri);
    if (group) group.push(status);
    else groups.set(uri, [status]);
  }
  return groups;
}
