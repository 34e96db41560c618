import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeMailboxName, encodeMailboxName } from "./modified-utf7.ts";
import { arrangeFolders, type ListedFolder } from "./sent-folder.ts";

function list(delimiter: string, ...entries: readonly string[]): readonly ListedFolder[] {
  return entries.map((entry) => {
    const [path = "", ...flags] = entry.split(" \\");
    return { path, delimiter, flags: new Set(flags.map((flag) => `\\${flag.toLowerCase()}`)) };
  });
}

describe("the folder of sent mail", () => {
  const cases: readonly (readonly [
    string,
    readonly ListedFolder[],
    string | null,
    string | null,
    (readonly string[])?,
  ])[] = [
    ["the server's mark wins over any name", list("/", "INBOX", "Sent", "Post \\Sent"), "Post", "special-use"],
    [
      "an XLIST mark counts",
      list("/", "INBOX \\Inbox", "[Gmail] \\Noselect", "[Gmail]/E-mails enviados \\Sent"),
      "[Gmail]/E-mails enviados",
      "special-use",
    ],
    [
      "Yandex: a bar between the parts",
      list("|", "INBOX", "Отправленные", "Клиенты|Отправленные"),
      "Отправленные",
      "name",
    ],
    [
      "Cyrillic without marks",
      list("/", "INBOX", "Исходящие", "Отправлено из CRM", "Отправленные"),
      "Отправленные",
      "name",
    ],
    ["German, below the inbox", list(".", "INBOX", "INBOX.Entwürfe", "INBOX.Gesendet"), "INBOX.Gesendet", "name"],
    ["Polish", list("/", "INBOX", "Kosz", "Wysłane"), "Wysłane", "name"],
    ["Portuguese", list("/", "INBOX", "Itens enviados", "Rascunhos"), "Itens enviados", "name"],
    ["Spanish", list("/", "INBOX", "Enviados"), "Enviados", "name"],
    ["Outlook", list("/", "INBOX", "Outbox", "Sent Items"), "Sent Items", "name"],
    [
      "an exact name before a decorated one",
      list("/", "INBOX", "Отправленные письма", "Отправленные"),
      "Отправленные",
      "name",
    ],
    [
      "a decorated name where there is nothing better",
      list("/", "INBOX", "Отправленные письма"),
      "Отправленные письма",
      "name",
    ],
    ["a name that only this provider uses", list("/", "INBOX", "SentBox"), "SentBox", "name", ["SentBox"]],
    [
      "below a container that holds no mail",
      list("/", "INBOX", "[Gmail] \\Noselect", "[Gmail]/Sent Mail"),
      "[Gmail]/Sent Mail",
      "name",
    ],
    [
      "decoys are not taken",
      list("/", "INBOX", "Клиенты/Отправлено из CRM", "Sent to clients", "Исходящие", "Sentinel"),
      null,
      null,
    ],
    ["nor is somebody's own filing", list("/", "INBOX", "Clients", "Clients/Sent"), null, null],
    ["nor a container", list("/", "INBOX", "Sent \\Noselect"), null, null],
  ];
  for (const [title, listed, path, by, known = []] of cases) {
    it(title, () => {
      assert.deepEqual(arrangeFolders(listed, known).sent, path === null ? null : { path, by });
    });
  }

  it("comes in a list with the inbox first, marks in words, and names that cannot pose as others", () => {
    const { folders } = arrangeFolders(list("/", "Spam \\Junk", "a\u202eb", "Inbox", "Box \\Noselect"), []);
    assert.deepEqual(folders, [
      { path: "Inbox", name: "Inbox", specialUse: "inbox" },
      { path: "Spam", name: "Spam", specialUse: "junk" },
      { path: "a\u202eb", name: "ab", specialUse: null },
    ]);
  });
});

describe("mailbox names of IMAP", () => {
  it("go there and back", () => {
    for (const [name, encoded] of [
      ["Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"],
      ["Wysłane", "Wys&AUI-ane"],
      ["R&D", "R&-D"],
      ["Клиенты/Отправлено из CRM", "&BBoEOwQ4BDUEPQRCBEs-/&BB4EQgQ,BEAEMAQyBDsENQQ9BD4- &BDgENw- CRM"],
      ["📨", "&2D3c6A-"],
    ]) {
      assert.equal(encodeMailboxName(name!), encoded);
      assert.equal(decodeMailboxName(encoded!), name);
    }
  });

  it("stay as they are when they break the rules", () => {
    for (const name of ["&", "&A-", "a&b", "&2D0-"]) assert.equal(decodeMailboxName(name), name);
  });
});
