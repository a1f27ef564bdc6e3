// What is shown: every kind of trace and state, in each theme and at the sizes that matter.
const traces = [
  "multicast",
  "critical-section",
  "nested",
  "deadlock",
  "stale-answer",
  "livelock",
  "lasso",
  "lost-answer",
  "outdated-cache",
];
const full = { width: 1440, height: 1600, scale: 1 };
/** Beside the source, in half a window. */
const beside = { width: 683, height: 900, scale: 1.6 };
export const narrow = { width: 450, height: 700, scale: 2 };
export const shots = [
  ...traces.flatMap((sample) => ["dark", "light", "contrast"].map((theme) => ({ name: `${sample}-${theme}`, sample, theme }))),
  ...traces.map((sample) => ({ name: `${sample}-1440`, sample, theme: "dark", ...full })),
  ...traces.map((sample) => ({ name: `${sample}-narrow`, sample, theme: "light", ...narrow, wholePage: true })),
  ...["critical-section", "nested"].map((sample) => ({ name: `${sample}-beside`, sample, theme: "dark", ...beside })),
  { name: "failure-dark", sample: "failure", theme: "dark" },
  { name: "failure-light", sample: "failure", theme: "light", keys: ["End"] },
  { name: "big-dark", sample: "big", theme: "dark", ...full },
  { name: "big-zoomed", sample: "big", theme: "light", ...full, keys: ["+", "+", "+", "+", "+", "+", "+"] },
  { name: "big-narrow", sample: "big", theme: "dark", ...narrow, wholePage: true },
  { name: "many-lanes", sample: "many-lanes", theme: "light" },
  { name: "many-lanes-narrow", sample: "many-lanes", theme: "dark", ...narrow, wholePage: true },
  { name: "long-dark", sample: "long", theme: "dark" },
  { name: "long-sections", sample: "long-sections", theme: "light", ...full },
  { name: "multicast-unfolded", sample: "multicast", theme: "light", ...full, keys: ["u"] },
  { name: "multicast-text", sample: "multicast", theme: "dark", keys: ["t"], wholePage: true },
  { name: "multicast-state", sample: "multicast", theme: "dark", sections: ["state"], wholePage: true },
  { name: "multicast-hex", sample: "multicast", theme: "light", click: "Hex" },
  { name: "multicast-start", sample: "multicast", theme: "dark", keys: ["Home", "ArrowRight"] },
  { name: "multicast-spine", sample: "multicast", theme: "light", keys: ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"] },
  { name: "help", sample: "multicast", theme: "dark", keys: ["?"] },
  { name: "find", sample: "critical-section", theme: "light", keys: ["/"], type: "lock", keysAfter: ["Enter"] },
  { name: "running", sample: "critical-section", theme: "dark", phase: { phase: "running", status: 1 } },
  { name: "obsolete", sample: "critical-section", theme: "light", phase: { phase: "obsolete" } },
  { name: "crashed", sample: "critical-section", theme: "dark", phase: { phase: "crashed", status: 8 } },
  { name: "holds", sample: "critical-section", theme: "light", about: { verdict: "holds", codes: [] } },
  { name: "states-dark", theme: "dark" },
  { name: "states-light", theme: "light" },
  { name: "states-contrast", theme: "contrast" },
  { name: "states-narrow", theme: "dark", ...narrow, wholePage: true },
  {
    name: "failed",
    theme: "light",
    message: { kind: "failed", message: "The trace file is not valid: steps[3].lane is missing" },
    height: 300,
  },
];
