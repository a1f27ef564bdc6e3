import { type GetResultResult, getResult, type ScenarioRef } from "../../protocol/requests.ts";
import { normalise } from "../addresses.ts";
import type { ServerLink } from "../server/link.ts";
import { type ResultSummary, summariseResult } from "../trace/choose.ts";

/** Results as tree, tests and commands need them: asked for when they are looked at, and kept until their file changes. */
export class Results {
  readonly #server: ServerLink;
  readonly #known = new Map<string, Promise<ResultSummary | undefined>>();

  constructor(server: ServerLink) {
    this.#server = server;
    server.store.onChange((uris) => {
      for (const uri of uris) if (!isWorking(server, uri)) this.#forget(uri);
    });
  }

  /** @returns Undefined when there is none yet. */
  of({ uri, scenario }: ScenarioRef): Promise<ResultSummary | undefined> {
    const key = `${normalise(uri)}#${scenario}`;
    const known = this.#known.get(key);
    if (known) return known;
    const asked = this.#server
      .request<GetResultResult>(getResult, { uri, scenario })
      .then((result) => (result ? summariseResult(result) : undefined));
    this.#known.set(key, asked);
    asked.catch(() => this.#known.delete(key));
    return asked;
  }

  #forget(uri: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${uri}#`)) this.#known.delete(key);
  }
}

/** While a scenario runs, only its progress changes: the last result stays what it is. */
function isWorking(server: ServerLink, uri: string): boolean {
  const statuses = server.store.of(uri);
  return statuses.length > 0 && statuses.every(({ phase }) => phase === "running" || phase === "queued");
}
