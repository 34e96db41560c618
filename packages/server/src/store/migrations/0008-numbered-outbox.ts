import type { Migration } from "../migrate.ts";

/**
 * Numbers are given to events after their change is committed, so writers need no lock and no number becomes visible
 * behind a higher one. `outbox_head` holds the last number; whoever numbers holds its row.
 */
export const numberedOutbox: Migration = {
  id: "0008-numbered-outbox",
  sql: `
alter table outbox rename column seq to id;
alter table outbox add column seq bigint;
update outbox set seq = id;
create unique index outbox_by_seq on outbox (seq) where seq is not null;
create index outbox_unnumbered on outbox (id) where seq is null;
create table outbox_head (
  one boolean primary key default true check (one),
  seq bigint not null
);
insert into outbox_head (seq) select coalesce(max(seq), 0) from outbox;
`,
};
