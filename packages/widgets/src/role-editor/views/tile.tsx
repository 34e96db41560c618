import type { Scope } from "@crewdock/contract";
import type { VNode } from "preact";
import { levelOf } from "../model/matrix.ts";

interface TileProps {
  readonly scope: Scope;
  readonly text: string;
  /** Drawn as a switch: the action is only allowed or not. */
  readonly onOff?: boolean;
}

/** A scope to be read at a glance: the wider it is, the fuller the tile. */
export function Tile({ scope, text, onOff = false }: TileProps): VNode {
  return (
    <span class={onOff ? "tile on-off" : "tile"} data-level={levelOf(scope)} part="tile">
      {onOff ? <span class="knob" aria-hidden="true" /> : undefined}
      {scope === "none" && !onOff ? (
        <span role="img" aria-label={text}>
          —
        </span>
      ) : (
        <span class="truncate">{text}</span>
      )}
    </span>
  );
}
