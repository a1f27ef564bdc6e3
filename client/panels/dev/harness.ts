import type { FromPanel, PanelState, ToPanel } from "../../../protocol/panel.ts";
import type { TraceAbout } from "../../../protocol/requests.ts";
import type { Trace } from "../../../protocol/trace.ts";
import { StateReader } from "../model/state-at.ts";
import { openedOf, samples, statuses } from "./samples.ts";

/** Plays the editor around the panel, in a page of its own: answers what it asks for and writes down what it says. */
interface Harness {
  readonly sent: FromPanel[];
  readonly send: (message: ToPanel) => void;
  readonly open: (name: string, about?: Partial<TraceAbout>) => number;
  readonly openTrace: (trace: Trace, about: Partial<TraceAbout>) => number;
  readonly statuses: typeof statuses;
  state: PanelState | undefined;
}

declare global {
  var harness: Harness;
  var acquireVsCodeApi: () => { postMessage(message: FromPanel): void; getState(): unknown; setState(state: PanelState): void };
}

let current: Trace | undefined;
const sent: FromPanel[] = [];
const send = (message: ToPanel): void => window.postMessage(message, "*");

const openTrace = (trace: Trace, about: Partial<TraceAbout>): number => {
  current = trace;
  send({ kind: "show", opened: openedOf(trace, about) });
  return trace.steps.length;
};

globalThis.harness = {
  sent,
  send,
  openTrace,
  open: (name, about) => {
    const sample = samples[name]?.();
    if (!sample) throw new Error(`no sample ${name}`);
    return openTrace(sample.trace, { ...sample.about, ...about });
  },
  statuses,
  state: readState(),
};

globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => {
    sent.push(message);
    if (message.kind === "want-window" && current) answer(current, message);
  },
  getState: () => globalThis.harness.state,
  setState: (state) => {
    globalThis.harness.state = state;
    sessionStorage.setItem("state", JSON.stringify(state));
  },
});

/** A reader keeps the state before each step it has passed: a window in a long trace needs no replay from the start. */
const readers = new WeakMap<Trace, StateReader>();

function answer(trace: Trace, { key, from, to }: Extract<FromPanel, { kind: "want-window" }>): void {
  const reader = readers.get(trace) ?? new StateReader(0, trace.steps, trace.initial);
  readers.set(trace, reader);
  send({ kind: "window", key, window: { from, steps: trace.steps.slice(from, to), state: reader.before(from) } });
}

function readState(): PanelState | undefined {
  const text = sessionStorage.getItem("state");
  return text === null ? undefined : (JSON.parse(text) as PanelState);
}
