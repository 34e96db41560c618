import CircleAlert from "lucide/dist/esm/icons/circle-alert.mjs";
import CircleCheck from "lucide/dist/esm/icons/circle-check.mjs";
import type { IconNode } from "../controls/icon.tsx";

/** What stands for 'it went well' and 'it did not', wherever an outcome is told. */
export const outcomeIcons: { readonly success: IconNode; readonly danger: IconNode } = {
  success: CircleCheck,
  danger: CircleAlert,
};
