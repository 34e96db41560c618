import { createMongoAbility, type MongoAbility, type RawRuleOf, subject } from "@casl/ability";
import { coveredDepartments, type UserRights } from "@crewdock/contract";
import { literal, type Organisation, type Question } from "./organisation.ts";

/** A question as casl takes it: the record carries its type. */
export interface CaslQuestion {
  readonly userId: string;
  readonly verb: string;
  readonly record: object;
}

const split = (action: string): readonly [entity: string, verb: string] => {
  const at = action.indexOf(".");
  return [literal(action.slice(0, at)), literal(action.slice(at + 1))];
};

export function caslQuestion({ userId, action, record }: Question): CaslQuestion {
  const [entity, verb] = split(action);
  return { userId, verb, record: subject(entity, { ...record }) };
}

/** The abilities of everybody, made once and kept: of all roles of a person only the widest scope of each action. */
export function caslAbilities(
  { facts }: Organisation,
  people: readonly UserRights[],
): ReadonlyMap<string, MongoAbility> {
  const covered = new Map<string, readonly string[]>();
  return new Map(
    people.map(({ user, grants }) => {
      const departments = covered.get(user.departmentId) ?? [
        ...coveredDepartments(facts.departments, user.departmentId),
      ];
      covered.set(user.departmentId, departments);
      const rules = Object.entries(grants).flatMap(([action, scope]): RawRuleOf<MongoAbility>[] => {
        const [entity, verb] = split(action);
        const rule = { action: verb, subject: entity };
        if (scope === "any") return [rule];
        const own = { ...rule, conditions: { ownerId: user.id } };
        return scope === "own" ? [own] : [own, { ...rule, conditions: { departmentId: { $in: departments } } }];
      });
      return [user.id, createMongoAbility(rules)];
    }),
  );
}
