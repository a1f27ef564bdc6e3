import { arrayPrograms } from "./arrays.programs.ts";
import { asyncPrograms } from "./async.programs.ts";
import { classPrograms } from "./classes.programs.ts";
import { collectionPrograms } from "./collections.programs.ts";
import { controlPrograms } from "./control.programs.ts";
import { functionPrograms } from "./functions.programs.ts";
import { generatorPrograms } from "./generators.programs.ts";
import { intlPrograms } from "./intl.programs.ts";
import { memoryPrograms } from "./memory.programs.ts";
import { messagePrograms } from "./messages.programs.ts";
import { numberPrograms } from "./numbers.programs.ts";
import { objectPrograms } from "./objects.programs.ts";
import { patternPrograms } from "./patterns.programs.ts";
import { promisePrograms } from "./promises.programs.ts";
import { textPrograms } from "./texts.programs.ts";
import { variablePrograms } from "./variables.programs.ts";
import type { Programs } from "./program.ts";

/** The coverage suite, by what it is about. */
export const suites: Readonly<Record<string, Programs>> = {
  arrays: arrayPrograms,
  async: asyncPrograms,
  collections: collectionPrograms,
  functions: functionPrograms,
  intl: intlPrograms,
  memory: memoryPrograms,
  numbers: numberPrograms,
  objects: objectPrograms,
  promises: promisePrograms,
  texts: textPrograms,
  variables: variablePrograms,
  control: controlPrograms,
  patterns: patternPrograms,
  classes: classPrograms,
  generators: generatorPrograms,
  messages: messagePrograms,
};
