import Ban from "lucide/dist/esm/icons/ban.mjs";
import EllipsisVertical from "lucide/dist/esm/icons/ellipsis-vertical.mjs";
import Eye from "lucide/dist/esm/icons/eye.mjs";
import LockOpen from "lucide/dist/esm/icons/lock-open.mjs";
import MailWarning from "lucide/dist/esm/icons/mail-warning.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import UserRoundCheck from "lucide/dist/esm/icons/user-round-check.mjs";
import UserRoundX from "lucide/dist/esm/icons/user-round-x.mjs";
import type { VNode } from "preact";
import { displayName, fullName, type PersonName, type User, type UserState } from "@crewdock/contract";
import {
  Avatar,
  Badge,
  Icon,
  IconButton,
  type IconNode,
  Menu,
  type MenuItem,
  type Tone,
  useI18n,
  relative,
} from "../../kit/index.ts";
import type { RowAction, RowActionId } from "../list/row-actions.ts";
import { catalogue } from "../messages/index.ts";
import type { UserManagerModel } from "../user-manager.model.ts";

const tones: Readonly<Record<UserState, Tone>> = {
  active: "success",
  blocked: "warning",
  deactivated: "neutral",
  suspended: "danger",
};

const icons: Readonly<Record<RowActionId, IconNode>> = {
  edit: Pencil,
  view: Eye,
  block: Ban,
  unblock: LockOpen,
  deactivate: UserRoundX,
  activate: UserRoundCheck,
};

export interface UserRowProps {
  readonly model: UserManagerModel;
  readonly user: User;
  readonly index: number;
  /** The one tab stop of the list. */
  readonly active: boolean;
}

/** One person. The name opens the sheet; its press area is the whole row. */
export function UserRow({ model, user, index, active }: UserRowProps): VNode {
  const { t, format } = useI18n(catalogue);
  const { positions, departments, roles } = model.choices.value;
  const { work, extension } = model.columns.value;
  const name = displayName(user.name);
  const position = positions.find(({ value }) => value === user.positionId)?.label;
  const department = departments.find(({ value }) => value === user.departmentId)?.label;
  const roleNames = (): string =>
    format.list(user.roleIds.flatMap((id) => roles.find(({ value }) => value === id)?.label ?? []));
  const main =
    work === "role"
      ? roleNames() || <span class="muted">{t("roleNone")}</span>
      : work === "department"
        ? department
        : (position ?? <span class="muted">{t("positionNone")}</span>);
  const fresh = model.list.freshId.value === user.id;
  return (
    <tr
      data-row={index}
      data-id={user.id}
      data-fresh={fresh ? "" : undefined}
      data-state={user.state}
      aria-rowindex={index + 2}
      aria-busy={model.busy.value.has(user.id) ? "true" : undefined}
      part="row"
    >
      <td class="user-cell">
        <div class="user-who">
          <Avatar name={`${user.name.first} ${user.name.last}`} id={user.id} size={32} />
          <div class="user-names">
            <button
              type="button"
              class="user-open"
              tabIndex={active ? 0 : -1}
              onClick={() => void model.open(user.id)}
              onFocus={() => model.list.activate(user.id)}
            >
              <bdi class="truncate">
                <SortedName name={user.name} />
              </bdi>
              {model.session.data.value?.user.id === user.id ? <span class="user-you">{t("you")}</span> : undefined}
            </button>
            <span class="cell-detail truncate">
              <bdi>{user.email}</bdi>
            </span>
            <span class="user-narrow">
              <StateBadge state={user.state} />
              <span class="cell-detail truncate">{work === "position" ? (position ?? department) : main}</span>
            </span>
          </div>
        </div>
      </td>
      <td class="state-cell">
        <StateBadge state={user.state} />
        {isInvited(user) ? <InvitationNote user={user} /> : <LoginNote user={user} />}
      </td>
      <td class="position-cell">
        <span class="truncate cell-line">{main}</span>
        {work === "position" ? <span class="cell-detail truncate">{department}</span> : undefined}
      </td>
      {extension ? (
        <td class="extension-cell tabular">
          {user.sipAccount === null ? (
            <span class="muted">
              <span aria-hidden="true">—</span>
              <span class="visually-hidden">{t("noExtension")}</span>
            </span>
          ) : (
            <span class="truncate cell-line">{user.sipAccount.login}</span>
          )}
        </td>
      ) : undefined}
      <td class="login-cell">
        {user.lastLoginAt === null ? (
          <span class="muted">{t("never")}</span>
        ) : (
          <time dateTime={user.lastLoginAt} title={format.dateTime(user.lastLoginAt)}>
            {relative(format, user.lastLoginAt)}
          </time>
        )}
      </td>
      <td class="actions">
        <RowMenu model={model} user={user} name={name} active={active} />
      </td>
    </tr>
  );
}

