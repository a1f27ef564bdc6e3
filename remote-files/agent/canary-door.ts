/** Where the canary finds out whether a call came to the agent. */
export const agentSymbol = Symbol.for("faultline/remote-files-agent");

export interface CanaryDoor {
  /** Calls that came to the agent so far. */
  calls(): number;
}
