import { displayName, type Id, type Subject, type User } from "@crewdock/contract";
import { type ComponentChildren, Fragment, type VNode } from "preact";
import { Avatar, useEnv, useI18n } from "../../../../kit/index.ts";
import { CrewRoleOpenUserEvent } from "../../open-user.event.ts";
import type { SectionSource } from "../../section.tsx";
import { catalogue } from "../messages/index.ts";
import type { PersonFinding } from "../model/findings.ts";

interface LineProps {
  readonly source: SectionSource;
  readonly children?: ComponentChildren | undefined;
}

function RoleLink({ source, roleId }: { readonly source: SectionSource; readonly roleId: Id }): VNode {
  const role = source.content.value?.roles.find(({ id }) => id === roleId);
  return (
    <button type="button" class="finding-link" dir="auto" onClick={() => source.openRole(roleId)}>
      {role?.name ?? roleId}
    </button>
  );
}

/** What subjects are called, in words of the organisation: `department “Sales”`. */
function useSubjectNames({ content }: SectionSource): (subjects: readonly Subject[]) => string | null {
  const { t, format } = useI18n(catalogue);
  const { departments = [], positions = [], groups = [] } = content.value?.organisation ?? {};
  const nodes = { department: departments, position: positions, group: groups };
  return (subjects) => {
    const names = subjects.flatMap(({ type, id }) => {
      const name = type === "user" ? undefined : nodes[type].find((node) => node.id === id)?.name;
      return type === "user" || name === undefined ? [] : [t(`subject_${type}`, { name })];
    });
    return names.length === 0 ? null : format.list(names);
  };
}

/** Several roles that are alike. */
export function SameLine({
  source,
  roleIds,
}: {
  readonly source: SectionSource;
  readonly roleIds: readonly Id[];
}): VNode {
  return (
    <li class="finding">
      <span class="finding-what">
        {roleIds.map((id, place) => (
          <Fragment key={id}>
            {place === 0 ? undefined : (
              <span class="muted" aria-hidden="true">
                =
              </span>
            )}
            <RoleLink source={source} roleId={id} />
          </Fragment>
        ))}
      </span>
    </li>
  );
}

interface RoleLineProps extends LineProps {
  readonly roleId: Id;
  /** Places that have the role though nobody is there. */
  readonly subjects?: readonly Subject[] | undefined;
  /** Positions that give it to whoever comes to them. */
  readonly positionIds?: readonly Id[] | undefined;
}

/** A role, and what is to be said of it. */
export function RoleLine({ source, roleId, subjects = [], positionIds = [], children }: RoleLineProps): VNode {
  const { t, format } = useI18n(catalogue);
  const named = useSubjectNames(source);
  const places = named(subjects);
  const positions = source.content.value?.organisation.positions.filter(({ id }) => positionIds.includes(id)) ?? [];
  return (
    <li class="finding">
      <span class="finding-what">
        <RoleLink source={source} roleId={roleId} />
      </span>
      <span class="finding-how muted">
        {children}
        {subjects.length === 0 ? undefined : (
          <span>{places === null ? t("unheldGone") : t("unheldPlaces", { list: places })}</span>
        )}
        {positions.length === 0 ? undefined : (
          <span>
            {t("withPosition", {
              count: positions.length,
              list: format.list(positions.map(({ name }) => name)),
            })}
          </span>
        )}
      </span>
    </li>
  );
}

interface PersonLineProps extends LineProps {
  readonly user: User;
  /** Roles that come to the person twice. */
  readonly doubled?: PersonFinding | undefined;
}

/** A person by name, who opens at the host, and which roles it is about. */
export function PersonLine({ source, user, doubled, children }: PersonLineProps): VNode {
  const env = useEnv();
  const { t } = useI18n(catalogue);
  const named = useSubjectNames(source);
  const name = displayName(user.name);
  const { roles = [], organisation } = source.content.value ?? {};
  const position = organisation?.positions.find(({ id }) => id === user.positionId)?.name;
  return (
    <li class="finding">
      <span class="finding-what">
        <Avatar name={name} id={user.id} size={24} />
        <button
          type="button"
          class="finding-link"
          dir="auto"
          onClick={() => env.emit(new CrewRoleOpenUserEvent(user.id))}
        >
          {name}
        </button>
        {position === undefined ? undefined : <span class="muted">{position}</span>}
      </span>
      <span class="finding-how muted">
        {children}
        {doubled?.roleIds.map((id) => (
          <span key={id}>
            {t("doubledLine", {
              role: roles.find((role) => role.id === id)?.name ?? id,
              list: named(doubled.by.get(id) ?? []) ?? "",
            })}
          </span>
        ))}
      </span>
    </li>
  );
}
