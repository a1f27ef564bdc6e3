/** `@env`, which every simulator that runs code has, as it is told in completion and hover. */
export const envTag = {
  name: "env",
  title: "Environment variable",
  about: "`@env NAME=value`: what `process.env.NAME` is in the simulation. Everything else is not set.",
  options: [{ name: "NAME", snippet: "${1:NAME}=${2:value}", about: "Name and value of a variable." }],
};
