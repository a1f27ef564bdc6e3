import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Cell } from "../../core/vm/cell.ts";
import type { Stop } from "../../core/vm/host.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Reconciler } from "./reconciler.ts";
import { assign } from "../../core/program/assign.ts";
import type { WaitingLook } from "./state.ts";
import type { CallAnswer } from "./types.ts";
import { toValue } from "./values.ts";

/** Why a task stopped that looks into the cache of an informer. */
export const lookAside: object = Object.freeze({ kind: "look" });

/**
 * What an informer's cache shows, in the middle of code that does not wait: the object or objects that a GET of this path finds. The code stands still
 * until there is an answer; then the native is called once more.
 */
export function look(reconciler: Reconciler, path: string, selectors: string): Value {
  const { state, vm } = reconciler;
  const question = `${path} ${selectors}`;
  const known = state.looks.find((each) => each.question === question);
  if (known !== undefined) return known.value;
  if (!reconciler.isReconciling) return vm.notModelled("the cache of an informer is only there while a reconcile runs");
  reconciler.wantedLook = { path, selectors, question };
  return vm.pause(lookAside);
}

/** The task has stopped at a look: from now on that is a call that waits. */
export function halt(reconciler: Reconciler, task: { top: ReturnType<Reconciler["vm"]["save"]> }): void {
  const { state, vm, wantedLook } = reconciler;
  if (wantedLook === undefined) throw new Error("nobody has looked");
  const { path, selectors, question } = wantedLook;
  const query = reconciler.parse(selectors) as Readonly<Record<string, string>>;
  const target = { kind: "api", request: { method: "GET", path, query, cached: true } } as const;
  const { kind } = partsOf(path);
  const isAgain = state.looks.some((each) => partsOf(each.path).kind === kind);
  assign(vm.journal, state, "halted", vm.save(task));
  reconciler.waitAt(reconciler.placesOf(task), reconciler.runner, { kind: "look", target, question, when: isAgain ? "again" : "first" });
}

/** `pods` and `web-0` of `/api/v1/namespaces/shop/pods/web-0`. */
function partsOf(path: string): { readonly kind: string; readonly name?: string } {
  const [, kind = "", name] = /^\/(?:api|apis\/[^/]+)\/[^/]+(?:\/namespaces\/[^/]+(?=\/))?\/([^/]+)(?:\/([^/]+))?/.exec(path) ?? [];
  return { kind, ...(name === undefined ? {} : { name }) };
}

/** The code that stands still gets its answer and runs on. @throws {ProcessStopped} */
export function goOn(reconciler: Reconciler, { question, target }: WaitingLook, answer: CallAnswer, at: SourceSpan | undefined): Stop {
  const { state, vm } = reconciler;
  const cells = new Set<Cell>();
  const { path } = target.request;
  const found = foundIn(answer, partsOf(path).name !== undefined);
  if (found === undefined) {
    const message = `the API server serves nothing at \`${path}\`: the cache of this informer stays empty for ever`;
    return reconciler.stop("FL0003", message, at);
  }
  const value = found === null ? undefined : toValue(vm, found, (cell) => cells.add(cell));
  assign(vm.journal, state, "looks", [...state.looks, { question, path, value }]);
  if (found !== null) assign(vm.journal, state, "given", [...state.given.slice(-mostGiven), { value, json: found, cells }]);
  const task = { top: state.halted };
  assign(vm.journal, state, "halted", undefined);
  return reconciler.runToEnd(task);
}

/** Objects from earlier looks are followed as long as there are not more than these. */
const mostGiven = 15;

/** The object, or a list of them; null: there is no such object, undefined: no such kind. */
function foundIn(answer: CallAnswer, isOne: boolean): Json | undefined {
  if (answer.kind === "lost") return undefined;
  if (answer.code === 404) return isOne ? null : undefined;
  if (isOne) return answer.body;
  const { kind, apiVersion, items } = answer.body as JsonObject & { readonly items: readonly JsonObject[] };
  // What a watch sends says its kind, what a list holds does not.
  const own = { apiVersion: apiVersion ?? "", kind: typeof kind === "string" ? kind.replace(/List$/, "") : "" };
  return items.map((item) => ({ ...own, ...item }));
}
