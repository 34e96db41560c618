import type { Department, Position, UserGroup } from "@crewdock/contract";
import type { Handlers } from "../http/handlers.ts";
import type { Services } from "../services.ts";

export function orgHandlers(_services: Services): Handlers["org"] {
  return {
    read: async (_input, { db, tenant }) => ({
      departments: await db.query<Department>(
        `select id, name, parent_id as "parentId", head_id as "headId" from departments
         where tenant_id = $1 order by name, id`,
        [tenant],
      ),
      positions: await db.query<Position>(
        `select id, name, department_id as "departmentId", default_role_id as "defaultRoleId" from positions
         where tenant_id = $1 order by name, id`,
        [tenant],
      ),
      groups: await db.query<UserGroup>(
        `select id, name, parent_id as "parentId", kind from user_groups where tenant_id = $1 order by name, id`,
        [tenant],
      ),
    }),
  };
}
