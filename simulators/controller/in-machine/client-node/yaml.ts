import { generation } from "./generation.ts";
import { deserialised, serialised } from "./objects.ts";

/** One object of YAML. From 1.4 on it is one as the API answers it: times are Dates, and fields that its model does not know are left out. */
export function loadYaml(data: string, options?: unknown): unknown {
  const found = $loadYaml(data, false, options, $client());
  if (generation === 0) return found;
  if (!found) throw new Error("Failed to load YAML");
  return deserialised(found);
}

/** The objects of a text of several documents. */
export function loadAllYaml(data: string, options?: unknown): unknown[] {
  const found = $loadYaml(data, true, options, $client()) as unknown[];
  return generation === 0 ? found : found.map((object) => deserialised(object));
}

export function dumpYaml(object: unknown, options?: unknown): string {
  return $dumpYaml(generation === 0 ? object : serialised(object), options);
}
