// Made by tools/controller-modules.mjs.
export const text: string =
  "var notYet=!0;export{notYet};";
