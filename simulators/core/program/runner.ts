/** A script that calls its `this` with a receiver and a list of arguments: a throw is a rejection, and what is no promise is its own answer. */
export const runnerText = "async function (self, args) { return await $apply(this, self, args); }";
