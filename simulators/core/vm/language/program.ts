/**
 * Small programs of the coverage suite, by what they show: bodies of functions (strict code).
 * What one returns, throws or logs is compared with what V8 does.
 */
export type Programs = Readonly<Record<string, string>>;
