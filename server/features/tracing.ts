import { type CancellationToken, ErrorCodes, ResponseError } from "vscode-languageserver";
import * as messages from "../../protocol/requests.ts";
import { findTrace, NotThere, replayFound } from "../trace-sources.ts";
import { createTraceStore } from "../traces/store.ts";
import { writeTrace } from "../export/trace.ts";
import { describe, type Host, signalOf } from "./feature.ts";

/** Traces: opened once, then read by window; replayed; written as text. */
export interface Tracing {
  text(ref: messages.TraceRef, format: messages.ExportTraceParams["format"], signal?: AbortSignal): Promise<string>;
}

export function serveTracing(host: Host): Tracing {
  const { connection, session } = host;
  const store = createTraceStore();

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the handler's parameter to what the method sends
  const answer = <Params>(method: string, handle: (params: Params, signal: AbortSignal) => Promise<unknown>) =>
    connection.onRequest<unknown, void>(method, (params: Params, token: CancellationToken) =>
      answered(host, () => handle(params, signalOf(token))),
    );

  answer(messages.openTrace, async ({ trace: ref }: messages.OpenTraceParams, signal): Promise<messages.OpenTraceResult> => {
    const { trace, about } = await findTrace(session, ref, signal);
    return { ...store.open(trace), about };
  });
  answer(messages.traceWindow, async ({ key, from, to }: messages.TraceWindowParams): Promise<messages.TraceWindow> => {
    const window = store.window(key, from, to);
    if (!window) throw new NotThere("This trace is no longer open: open it again");
    return window;
  });
  answer(
    messages.replayTrace,
    ({ trace: ref }: messages.ReplayTraceParams, signal): Promise<messages.ReplayTraceResult> => replayFound(session, ref, signal),
  );
  const text: Tracing["text"] = async (ref, format, signal = new AbortController().signal) =>
    writeTrace((await findTrace(session, ref, signal)).trace, format);
  answer(
    messages.exportTrace,
    async ({ trace: ref, format }: messages.ExportTraceParams, signal): Promise<messages.ExportTraceResult> => ({
      text: await text(ref, format, signal),
    }),
  );
  return { text };
}

/** There is no sensible empty answer here: the client is told why there is none. */
async function answered<Answer>(host: Host, answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof NotThere) throw new ResponseError(ErrorCodes.InvalidParams, error.message);
    host.log(`trace: ${describe(error)}`);
    throw new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
  }
}
