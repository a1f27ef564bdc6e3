import { type CancellationToken, type ClientCapabilities, type Connection, ErrorCodes, ResponseError } from "vscode-languageserver";
import type { Session } from "../session.ts";
import type { FileState } from "../track.ts";
import { uriOf } from "../workspace/addresses.ts";

/** What a feature needs: it finds data, converts, and answers. */
export interface Host {
  readonly connection: Connection;
  readonly session: Session;
  /** Known once `initialize` has come. */
  readonly client: ClientFacts;
  /** Files that cannot be made sense of and requests that fail are told here, and nowhere else. */
  readonly log: (line: string) => void;
}

export interface ClientFacts {
  capabilities: ClientCapabilities;
  /** Our own extension: it knows our notifications and owns the commands of lenses. */
  isFaultlineClient: boolean;
  /** Between `initialize` and `shutdown` requests are answered, before and after they are refused, as the protocol asks. */
  phase: "new" | "serving" | "ended";
}

/** A failing request is logged and answered with `otherwise`; it never ends the server. */
export function guarded<Params, Answer>(
  host: Pick<Host, "log" | "client">,
  name: string,
  otherwise: Answer,
  handle: (params: Params, token: CancellationToken) => Answer | Promise<Answer>,
): (params: Params, token: CancellationToken) => Promise<Answer> {
  return async (params, token) => {
    refuseOutOfTurn(host.client);
    try {
      return await handle(params, token);
    } catch (error) {
      host.log(`${name}: ${describe(error)}`);
      return otherwise;
    }
  };
}

/** @throws {ResponseError} It is not the time for requests. */
function refuseOutOfTurn({ phase }: ClientFacts): void {
  if (phase === "new") throw new ResponseError(ErrorCodes.ServerNotInitialized, "initialize comes first");
  if (phase === "ended") throw new ResponseError(ErrorCodes.InvalidRequest, "the server has been shut down");
}

/** The same for notifications. */
export function guardedEvent<Params>(
  host: Pick<Host, "log">,
  name: string,
  handle: (params: Params) => void | Promise<void>,
): (params: Params) => Promise<void> {
  return async (params) => {
    try {
      await handle(params);
    } catch (error) {
      host.log(`${name}: ${describe(error)}`);
    }
  };
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A signal that is raised when the client takes its request back. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Paths in what belongs to `file` are relative to its folder. */
export const toUriFrom =
  (file: FileState) =>
  (path: string): string =>
    path === file.path ? file.uri : uriOf(path, file.folder);
