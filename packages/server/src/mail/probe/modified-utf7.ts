/** Decodes a mailbox name of IMAP4rev1 (RFC 3501, section 5.1.3). A name that breaks the rules comes back as it is. */
export function decodeMailboxName(name: string): string {
  return name.replace(/&([A-Za-z0-9+,]*)-/g, (whole, encoded: string) => {
    if (encoded === "") return "&";
    const bytes = Buffer.from(encoded.replaceAll(",", "/"), "base64");
    if (bytes.length === 0 || bytes.length % 2 !== 0) return whole;
    const text = bytes.swap16().toString("utf16le");
    return text.isWellFormed() ? text : whole;
  });
}

/** Encodes a mailbox name for IMAP4rev1, the reverse of {@link decodeMailboxName}. */
export function encodeMailboxName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (part) => {
    if (part === "&") return "&-";
    const base64 = Buffer.from(part, "utf16le").swap16().toString("base64");
    return `&${base64.replace(/=+$/, "").replaceAll("/", ",")}-`;
  });
}
