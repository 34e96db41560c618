export type { Adapter } from "@crewdock/contract";
export {
  computed,
  createModel,
  effect,
  type ReadonlySignal,
  signal,
  type Signal,
  batch,
  untracked,
} from "@preact/signals";
export { CrewElement } from "./element.ts";
export { CrewProvider } from "./crew-provider.element.ts";
export { CrewEvent, type CrewEventOptions } from "./crew-event.ts";
export { define } from "./define.ts";
export { type Env, useEnv, useI18n, useKit, useStyles } from "./env.ts";
export type { Density, Theme } from "./provider-link.ts";
export { type Catalogue, defineMessages } from "./i18n/catalogue.ts";
export type { Format } from "./i18n/format.ts";
export type { MessageOverrides, Messages, MessageSource, PluralForms, Translate } from "./i18n/messages.ts";
export { registerMessages } from "./i18n/overrides.ts";
export { duration, elapsed, relative } from "./i18n/spans.ts";
export type { I18n } from "./i18n/translate.ts";
export { errorCodeOf, errorText, type KnownErrorCode } from "./messages/error-text.ts";
export { Blank, lazy, type Lazy, type Waiting } from "./lazy.tsx";
export { randomId } from "./random-id.ts";
export { css, type CssSheet, lazyCss } from "./styles/css.ts";
export { type Nothing, resource, type Resource, type ResourceState } from "./state/resource.ts";
export { markSaved, resetForm, restoreForm, snapshotOf } from "./state/form-record.ts";
export { createForm, type FieldError, type FieldOptions, type Form, type FormField } from "./state/form.ts";

export { Button, type ButtonProps, IconButton, type IconButtonProps, type TriggerProps } from "./controls/button.tsx";
export { RadioGroup, SegmentedControl, type Choice, type ChoiceProps } from "./controls/choice.tsx";
export { Combobox, type ComboboxProps, MultiCombobox, type MultiComboboxProps } from "./controls/combobox.tsx";
export { type ControlProps, Field, type FieldProps } from "./controls/field.tsx";
export { FilterChip, type FilterChipProps } from "./controls/filter-chip.tsx";
export { Icon, type IconNode, type IconProps } from "./controls/icon.tsx";
export { matching, type Option } from "./controls/option.ts";
export { PasswordField, type PasswordFieldProps, type PasswordRule } from "./controls/password-field.tsx";
export { SearchInput, type SearchInputProps } from "./controls/search-input.tsx";
export { Select, type SelectOption, type SelectProps } from "./controls/select.tsx";
export {
  NumberField,
  type NumberFieldProps,
  TextArea,
  type TextAreaProps,
  TextField,
  type TextFieldProps,
} from "./controls/text-field.tsx";
export { Checkbox, type CheckboxProps, Switch, type SwitchProps } from "./controls/toggle.tsx";

export { ConfirmDialog, type ConfirmDialogProps, Dialog, type DialogProps } from "./overlays/dialog.tsx";
export { Menu, type MenuItem, type MenuProps } from "./overlays/menu.tsx";
export { keepPlaced, type Placement } from "./overlays/placement.ts";
export { Popover, type PopoverProps } from "./overlays/popover.tsx";
export { Sheet, type SheetProps } from "./overlays/sheet.tsx";
export { Tooltip, type TooltipProps } from "./overlays/tooltip.tsx";

export { Avatar, type AvatarProps, hueOf, initials } from "./feedback/avatar.tsx";
export { Badge, type BadgeProps, type Tone } from "./feedback/badge.tsx";
export { Banner, type BannerProps } from "./feedback/banner.tsx";
export { ConnectionNote } from "./feedback/connection-note.tsx";
export { EmptyState, type EmptyStateProps, ErrorState, type ErrorStateProps } from "./feedback/empty-state.tsx";
export { FormSummary } from "./feedback/form-summary.tsx";
export { ProgressBar, type ProgressBarProps } from "./feedback/progress.tsx";
export { Skeleton, type SkeletonProps, SkeletonRows } from "./feedback/skeleton.tsx";
export { Spinner } from "./feedback/spinner.tsx";
export { type Stage, StageList, type StageListProps } from "./feedback/stage-list.tsx";
export type { ToastOptions } from "./feedback/toast.model.ts";

export {
  BulkBar,
  type BulkBarProps,
  Card,
  type CardProps,
  Kbd,
  Toolbar,
  type ToolbarProps,
  VisuallyHidden,
} from "./layout/layout.tsx";
export {
  FormSection,
  type FormSectionProps,
  type Section,
  SectionNav,
  type SectionNavProps,
} from "./layout/section-nav.tsx";
export { Stepper, type StepperProps } from "./layout/stepper.tsx";
export { Table, type TableProps } from "./layout/table.tsx";
export { type Tab, Tabs, type TabsProps } from "./layout/tabs.tsx";
