import type { Migration } from "../migrate.ts";

/** Who is listening to which recording, until when further requests are of the same listening, which is written down once. */
export const recordingListenings: Migration = {
  id: "0021-recording-listenings",
  sql: `
create table recording_listenings (
  tenant_id text not null,
  call_id text not null,
  user_id text not null,
  content_id text not null,
  ends_at timestamptz not null,
  primary key (tenant_id, call_id, user_id),
  foreign key (tenant_id, call_id) references call_recordings on delete cascade
);
create index recording_listenings_by_end on recording_listenings (ends_at);
`,
};
