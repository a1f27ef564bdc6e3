import type { Picture } from "../../../protocol/picture.ts";
import type { Panel } from "../view/moment.ts";
import { clusterView } from "./cluster/cluster-view.ts";
import { memoryView } from "./memory/memory-view.ts";
import type { PictureView } from "./picture-view.ts";
import { topologyView } from "./topology/topology-view.ts";

/** The view of a picture; undefined for a kind that a newer version has made, which is then shown by lanes alone. */
export function pictureView(picture: Picture, panel: Panel): PictureView | undefined {
  switch (picture.kind) {
    case "topology":
      return topologyView(picture, panel);
    case "cluster":
      return clusterView(picture, panel);
    case "memory":
      return memoryView(picture, panel);
  }
}
