import type { PhoneNumber } from "../telephony/phone-number.ts";
import type { User } from "../users/user.ts";
import type { Office } from "./people.data.ts";

const officeNumbers: Readonly<Record<Office, string>> = {
  moscow: "n-moscow",
  warsaw: "n-warsaw",
  saoPaulo: "n-sao-paulo",
  london: "n-london",
};

/** One number for each office, one that sales alone may show, and one that only sends text messages. */
export const sampleNumbers: readonly PhoneNumber[] = (
  [
    { id: "n-london", number: "+442079460990", name: "London office", uses: ["calls"] },
    { id: "n-moscow", number: "+74950000990", name: "Moscow office", uses: ["calls"] },
    { id: "n-notices", number: "+48220000991", name: "Notices by SMS", uses: ["sms"] },
    { id: "n-sales", number: "+442079460991", name: "Sales line", uses: ["calls", "sms"], departmentIds: ["d-sales"] },
    { id: "n-sao-paulo", number: "+551100000990", name: "São Paulo office", uses: ["calls"] },
    { id: "n-warsaw", number: "+48220000990", name: "Warsaw office", uses: ["calls"] },
  ] as const
).map((number) => ({ departmentIds: null, ...number, version: "1" }));

/** Who sells shows the number of the office; those of the department of sales itself send text messages as well. */
export function sampleCallerIds(office: Office, departmentId: string): Pick<User, "callerId" | "smsCallerId"> {
  const sells = ["d-sales", "d-new-business", "d-key-accounts"].includes(departmentId);
  return {
    callerId: sells ? officeNumbers[office] : null,
    smsCallerId: departmentId === "d-sales" ? "n-sales" : null,
  };
}
