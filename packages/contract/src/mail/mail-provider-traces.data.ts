const zohoRegions: readonly string[] = ["com", "eu", "in", "jp"];

/** A mail exchanger that gives a provider away: the suffix itself or any name below it. */
export interface MxSuffix {
  readonly suffix: string;
  readonly providerId: string;
  /** Servers for customers' own domains, where they differ from those of the provider's domains. */
  readonly hosts?: { readonly imap: string; readonly smtp: string };
}

const zohoMx = (region: string): MxSuffix => ({
  suffix: `zoho.${region}`,
  providerId: `zoho-${region}`,
  hosts: { imap: `imappro.zoho.${region}`, smtp: `smtppro.zoho.${region}` },
});

/** Mail exchangers of customers' own domains at the known providers. */
export const mxSuffixes: readonly MxSuffix[] = [
  { suffix: "mxs.mail.ru", providerId: "mailru" },
  { suffix: "emx.mail.ru", providerId: "mailru" },
  { suffix: "mx.yandex.net", providerId: "yandex" },
  { suffix: "l.google.com", providerId: "gmail" },
  { suffix: "smtp.google.com", providerId: "gmail" },
  { suffix: "googlemail.com", providerId: "gmail" },
  { suffix: "olc.protection.outlook.com", providerId: "outlook" },
  { suffix: "mail.protection.outlook.com", providerId: "microsoft365" },
  { suffix: "mail.eo.outlook.com", providerId: "microsoft365" },
  { suffix: "icloud.com", providerId: "icloud" },
  { suffix: "yahoodns.net", providerId: "yahoo" },
  ...zohoRegions.map(zohoMx),
];

/** What the folder of sent mail is called at a provider, for servers that do not mark it (RFC 6154); paths in Unicode. */
export const sentFolderNames: Readonly<Record<string, readonly string[]>> = {
  mailru: ["Отправленные"],
  yandex: ["Отправленные", "Sent"],
  gmail: [
    "[Gmail]/Sent Mail",
    "[Gmail]/Отправленные",
    "[Gmail]/Gesendet",
    "[Gmail]/Wysłane",
    "[Gmail]/E-mails enviados",
  ],
  rambler: ["SentBox"],
  outlook: ["Sent"],
  microsoft365: ["Sent Items", "Отправленные"],
  icloud: ["Sent Messages"],
  yahoo: ["Sent"],
  aol: ["Sent"],
  "gmx-net": ["Gesendet", "Sent"],
  "gmx-com": ["Sent"],
  wp: ["Wysłane"],
  o2pl: ["Sent"],
  ukrnet: ["Отправленные", "Надіслані"],
};
