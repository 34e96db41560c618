import type { Handlers } from "../http/handlers.ts";
import { departmentKind, groupKind, positionKind } from "./node-kinds.ts";
import { findNodes } from "./node-rows.ts";
import { changeNode, createNode, removeNode } from "./save-node.ts";

export function orgHandlers(): Handlers["org"] {
  return {
    read: async (_input, { db, tenant }) => ({
      departments: await findNodes(db, tenant, departmentKind),
      positions: await findNodes(db, tenant, positionKind),
      groups: await findNodes(db, tenant, groupKind),
    }),
    createDepartment: ({ node }, call) => createNode(departmentKind, node, call),
    updateDepartment: (input, call) => changeNode(departmentKind, input, call),
    removeDepartment: (input, call) => removeNode(departmentKind, input, call),
    createPosition: ({ node }, call) => createNode(positionKind, node, call),
    updatePosition: (input, call) => changeNode(positionKind, input, call),
    removePosition: (input, call) => removeNode(positionKind, input, call),
    createGroup: ({ node }, call) => createNode(groupKind, node, call),
    updateGroup: (input, call) => changeNode(groupKind, input, call),
    removeGroup: (input, call) => removeNode(groupKind, input, call),
  };
}
