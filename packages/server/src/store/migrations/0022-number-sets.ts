import type { Migration } from "../migrate.ts";

/**
 * Numbers keep their uses and departments as sets: what was stored twice stands once, where it stood first, and departments
 * that are gone go. A number that is left with none is nobody's to show, as it was before.
 */
export const numberSets: Migration = {
  id: "0022-number-sets",
  sql: `
update phone_numbers n set version = n.version + 1, uses = s.uses, department_ids = s.department_ids
from (
  select tenant_id, id,
    array(select use from unnest(uses) with ordinality as u (use, place) group by use order by min(place)) as uses,
    case when department_ids is not null then array(
      select d.id from unnest(department_ids) with ordinality as u (id, place)
      join departments d on d.tenant_id = p.tenant_id and d.id = u.id
      group by d.id order by min(place)
    ) end as department_ids
  from phone_numbers p
) s
where s.tenant_id = n.tenant_id and s.id = n.id
  and (s.uses, s.department_ids) is distinct from (n.uses, n.department_ids);
`,
};
