import type { VObject } from "../cell.ts";
import { isCallable, type VFunction } from "../objects/function.ts";
import { type Content, OrdinaryObject } from "../objects/ordinary.ts";
import type { StateWriter } from "../state-writer.ts";
import { type Value, whole } from "../value.ts";
import type { Vm } from "../vm.ts";
import { caught } from "./caught.ts";

export type PromiseState = "pending" | "fulfilled" | "rejected";

/** A promise. Its state is journalled; what waits for it is a list, newest first. */
export class VPromise extends OrdinaryObject {
  state: PromiseState = "pending";
  /** Value or reason. */
  result: Value = undefined;
  /** Tag of data flow of `result`. */
  tag = 0;
  isHandled = false;
  /** Raised when the promise is resolved: resolving functions of an earlier age do nothing. */
  age = 0;
  reactions: Reaction | undefined = undefined;
  /** `Vm.asyncStore` when it was made: for the `then` of what it is resolved with. */
  store: Value = undefined;

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.word(states.indexOf(this.state));
    const hasStore = this.store !== undefined && this.state === "pending";
    out.word((this.isHandled ? 1 : 0) | (hasStore ? 2 : 0));
    if (hasStore) out.value(this.store);
    out.word(this.age);
    out.value(this.result);
    out.tag(this.tag);
    let count = 0;
    for (let reaction = this.reactions; reaction !== undefined; reaction = reaction.next) count += 1;
    out.word(count);
    for (let reaction = this.reactions; reaction !== undefined; reaction = reaction.next) {
      out.word(reaction.context * 2 + (reaction.store === undefined ? 0 : 1));
      if (reaction.store !== undefined) out.value(reaction.store);
      out.cell(reaction.onFulfilled);
      out.cell(reaction.onRejected);
      out.cell(reaction.derived?.promise);
      out.cell(reaction.derived?.resolve);
      out.cell(reaction.derived?.reject);
    }
    this.writeNamed(out);
  }

  override content(): Content {
    return this.state === "pending" ? { note: "pending" } : { note: this.state, items: [this.result] };
  }
}

const states: readonly PromiseState[] = ["pending", "fulfilled", "rejected"];

/** What becomes of a handler's result: a promise of ours, or one that can only be settled by its own functions. */
export interface Derived {
  readonly promise: VObject;
  readonly resolve: VObject | undefined;
  readonly reject: VObject | undefined;
}

/** A handler that waits for a promise. Never changed. */
interface Reaction {
  /** The thread that registered it. */
  readonly context: number;
  /** `Vm.asyncStore` then. */
  readonly store: Value;
  readonly onFulfilled: VFunction | undefined;
  readonly onRejected: VFunction | undefined;
  /** Undefined: the result goes nowhere (`await`). */
  readonly derived: Derived | undefined;
  /** Registered before this one. */
  readonly next: Reaction | undefined;
}

/** A pending promise. */
export function newPromise(vm: Vm, proto: VObject = vm.realm.intrinsic("PromisePrototype")): VPromise {
  const promise = new VPromise(vm.nextId(), proto, vm.realm.emptyShape, [], "promise");
  promise.store = vm.asyncStore;
  return promise;
}

/** What `await value` waits for: `value` itself if it is a promise of ours, else a promise that is resolved with it. Tag: `vm.flow`. */
export function promiseResolve(vm: Vm, value: Value): VPromise {
  if (value instanceof VPromise && constructorOf(vm, value) === vm.realm.intrinsic("Promise")) return value;
  const promise = newPromise(vm);
  resolvePromise(vm, promise, value);
  return promise;
}

/** `promise.constructor`; for promises that nobody has tampered with without a look at properties. */
export function constructorOf(vm: Vm, promise: VPromise): Value {
  const prototype = vm.realm.intrinsic("PromisePrototype") as OrdinaryObject;
  const isPlain = promise.proto === prototype && promise.slotOf("constructor") < 0;
  return isPlain && prototype.readOwn("constructor") === vm.realm.intrinsic("Promise")
    ? vm.realm.intrinsic("Promise")
    : vm.get(promise, "constructor");
}

/**
 * Calls one of the functions in a micro-task of its own once the promise is settled. Undefined for a function: value or reason go on to `derived`.
 * The promise is accessed (write: the order of what waits for it is part of it) before anything happens.
 */
