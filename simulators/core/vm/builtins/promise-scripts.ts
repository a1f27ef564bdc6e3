/**
 * The parts of Promise that call the user's code, as JavaScript. What they lean on:
 * `$newPromise(newTarget)`, `$resolvePromise(promise, value)`, `$rejectPromise(promise, reason)`, `$resolvers(promise)` = { resolve, reject },
 * `$call(function, thisValue, …)` calls, `$append(array, value)` adds.
 */

export const promiseConstructor = `function (executor) {
  if (new.target === undefined) throw $promiseError("new");
  if (typeof executor !== "function") throw $promiseError("executor", executor);
  const promise = $newPromise(new.target);
  const functions = $resolvers(promise);
  try {
    executor(functions.resolve, functions.reject);
  } catch (error) {
    functions.reject(error);
  }
  return promise;
}`;

export const promiseThen = `function (onFulfilled, onRejected) {
  const constructor = $promiseSpecies(this, "then");
  if (constructor === $Promise) return $then(this, onFulfilled, onRejected);
  const derived = $capability(constructor);
  $thenInto(this, onFulfilled, onRejected, derived.promise, derived.resolve, derived.reject);
  return derived.promise;
}`;

export const promiseMethods = {
  catch: [
    1,
    `function (onRejected) {
  return this.then(undefined, onRejected);
}`,
  ],
  finally: [
    1,
    `function (onFinally) {
  const constructor = $finallySpecies(this);
  if (typeof onFinally !== "function") return this.then(onFinally, onFinally);
  return this.then(
    (value) => $promiseResolve(constructor, onFinally()).then(() => value),
    (reason) => $promiseResolve(constructor, onFinally()).then(() => {
      throw reason;
    }),
  );
}`,
  ],
} as const;

/** `each` runs for every item, with `index` and `next` (the promise for the item); `end` when none is left to wait for. */
const combine = (each: string, end: string): string => `function (iterable) {
  const constructor = this;
  const result = $capability(constructor);
  try {
    const resolve = $promiseResolveOf(constructor);
    const values = [];
    let remaining = 1;
    let count = 0;
    const finish = () => {
      remaining -= 1;
      if (remaining === 0) { ${end} }
    };
    $checkIterable(iterable);
    for (const item of iterable) {
      const index = count;
      count += 1;
      $append(values, undefined);
      const next = resolve === $promiseResolveStatic ? $promiseResolve(constructor, item) : $call(resolve, constructor, item);
      remaining += 1;
      let isCalled = false;
      ${each}
    }
    finish();
  } catch (error) {
    result.reject(error);
  }
  return result.promise;
}`;

const once = (parameter: string, value: string): string => `(${parameter}) => {
        if (isCalled) return;
        isCalled = true;
        values[index] = ${value};
        finish();
      }`;

export const promiseStatics = {
  all: [1, combine(`next.then(${once("value", "value")}, result.reject);`, "result.resolve(values);")],
  allSettled: [
    1,
    combine(
      `next.then(${once("value", '{ status: "fulfilled", value }')}, ${once("reason", '{ status: "rejected", reason }')});`,
      "result.resolve(values);",
    ),
  ],
  any: [1, combine(`next.then(result.resolve, ${once("reason", "reason")});`, "result.reject($aggregateError(values));")],
  race: [
    1,
    `function (iterable) {
  const constructor = this;
  const result = $capability(constructor);
  try {
    const resolve = $promiseResolveOf(constructor);
    $checkIterable(iterable);
    for (const item of iterable) $call(resolve, constructor, item).then(result.resolve, result.reject);
  } catch (error) {
    result.reject(error);
  }
  return result.promise;
}`,
  ],
  resolve: [
    1,
    `function (value) {
  $checkReceiver(this, "resolve");
  return $promiseResolve(this, value);
}`,
  ],
  reject: [
    1,
    `function (reason) {
  $checkReceiver(this, "reject");
  const result = $capability(this);
  result.reject(reason);
  return result.promise;
}`,
  ],
} as const;

/** Functions that only scripts and jobs know. */
export const promiseHelpers = {
  $capability: [
    1,
    `function (constructor) {
  if (constructor === $Promise) {
    const promise = $newPromise(undefined);
    const functions = $resolvers(promise);
    return { promise, resolve: functions.resolve, reject: functions.reject };
  }
  $checkConstructor(constructor);
  let resolve;
  let reject;
  const promise = new constructor((first, second) => {
    if (resolve !== undefined || reject !== undefined) throw $promiseError("executed");
    resolve = first;
    reject = second;
  });
  if (typeof resolve !== "function" || typeof reject !== "function") throw $promiseError("functions");
  return { promise, resolve, reject };
}`,
  ],
  $promiseResolve: [
    2,
    `function (constructor, value) {
  if ($isPromiseOf(constructor, value)) return value;
  if (constructor === $Promise) return $resolvedPromise(value);
  const result = $capability(constructor);
  result.resolve(value);
  return result.promise;
}`,
  ],
  $reactionJob: [
    3,
    `function (handler, promise, argument) {
  let result;
  try {
    result = handler(argument);
  } catch (error) {
    $rejectPromise(promise, error);
    return;
  }
  $resolvePromise(promise, result);
}`,
  ],
  $foreignReactionJob: [
    4,
    `function (handler, resolve, reject, argument) {
  let result;
  try {
    result = handler(argument);
  } catch (error) {
    reject(error);
    return;
  }
  resolve(result);
}`,
  ],
  $thenableJob: [
    3,
    `function (promise, thenable, then) {
  const functions = $resolvers(promise);
  try {
    $call(then, thenable, functions.resolve, functions.reject);
  } catch (error) {
    functions.reject(error);
  }
}`,
  ],
} as const;
