import Grip from "lucide/dist/esm/icons/grip.mjs";
import MicOff from "lucide/dist/esm/icons/mic-off.mjs";
import Mic from "lucide/dist/esm/icons/mic.mjs";
import Pause from "lucide/dist/esm/icons/pause.mjs";
import PhoneOff from "lucide/dist/esm/icons/phone-off.mjs";
import Play from "lucide/dist/esm/icons/play.mjs";
import type { VNode } from "preact";
import { duration, Icon, type IconNode, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { PhoneCall, SoftphoneState } from "../softphone.model.ts";
import { readableNumber } from "../phone-number.ts";
import { ShownNumber } from "./caller-id.tsx";
import { Keypad } from "./keypad.tsx";
import { Person } from "./person.tsx";

interface CallViewProps {
  readonly model: SoftphoneState;
  readonly call: PhoneCall;
}

const isDigit = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  /^[\d*#]$/.test(key) && !altKey && !ctrlKey && !metaKey;

/** A call that is being placed or runs. */
export function CallView({ model, call }: CallViewProps): VNode {
  const { t } = useI18n(catalogue);
  const active = call.phase === "active";
  const keypad = active && model.keypadOpen.value;
  return (
    <div
      class={keypad ? "call dense" : "call"}
      role="group"
      aria-label={call.name || readableNumber(call.remote.number)}
      tabIndex={-1}
      data-landing
      onKeyDown={(event) => {
        if (!active || event.defaultPrevented || !isDigit(event)) return;
        model.keypadOpen.value = true;
        void model.sendTones(event.key);
      }}
    >
      <Person call={call} size={keypad ? 40 : 64} />
      <Progress model={model} call={call} />
      <ShownNumber number={keypad ? undefined : call.shownAs} />
      {keypad ? (
        <div class="tones">
          <output class="tones-sent tabular" dir="ltr" aria-label={t("digitsSent", { digits: model.tones.value })}>
            {model.tones.value}
          </output>
          <Keypad onDigit={(digit) => void model.sendTones(digit)} />
        </div>
      ) : undefined}
      {active ? (
        <div class="actions">
          <Action
            icon={call.muted ? MicOff : Mic}
            label={t(call.muted ? "unmute" : "mute")}
            pressed={call.muted}
            onClick={model.toggleMute}
          />
          <Action
            icon={call.heldByUs ? Play : Pause}
            label={t(call.heldByUs ? "resume" : "hold")}
            pressed={call.heldByUs}
            busy={call.holdPending}
            onClick={model.toggleHold}
          />
          <Action
            icon={Grip}
            label={t("keypad")}
            pressed={model.keypadOpen.value}
            onClick={() => (model.keypadOpen.value = !model.keypadOpen.value)}
          />
        </div>
      ) : undefined}
      <button type="button" class="hang-up" onClick={model.hangUp}>
        <Icon icon={PhoneOff} size={20} />
        {t("hangUp")}
      </button>
    </div>
  );
}

function Progress({ model, call }: CallViewProps): VNode {
  const { t } = useI18n(catalogue);
  if (call.phase !== "active") {
    return <p class="progress">{call.phase === "ended" ? "" : t(`phase_${call.phase}`)}</p>;
  }
  const notes = [
    call.interrupted ? t("interrupted") : undefined,
    call.heldByUs ? t("onHold") : call.heldByThem ? t("heldByThem") : undefined,
    call.muted ? t("muted") : undefined,
  ].filter((note) => note !== undefined);
  return (
    <div class="progress">
      <span class="timer tabular" role="timer" aria-live="off">
        {duration(model.elapsed.value)}
      </span>
      <Quality model={model} />
      {notes.map((note) => (
        <span key={note} class="note">
          {note}
        </span>
      ))}
    </div>
  );
}

/** Four dots by the measured mean opinion score; nothing before there is a measurement. */
function Quality({ model }: { readonly model: SoftphoneState }): VNode | null {
  const { t } = useI18n(catalogue);
  const mos = model.quality.value?.mos;
  if (mos === undefined) return null;
  const level = mos >= 4 ? 4 : mos >= 3.5 ? 3 : mos >= 2.8 ? 2 : 1;
  return (
    <span class={`quality level-${level}`} role="img" aria-label={t(`quality_${level}`)} title={t(`quality_${level}`)}>
      {[1, 2, 3, 4].map((dot) => (
        <i key={dot} class={dot <= level ? "on" : undefined} />
      ))}
    </span>
  );
}

interface ActionProps {
  readonly icon: IconNode;
  readonly label: string;
  readonly pressed: boolean;
  readonly busy?: boolean;
  readonly onClick: () => void;
}

/** A round button with its word below. The word says what a press does, so the state is not pressed as well. */
function Action({ icon, label, pressed, busy = false, onClick }: ActionProps): VNode {
  return (
    <button
      type="button"
      class={pressed ? "action on" : "action"}
      aria-busy={busy ? "true" : undefined}
      onClick={onClick}
    >
      <span class="action-round">
        <Icon icon={icon} size={20} />
      </span>
      {label}
    </button>
  );
}
