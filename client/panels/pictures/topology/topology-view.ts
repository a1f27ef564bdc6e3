import type { TopologyPicture } from "../../../../protocol/picture.ts";
import type { Panel } from "../../view/moment.ts";
import type { PictureView } from "../picture-view.ts";
import { copyTable } from "./copies.ts";
import { summariseFabric } from "./fabric.ts";
import { FabricView } from "./fabric-view.ts";
import { HeaderView } from "./header-view.ts";
import { HostsView } from "./hosts-view.ts";
import { LoadView } from "./load-view.ts";
import { topologyText } from "./text.ts";

/** A packet in a fabric: the fabric and the header above the steps, hosts and load beside them. */
export function topologyView(picture: TopologyPicture, panel: Panel): PictureView {
  const table = copyTable(picture);
  const fabric = summariseFabric(picture, table);
  const drawing = new FabricView(picture, table, fabric, panel);
  const { load } = picture;
  return {
    above: [drawing, ...(picture.headers.length > 0 ? [new HeaderView(picture, table, fabric, panel)] : [])],
    beside: [new HostsView(picture, table, fabric, panel), ...(load && load.length > 0 ? [new LoadView(picture, load, panel)] : [])],
    text: topologyText(picture),
    toggleUnfolded: () => drawing.toggleUnfolded(),
    zoom: (by) => drawing.zoom(by),
  };
}
