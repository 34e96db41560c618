import type { Department, Position, UserGroup } from "@crewdock/contract";
import { type Handlers, notInBackend } from "../http/handlers.ts";
import type { Services } from "../services.ts";

export function orgHandlers(_services: Services): Handlers["org"] {
  return {
    read: async (_input, { db, tenant }) => ({
      departments: await db.query<Department>(
        `select id, version::text, name, parent_id as "parentId", head_id as "headId" from departments
         where tenant_id = $1 order by name, id`,
        [tenant],
      ),
      positions: await db.query<Position>(
        `select id, version::text, name, department_id as "departmentId", default_role_id as "defaultRoleId" from positions
         where tenant_id = $1 order by name, id`,
        [tenant],
      ),
      groups: await db.query<UserGroup>(
        `select id, version::text, name, parent_id as "parentId", kind from user_groups where tenant_id = $1 order by name, id`,
        [tenant],
      ),
    }),
    createDepartment: notInBackend,
    updateDepartment: notInBackend,
    removeDepartment: notInBackend,
    createPosition: notInBackend,
    updatePosition: notInBackend,
    removePosition: notInBackend,
    createGroup: notInBackend,
    updateGroup: notInBackend,
    removeGroup: notInBackend,
  };
}
