import type { Migration } from "../migrate.ts";

/**
 * Recordings lie in chunks, so that neither storing nor playing one takes more memory than a chunk. A content never
 * changes: another recording of the call is another content. One that is not attached is on its way, or was left behind.
 * An instance without this step can neither read nor write recordings beside it: docs/operations.md tells to stop it first.
 */
export const recordingsInChunks: Migration = {
  id: "0019-recordings-in-chunks",
  sql: `
create table recording_contents (
  tenant_id text not null references tenants,
  id text not null,
  begun_at timestamptz not null,
  attached boolean not null default false,
  primary key (tenant_id, id)
);
create index recording_contents_left_behind on recording_contents (begun_at) where not attached;

create table recording_chunks (
  tenant_id text not null,
  content_id text not null,
  start integer not null,
  bytes bytea not null,
  primary key (tenant_id, content_id, start),
  foreign key (tenant_id, content_id) references recording_contents on delete cascade
);
alter table recording_chunks alter column bytes set storage external;

alter table call_recordings add column content_id text, add column size integer;
update call_recordings set content_id = gen_random_uuid()::text, size = length(bytes);
insert into recording_contents (tenant_id, id, begun_at, attached) select tenant_id, content_id, at, true from call_recordings;
insert into recording_chunks (tenant_id, content_id, start, bytes)
  select r.tenant_id, r.content_id, s.start, substring(r.bytes from s.start + 1 for 262144)
  from call_recordings r cross join lateral generate_series(0, greatest(r.size - 1, 0), 262144) as s (start);
alter table call_recordings alter column content_id set not null, alter column size set not null, drop column bytes;
alter table call_recordings add constraint call_recordings_content_unique unique (tenant_id, content_id);
alter table call_recordings add foreign key (tenant_id, content_id) references recording_contents;
`,
};
