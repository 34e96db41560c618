import type { VNode } from "preact";
import { useI18n } from "../../kit/index.ts";
import type { CallerIds } from "../caller-ids.ts";
import { catalogue } from "../messages/index.ts";
import { readableNumber } from "../phone-number.ts";

/** The number that calls show, where it is known. */
export function ShownNumber({ number }: { readonly number: string | undefined }): VNode | null {
  const { t } = useI18n(catalogue);
  return number ? <p class="hint">{t("callerIdIs", { number: readableNumber(number) })}</p> : null;
}

/** Which number the next call shows, to be chosen where there is a choice. */
export function CallerIdChoice({ ids }: { readonly ids: CallerIds }): VNode {
  const { t } = useI18n(catalogue);
  const shown = ids.shown.value;
  const choices = ids.offered.value.map(({ id, number, name }) => (
    <option key={id} value={id}>
      {`${readableNumber(number)} · ${name}`}
    </option>
  ));
  if (!ids.usual.value) choices.unshift(<option value="">{t("callerIdFree")}</option>);
  if (choices.length < 2) return <ShownNumber number={shown?.number} />;
  return (
    <label class="hint">
      {t("callerId")}
      <select value={shown?.id ?? ""} onChange={({ currentTarget: { value } }) => (ids.chosen.value = value)}>
        {choices}
      </select>
    </label>
  );
}
