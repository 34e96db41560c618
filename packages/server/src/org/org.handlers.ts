import type { Handlers } from "../http/handlers.ts";
import type { Services } from "../services.ts";
import { departmentKind, groupKind, positionKind } from "./node-kinds.ts";
import { findNodes } from "./node-rows.ts";
import { changeNode, createNode, removeNode } from "./save-node.ts";

export function orgHandlers(services: Services): Handlers["org"] {
  return {
    read: async (_input, { db, tenant }) => ({
      departments: await findNodes(db, tenant, departmentKind),
      positions: await findNodes(db, tenant, positionKind),
      groups: await findNodes(db, tenant, groupKind),
    }),
    createDepartment: ({ node }, call) => createNode(services, departmentKind, node, call),
    updateDepartment: (input, call) => changeNode(services, departmentKind, input, call),
    removeDepartment: (input, call) => removeNode(services, departmentKind, input, call),
    createPosition: ({ node }, call) => createNode(services, positionKind, node, call),
    updatePosition: (input, call) => changeNode(services, positionKind, input, call),
    removePosition: (input, call) => removeNode(services, positionKind, input, call),
    createGroup: ({ node }, call) => createNode(services, groupKind, node, call),
    updateGroup: (input, call) => changeNode(services, groupKind, input, call),
    removeGroup: (input, call) => removeNode(services, groupKind, input, call),
  };
}
