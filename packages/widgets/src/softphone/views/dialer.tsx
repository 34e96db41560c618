import Grip from "lucide/dist/esm/icons/grip.mjs";
import Phone from "lucide/dist/esm/icons/phone.mjs";
import PhoneOff from "lucide/dist/esm/icons/phone-off.mjs";
import DeleteIcon from "lucide/dist/esm/icons/delete.mjs";
import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { Button, Icon, IconButton, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import { normalizeNumber, readableNumber } from "../phone-number.ts";
import type { SoftphoneState } from "../softphone.model.ts";
import { CallerIdChoice } from "./caller-id.tsx";
import { Keypad } from "./keypad.tsx";
import { RecentCalls } from "./recent-calls.tsx";

/** The phone at rest: a number field where calls may be placed, and the recent calls. */
export function Dialer({ model }: { readonly model: SoftphoneState }): VNode {
  const { t } = useI18n(catalogue);
  return (
    <div class="dialer">
      {model.placeCalls.value === "none" ? (
        <div class="no-right">
          <Icon icon={PhoneOff} />
          <div>
            <strong>{t("noRightTitle")}</strong>
            <p>{t("noRightText")}</p>
          </div>
        </div>
      ) : (
        <NumberEntry model={model} />
      )}
      <RecentCalls model={model} />
    </div>
  );
}

/** What was typed, in groups as soon as it is an international number. */
function grouped(text: string): string {
  const typed = normalizeNumber(text);
  const readable = typed.ok ? readableNumber(typed.number) : text;
  return typed.ok && readable === typed.number ? text : readable;
}

function NumberEntry({ model }: { readonly model: SoftphoneState }): VNode {
  const { t } = useI18n(catalogue);
  const id = useId();
  const entry = model.entry.value;
  const problem = model.problem.value;
  const open = model.keypadOpen.value;
  const hint =
    problem !== undefined ? t(`dial_${problem}`) : model.placeCalls.value === "contacts" ? t("contactsOnlyHint") : "";
  // A call that rings comes first; what was typed waits for it.
  const ringing = model.call.value?.phase === "incoming";
  const ready = model.connection.value.kind === "registered" && !ringing;
  return (
    <form
      class={ringing ? "number-entry waiting" : "number-entry"}
      onSubmit={(event) => {
        event.preventDefault();
        void model.dialEntry();
      }}
    >
      <div class="number-row">
        <input
          id={`${id}n`}
          class="number tabular"
          data-landing
          type="tel"
          inputMode="tel"
          autocomplete="off"
          spellcheck={false}
          readOnly={ringing}
          dir="ltr"
          aria-label={t("number")}
          aria-describedby={hint === "" ? undefined : `${id}h`}
          aria-invalid={problem && "true"}
          placeholder={t(ringing ? "numberWaits" : "numberPlaceholder")}
          value={entry}
          onInput={({ currentTarget: { value, selectionEnd } }) =>
            // Only at the end: grouping would move what is being mended in the middle.
            model.setEntry(selectionEnd === value.length ? grouped(value) : value)
          }
        />
        {entry === "" ? undefined : (
          <IconButton
            icon={DeleteIcon}
            label={t("deleteDigit")}
            onClick={() => model.setEntry(entry.trimEnd().slice(0, -1))}
          />
        )}
        <IconButton
          icon={Grip}
          label={t(open ? "hideKeypad" : "showKeypad")}
          aria-expanded={open ? "true" : "false"}
          onClick={() => (model.keypadOpen.value = !open)}
        />
      </div>
      <p id={`${id}h`} class={problem === undefined ? "hint" : "hint problem"} role={problem && "alert"}>
        {hint}
      </p>
      <CallerIdChoice ids={model.callerIds} />
      {open ? (
        <Keypad
          plus
          onDigit={(digit) => {
            if (!ringing) model.setEntry(grouped(entry + digit));
          }}
        />
      ) : undefined}
      {open || entry !== "" ? (
        <Button
          type="submit"
          variant="primary"
          icon={Phone}
          class="call-button"
          loading={model.dialling.value}
          disabled={!ready}
        >
          {t("call")}
        </Button>
      ) : undefined}
    </form>
  );
}
