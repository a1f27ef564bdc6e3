/** A call of the agent: its kind, then its arguments. */
export type Ask = { readonly [Kind in keyof AgentArguments]: readonly [kind: Kind, ...args: AgentArguments[Kind]] }[keyof AgentArguments];
