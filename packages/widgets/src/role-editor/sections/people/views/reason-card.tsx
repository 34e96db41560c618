import { displayName, type User } from "@crewdock/contract";
import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Badge, keepPlaced, useEnv, useI18n } from "../../../../kit/index.ts";
import { isSwitch } from "../../../model/grants.ts";
import { Tile } from "../../../views/tile.tsx";
import { catalogue } from "../messages/index.ts";
import type { Reasons } from "../model/person-rights.ts";
import type { Explained, PeopleSection } from "../people.model.ts";
import { lastDayText } from "./path.ts";
import { PathLine } from "./path-line.tsx";

interface ReasonCardProps {
  readonly model: PeopleSection;
  readonly explained: Explained;
  readonly reasons: Reasons;
  readonly user: User;
}

/** Why one right reaches as far as it does: the path that decides, all others below. Escape closes. */
export function ReasonCard({ model, explained: { key, anchor }, reasons, user }: ReasonCardProps): VNode {
  const i18n = useI18n(catalogue);
  const { t } = i18n;
  const env = useEnv();
  const panel = useRef<HTMLDivElement | null>(null);
  const names = model.source.value.names.value;
  const action = model.source.value.content.value?.index.actions.get(key);
  const onOff = action !== undefined && isSwitch(action);
  const { scope, paths, silent, afterwards } = reasons;

  useLayoutEffect(() => {
    const box = panel.current;
    if (box === null) return undefined;
    box.showPopover();
    box.focus({ preventScroll: true });
    return keepPlaced(box, anchor, "bottom-start");
  }, [anchor]);

  return (
    <div
      ref={panel}
      class="popover reasons"
      part="reasons"
      popover="auto"
      role="dialog"
      tabIndex={-1}
      aria-label={t("why", { name: `${displayName(user.name)}, ${names.full(key)}` })}
      onToggle={(event) => {
        if (event.newState !== "closed") return;
        const { activeElement } = env.root;
        const refocus = activeElement === null || panel.current?.contains(activeElement) === true;
        model.closeReasons();
        if (refocus) anchor.focus({ preventScroll: true });
      }}
    >
      <div class="reasons-head">
        <h4>{names.full(key)}</h4>
        <Tile scope={scope} text={names.scope(action, scope)} onOff={onOff} />
        <p class="muted">
          {user.state === "active" ? undefined : `${t("onceActive")} `}
          {names.reach(action, scope)}
        </p>
      </div>
      {paths.length + silent.length === 0 ? (
        <p class="muted">{t("noPaths")}</p>
      ) : (
        <ul class="reasons-list">
          {paths.map((path, at) => (
            <li key={at}>
              <Tile scope={path.scope} text={names.scope(action, path.scope)} onOff={onOff} />
              <div>
                <PathLine model={model} path={path} /> {at === 0 ? <Badge tone="accent">{t("wins")}</Badge> : undefined}
              </div>
            </li>
          ))}
          {silent.map((path, at) => (
            <li key={`silent ${at}`} class="silent">
              <Tile scope="none" text={t("grantsNothing")} />
              <div>
                <PathLine model={model} path={path} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {afterwards === null ? undefined : (
        <p class="reasons-then">
          {t("narrows", { date: lastDayText(i18n, afterwards.at), scope: names.scope(action, afterwards.scope) })}
        </p>
      )}
    </div>
  );
}
