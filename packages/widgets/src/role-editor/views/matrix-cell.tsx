import type { CatalogueAction } from "@crewdock/contract";
import type { VNode } from "preact";
import { useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import { isSwitch } from "../model/grants.ts";
import type { Matrix } from "../model/matrix.ts";
import { cellStop } from "../model/matrix-stops.ts";
import { Tile } from "./tile.tsx";

interface CellProps {
  readonly matrix: Matrix;
  readonly action: CatalogueAction;
  /** Name of the action beside the tile where there are no columns. */
  readonly label?: string;
}

/** One action of one entity. Redraws alone: it reads nothing but its own scope and saved scope. */
export function MatrixCell({ matrix, action, label }: CellProps): VNode {
  const { t } = useI18n(catalogue);
  const names = matrix.names.value;
  const scope = matrix.draft.scope(action.key).value;
  const saved = matrix.draft.savedScope(action.key).value;
  const level = names.scope(action, scope);
  const name = names.full(action.key);
  const onOff = isSwitch(action);
  return (
    <div
      role="gridcell"
      class={scope === saved ? "cell" : "cell changed"}
      part={scope === saved ? "cell" : "cell cell-changed"}
      data-stop={cellStop(action.key)}
      tabIndex={-1}
      aria-label={
        scope === saved
          ? t("cellName", { name, scope: level })
          : t("cellChanged", { name, scope: level, was: names.scope(action, saved) })
      }
      aria-readonly={matrix.readOnly.value ? "true" : undefined}
      aria-haspopup={matrix.explain.value ? "dialog" : matrix.readOnly.value || onOff ? undefined : "menu"}
    >
      {label === undefined ? undefined : <span class="cell-label">{`${label} `}</span>}
      <Tile scope={scope} text={level} onOff={onOff} />
    </div>
  );
}
