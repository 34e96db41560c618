import {
  type Capabilities,
  fieldCapability,
  supports,
  unsupportedReason,
  type UnsupportedReason,
} from "@crewdock/contract";

const verbs = ["telephony.freeSipAccounts", "telephony.checkSipAccount", "telephony.credentials"];

/**
 * Why people get no SIP account here; undefined where they do. A backend that says nothing of the member and has no
 * verb of telephony has no telephony.
 */
export function telephonyRefusal(capabilities: Capabilities): UnsupportedReason | undefined {
  const { write, why = "not_in_backend" } = fieldCapability(capabilities, "sipAccount");
  if (!write) return why;
  const said = capabilities.fields?.["sipAccount"] !== undefined || verbs.some((verb) => supports(capabilities, verb));
  return said ? undefined : unsupportedReason(capabilities, "telephony.freeSipAccounts");
}
