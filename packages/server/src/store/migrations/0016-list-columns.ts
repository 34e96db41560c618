import type { Migration } from "../migrate.ts";

/**
 * What lists are sorted and searched by besides: the extension of a user, written with its digits filled up, so that 9
 * comes before 10; users by department and position, whose names are few and are read beside; the login log folded.
 */
export const listColumns: Migration = {
  id: "0016-list-columns",
  sql: `
alter table users add column extension_key text collate "C" not null default '';
update users u set extension_key = case when s.login ~ '^[0-9]{1,12}$' then lpad(s.login, 12, '0') else lower(s.login) end
  from sip_accounts s where s.tenant_id = u.tenant_id and s.user_id = u.id;
create index users_by_extension on users (tenant_id, extension_key, id);
create index users_by_position_in_order on users (tenant_id, coalesce(position_id, ''), id);
create index users_by_department_in_order on users (tenant_id, department_id, id);
drop index users_by_department;
alter table login_records add column search text not null default '';
update login_records set search = lower(login) || E'\\n' || coalesce(ip_address, '');
create index login_records_by_search on login_records using gin (search gin_trgm_ops);
`,
};
