import type { VNode } from "preact";
import { useKit } from "../env.ts";
import type { Form } from "../state/form.ts";
import { Banner } from "./banner.tsx";

/** Reads out which fields are wrong after a save, and shows what belongs to no field. */
export function FormSummary({ form }: { readonly form: Pick<Form<never>, "errors" | "general" | "attempts"> }): VNode {
  const kit = useKit();
  const errors = form.attempts.value === 0 ? [] : form.errors.value;
  const general = form.general.value;
  const fields = kit.format.list(errors.map(({ field }) => field.label));
  return (
    <>
      <div class="visually-hidden" role="alert">
        {errors.length === 0 ? undefined : (
          <span key={form.attempts.value}>{kit.t("fieldsToFix", { count: errors.length, fields })}</span>
        )}
      </div>
      {general.length === 0 ? undefined : <Banner tone="danger">{general.join(" ")}</Banner>}
    </>
  );
}
