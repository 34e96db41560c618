import PhoneOff from "lucide/dist/esm/icons/phone-off.mjs";
import Phone from "lucide/dist/esm/icons/phone.mjs";
import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon, useEnv, useI18n } from "../../kit/index.ts";
import { keepInFront } from "../above-modal.ts";
import { catalogue } from "../messages/index.ts";
import type { PhoneCall, SoftphoneState } from "../softphone.model.ts";
import { Person } from "./person.tsx";
import { SoundBlocked } from "./sound-blocked.tsx";

/** A call that rings: a card in the corner of the window, above everything, that takes neither focus nor the page's work. */
export function IncomingCard({ model }: { readonly model: SoftphoneState }): VNode | null {
  const call = model.call.value;
  return call?.phase === "incoming" ? <Card key={call.id} model={model} call={call} /> : null;
}

function Card({ model, call }: { readonly model: SoftphoneState; readonly call: PhoneCall }): VNode {
  const { t } = useI18n(catalogue);
  const card = useRef<HTMLDivElement | null>(null);
  const { root } = useEnv();
  // The top layer, so that no container of the host cuts it off. A manual popover moves no focus.
  useLayoutEffect(() => (card.current === null ? undefined : keepInFront(card.current, root)), []);
  return (
    <div
      ref={card}
      class="incoming"
      part="incoming"
      popover="manual"
      role="alertdialog"
      aria-modal="false"
      aria-label={t("phase_incoming")}
    >
      <p class="incoming-title">
        <span class="pulse" />
        {t("phase_incoming")}
      </p>
      <Person call={call} size={40} />
      <SoundBlocked model={model} />
      <div class="incoming-actions">
        <button
          type="button"
          class="decline"
          title={t("declineShortcut")}
          aria-keyshortcuts="Alt+X"
          onClick={model.hangUp}
        >
          <Icon icon={PhoneOff} />
          {t("decline")}
        </button>
        <button
          type="button"
          class="answer"
          title={t("answerShortcut")}
          aria-keyshortcuts="Alt+A"
          onClick={model.answer}
        >
          <Icon icon={Phone} />
          {t("answer")}
        </button>
      </div>
    </div>
  );
}
