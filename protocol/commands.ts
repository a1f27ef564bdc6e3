/**
 * Commands that lenses carry, each with one argument. A client that says `isFaultlineClient` registers them itself
 * (the server must not announce them as its own then: two owners of one command are an error);
 * for any other client the server executes them.
 */

/** Argument: `RunParams`. */
export const runCommand = "faultline.run";

/** Argument: `StopParams`. */
export const stopCommand = "faultline.stop";

/** Argument: `TraceRef`. */
export const showTraceCommand = "faultline.showTrace";

/** Argument: a code such as `FL3005`. */
export const explainCommand = "faultline.explain";

/** Makes a scenario of what only looks like one. The server executes it for every client. Argument: `OfferRef`. */
export const applyOfferCommand = "faultline.applyOffer";
