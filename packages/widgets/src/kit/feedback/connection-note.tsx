import type { Connection, ConnectionStatus, IsoTime } from "@crewdock/contract";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../controls/icon.tsx";
import { useEnv, useKit, useStyles } from "../env.ts";
import type { Format } from "../i18n/format.ts";
import { connectionTexts } from "../messages/connection.en.ts";
import { kitCatalogue } from "../messages/index.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";
import { outcomeIcons } from "./outcome-icons.ts";

kitCatalogue.add(connectionTexts);

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .connection {
    /* Takes no room in its line, so that nothing moves when it speaks. */
    position: relative;
    display: flex;
    justify-content: flex-end;
    align-self: center;
    inline-size: 0;
    margin-inline: auto calc(-1 * var(--space-3));
    & > .row {
      flex: none;
      margin-inline-end: var(--space-3);
      color: var(--color-warning-text);
      background: var(--color-bg);
      font-size: var(--font-xs);
      line-height: 16px;
      white-space: nowrap;
    }
  }
`;

interface Outage {
  readonly now: "lost" | "trying" | "back";
  readonly since: IsoTime;
}

/** @returns null as long as the backend has been in reach */
function useOutage(connection: Connection | undefined): Outage | null {
  const [outage, setOutage] = useState<Outage | null>(null);
  useEffect(() => {
    const follow = ({ reachable, since }: ConnectionStatus): void =>
      setOutage((before) => {
        if (reachable === false) return { now: "lost", since };
        return before && { now: reachable ? "back" : "trying", since };
      });
    setOutage(null);
    if (connection !== undefined) follow(connection.status);
    return connection?.onChange(follow);
  }, [connection]);
  return outage;
}

/**
 * Tells that the backend is out of reach and since when, and screen readers that it is back. For the end of a line of
 * flexible boxes.
 */
export function ConnectionNote(): VNode {
  useStyles(styles);
  const { t, format } = useKit();
  const outage = useOutage(useEnv().adapter.value?.connection);
  const isLost = outage?.now === "lost";
  return (
    <span class="connection" role="status" data-tip={isLost ? t("connectionLostText") : undefined}>
      {outage === null ? undefined : outage.now === "back" ? (
        <span class="visually-hidden">{t("connectionBack")}</span>
      ) : (
        <span class="row">
          <Icon icon={outcomeIcons.danger} size={14} />
          {isLost ? t("connectionLost", { time: momentOf(outage.since, format) }) : t("connectionTrying")}
          {isLost ? <span class="visually-hidden">. {t("connectionLostText")}</span> : undefined}
        </span>
      )}
    </span>
  );
}

/** The time of day alone where it was today. */
function momentOf(time: IsoTime, format: Format): string {
  const isToday = new Date(time).toDateString() === new Date().toDateString();
  return isToday ? format.time(time) : format.dateTime(time, "short");
}