/** The name as it is read, with the part that sorts the list standing out. */
function SortedName({ name }: { readonly name: PersonName }): VNode {
  const read = displayName(name);
  const rest = read.length - name.last.length;
  return read === fullName(name) ? (
    <>
      <b>{name.last}</b>
      {read.slice(name.last.length)}
    </>
  ) : (
    <>
      {read.slice(0, rest)}
      <b>{read.slice(rest)}</b>
    </>
  );
}

function StateBadge({ state }: { readonly state: UserState }): VNode {
  const { t } = useI18n(catalogue);
  return (
    <Badge tone={tones[state]} dot>
      {t(`state_${state}`)}
    </Badge>
  );
}

/** An invitation stands open until it is accepted or the person has come in another way. */
const isInvited = ({ invitation, lastLoginAt }: User): boolean =>
  lastLoginAt === null && (invitation.state === "failed" || (invitation.state === "sent" && invitation.at !== null));

/** The last log-in where there is no room for its column. */
function LoginNote({ user }: { readonly user: User }): VNode {
  const { t, format } = useI18n(catalogue);
  const at = user.lastLoginAt;
  return (
    <span class="cell-detail truncate login-note" title={at === null ? undefined : format.dateTime(at)}>
      <span class="visually-hidden">{t("columnLastLogin")} </span>
      {at === null ? t("never") : relative(format, at)}
    </span>
  );
}

/** Whether the person has been told of the new login. */
function InvitationNote({ user }: { readonly user: User }): VNode {
  const { t, format } = useI18n(catalogue);
  const { state, at } = user.invitation;
  if (state === "failed") {
    return (
      <span class="cell-detail invitation-failed">
        <Icon icon={MailWarning} size={12} />
        <span class="truncate">{t("invitation_failed")}</span>
      </span>
    );
  }
  if (at === null) return <></>;
  return (
    <time class="cell-detail truncate" dateTime={at} title={t("invitation_sent", { when: relative(format, at) })}>
      {t("invitation_sent", { when: relative(format, at, { style: "short" }) })}
    </time>
  );
}

interface RowMenuProps {
  readonly model: UserManagerModel;
  readonly user: User;
  readonly name: string;
  readonly active: boolean;
}

function RowMenu({ model, user, name, active }: RowMenuProps): VNode {
  const { t } = useI18n(catalogue);
  const hasPhones = model.columns.value.extension;
  const item = ({ id, refusal }: RowAction): MenuItem => ({
    label: t(`action_${id}`),
    icon: icons[id],
    danger: id === "deactivate",
    disabled: refusal !== undefined,
    ...(refusal !== undefined
      ? { detail: t(`reason_${refusal}`) }
      : hasPhones && (id === "block" || id === "deactivate")
        ? { detail: t(`hint_${id}`) }
        : {}),
    onSelect: () => void model.run(id, user),
  });
  const [first, ...rest] = model.actions(user).map(item);
  return (
    <Menu
      label={t("actionsFor", { name })}
      items={first === undefined ? [] : rest.length === 0 ? [first] : [first, "separator", ...rest]}
      trigger={(props) => (
        <IconButton
          {...props}
          icon={EllipsisVertical}
          label={t("actionsFor", { name })}
          noTooltip
          class="user-menu"
          part="row-menu"
          tabIndex={active ? 0 : -1}
          loading={model.busy.value.has(user.id)}
        />
      )}
    />
  );
}
