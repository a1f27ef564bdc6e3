// Loaded before each unit test file: properties draw the same examples in every run. `FAULTLINE_SEED=<whole number>` draws others.
import { configureGlobal } from "fast-check";

configureGlobal({ seed: Number(process.env["FAULTLINE_SEED"] ?? 20_240_501) });
