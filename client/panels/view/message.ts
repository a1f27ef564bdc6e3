import { messagePieces } from "../model/format.ts";
import { h } from "./dom.ts";

/** A step's message: values in the editor's font, changes as old → new. */
export function messageNodes(message: string): readonly Node[] {
  return messagePieces(message).map((piece): Node => {
    switch (piece.kind) {
      case "words":
        return document.createTextNode(piece.text);
      case "value":
        return h("span", { class: "val", text: piece.text });
      case "change":
        return h(
          "span",
          { class: "val change" },
          h("span", { class: "old", text: piece.before }),
          " → ",
          h("span", { class: "new", text: piece.after }),
        );
    }
  });
}
