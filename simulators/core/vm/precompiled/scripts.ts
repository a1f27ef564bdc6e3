/**
 * Texts of our own scripts and what they are compiled to (`EncodedFunction`, as JSON). Empty as written: a build that is shipped or measured puts
 * them in (tools/precompiled.mjs); without them texts are compiled when they are needed, to the same.
 */
export const precompiled: Readonly<Record<string, string>> = {};
