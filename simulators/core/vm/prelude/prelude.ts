/**
 * Builtins that call back the user's code are written in JavaScript, so that a thread can be stopped inside the callback.
 *
 * First key: where the function is a property ("Array.prototype", "JSON"), or "$" for a helper that only the prelude can name.
 * Second key: the name of the property, "@@replace" for `Symbol.replace`; helpers begin with `$`.
 * Value: `length` of the function, and its source as a function expression without a name (arrow functions have no `this` here).
 * The text may use intrinsics of the realm as free identifiers that begin with `$`; globals must not be used, because user code can change them.
 */
export type Prelude = Readonly<Record<string, Readonly<Record<string, PreludeFunction>>>>;

export type PreludeFunction = readonly [length: number, source: string];