export function performThen(vm: Vm, promise: VPromise, onFulfilled: Value, onRejected: Value, derived?: Derived | VPromise): void {
  vm.touch(promise, whole, "write");
  const reaction: Reaction = {
    context: vm.context,
    store: vm.asyncStore,
    onFulfilled: isCallable(onFulfilled) ? onFulfilled : undefined,
    onRejected: isCallable(onRejected) ? onRejected : undefined,
    derived: derived instanceof VPromise ? { promise: derived, resolve: undefined, reject: undefined } : derived,
    next: promise.reactions,
  };
  if (promise.state === "pending") {
    vm.journal.save(promise, "reactions");
    promise.reactions = reaction;
  } else {
    if (promise.state === "rejected" && !promise.isHandled) vm.host.rejection(promise, "handled");
    enqueueReaction(vm, reaction, promise.state, promise.result, promise.tag);
  }
  if (promise.isHandled) return;
  vm.journal.save(promise, "isHandled");
  promise.isHandled = true;
}

/** What calling a promise's `resolve` function does: promises and other objects with a `then` are waited for. Tag of the value: `vm.flow`. */
export function resolvePromise(vm: Vm, promise: VPromise, value: Value): void {
  const { flow } = vm;
  if (value === promise) return rejectPromise(vm, promise, vm.error("TypeError", "Chaining cycle detected for promise #<Promise>"));
  if (typeof value !== "object" || value === null) return fulfil(vm, promise, value, flow);
  const then = caught(() => vm.get(value, "then"));
  vm.flow = flow;
  if (then.isThrown) return rejectPromise(vm, promise, then.value);
  if (!isCallable(then.value)) return fulfil(vm, promise, value, flow);
  vm.touch(promise, whole, "write");
  raiseAge(vm, promise);
  const isOurs = value instanceof VPromise && then.value === vm.realm.value("$promiseThen");
  const callee = vm.realm.intrinsic(isOurs ? "$adoptJob" : "$thenableJob");
  const args = isOurs ? [promise, value] : [promise, value, then.value];
  vm.host.enqueue({ context: vm.context, callee, args, tags: [0, flow, 0], store: promise.store });
}

/** What calling a promise's `reject` function does. Tag of the reason: `vm.flow`. */
export function rejectPromise(vm: Vm, promise: VPromise, reason: Value): void {
  const { flow } = vm;
  vm.touch(promise, whole, "write");
  settle(vm, promise, "rejected", reason, flow);
}

function fulfil(vm: Vm, promise: VPromise, value: Value, tag: number): void {
  vm.touch(promise, whole, "write");
  settle(vm, promise, "fulfilled", value, tag);
}

function raiseAge(vm: Vm, promise: VPromise): void {
  vm.journal.save(promise, "age");
  promise.age += 1;
}

function settle(vm: Vm, promise: VPromise, state: "fulfilled" | "rejected", result: Value, tag: number): void {
  const { journal } = vm;
  raiseAge(vm, promise);
  journal.save(promise, "state");
  journal.save(promise, "result");
  journal.save(promise, "tag");
  journal.save(promise, "reactions");
  const { reactions } = promise;
  promise.state = state;
  promise.result = result;
  promise.tag = tag;
  promise.reactions = undefined;
  if (state === "rejected" && !promise.isHandled) vm.host.rejection(promise, "unhandled");
  const inOrder: Reaction[] = [];
  for (let reaction = reactions; reaction !== undefined; reaction = reaction.next) inOrder.push(reaction);
  for (const reaction of inOrder.reverse()) enqueueReaction(vm, reaction, state, result, tag);
}

function enqueueReaction(vm: Vm, reaction: Reaction, state: "fulfilled" | "rejected", result: Value, tag: number): void {
  const { context, derived, store } = reaction;
  const isFulfilled = state === "fulfilled";
  const handler = isFulfilled ? reaction.onFulfilled : reaction.onRejected;
  const settler = isFulfilled ? derived?.resolve : derived?.reject;
  const enqueue = (callee: VObject, args: readonly Value[]): void =>
    vm.host.enqueue({ context, callee, args, tags: args.map((_, at) => (at === args.length - 1 ? tag : 0)), store });
  if (handler !== undefined) {
    if (derived === undefined) enqueue(handler, [result]);
    else if (derived.resolve === undefined) enqueue(vm.realm.intrinsic("$reactionJob"), [handler, derived.promise, result]);
    else enqueue(vm.realm.intrinsic("$foreignReactionJob"), [handler, derived.resolve, derived.reject, result]);
  } else if (settler !== undefined) enqueue(settler, [result]);
  else if (derived !== undefined)
    enqueue(vm.realm.intrinsic(isFulfilled ? "$resolvePromise" : "$rejectPromise"), [derived.promise, result]);
}
