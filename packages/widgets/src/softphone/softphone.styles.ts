import { css, type CssSheet } from "../kit/index.ts";

/** Look of the phone. */
export const softphoneStyles: CssSheet = /* @__PURE__ */ css`
  .phone {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    background: var(--color-bg);
    &.floating {
      max-block-size: min(620px, calc(100vh - 32px));
      overflow: hidden;
      border-radius: var(--radius-lg);
      box-shadow: var(--shadow);
    }
  }
  .status {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 4px;
    padding: var(--space-2) var(--space-3);
    border-block-end: 1px solid var(--color-border);
    font-size: var(--font-sm);
    &.warning {
      background: var(--color-warning-soft);
      border-color: var(--color-warning-border);
    }
    &.danger {
      background: var(--color-danger-soft);
      border-color: var(--color-danger-border);
    }
    & > .button {
      margin-block: 4px;
    }
  }
  .status-line {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    inline-size: 100%;
    min-block-size: 28px;
  }
  .status-title {
    font-weight: 500;
  }
  .status-own {
    margin-inline-start: auto;
    color: var(--color-text-muted);
  }
  .status-detail {
    color: var(--color-text);
    line-height: 18px;
  }
  .success > .status-line > .status-icon {
    color: var(--color-success-text);
  }
  .accent > .status-line > .status-icon {
    color: var(--color-accent-text);
  }
  .warning > .status-line > .status-icon {
    color: var(--color-warning-text);
  }
  .danger > .status-line > .status-icon {
    color: var(--color-danger-text);
  }
  .fold svg {
    transition: rotate var(--motion) var(--ease);
  }
  .fold.folded svg {
    rotate: 180deg;
  }

  .dialer {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    flex: 1;
  }
  .number-entry {
    display: flex;
    flex-direction: column;
    padding: var(--space-3) var(--space-3) var(--space-2);
  }
  .number-row {
    display: flex;
    align-items: center;
    gap: 2px;
    block-size: 48px;
    padding-inline: var(--space-3) 6px;
    border: 1px solid var(--color-border-control);
    border-radius: var(--radius-lg);
    background: var(--color-bg);
    &:focus-within {
      outline: 2px solid var(--color-focus);
      outline-offset: -1px;
      border-color: transparent;
    }
  }
  .number {
    flex: 1;
    min-inline-size: 0;
    block-size: 100%;
    border: 0;
    padding: 0;
    outline: none;
    background: none;
    font-size: var(--font-xl);
    font-weight: 500;
    letter-spacing: 0.01em;
    &::placeholder {
      font-size: var(--font-md);
      font-weight: 400;
      letter-spacing: 0;
    }
  }
  .crew[dir="rtl"] .number {
    text-align: end;
  }
  .hint {
    padding: 6px 2px 0;
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
    &:empty {
      display: none;
    }
    &.problem {
      color: var(--color-danger-text);
    }
  }
  .call-button {
    margin-block-start: var(--space-3);
    inline-size: 100%;
    block-size: 40px;
  }
  .keypad {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: var(--space-2);
    margin-block-start: var(--space-3);
  }
  .key {
    block-size: 44px;
    border-radius: var(--radius-lg);
    background: var(--color-bg-hover);
    font-size: var(--font-xl);
    font-weight: 500;
    text-align: center;
    transition: background var(--motion) var(--ease);
    &:hover {
      background: var(--color-bg-active);
    }
    &:active {
      background: var(--color-bg-selected);
    }
  }
  .no-right,
  .end-text {
    display: flex;
    gap: var(--space-2);
    font-size: var(--font-sm);
    line-height: 18px;
    & > svg {
      margin-block-start: 1px;
    }
    & strong {
      font-weight: 500;
    }
    & p {
      margin-block-start: 2px;
      color: var(--color-text-muted);
    }
  }
  .no-right {
    margin: var(--space-3);
    padding: var(--space-3);
    border-radius: var(--radius);
    background: var(--color-bg-subtle);
    & > svg {
      color: var(--color-text-muted);
    }
  }

  .recent {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    flex: 1;
    & > h3 {
      padding: var(--space-2) var(--space-4) 4px;
      font-size: var(--font-xs);
      font-weight: 500;
      color: var(--color-text-muted);
    }
    & > ul {
      overflow-y: auto;
      padding: 0 var(--space-2) var(--space-2);
    }
  }
  .recent-row {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-3);
    inline-size: 100%;
    min-block-size: var(--row);
    padding: 4px var(--space-2);
    border-radius: var(--radius);
  }
  button.recent-row {
    cursor: pointer;
    &:hover,
    &:focus-visible {
      background: var(--color-bg-hover);
      & .call-hint {
        opacity: 1;
      }
      & .when {
        opacity: 0;
      }
    }
    &:focus-visible {
      outline-offset: -2px;
    }
  }
  .direction {
    color: var(--color-text-faint);
    &.missed {
      color: var(--color-danger-text);
    }
  }
  .who {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    line-height: 18px;
  }
  .what {
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-text-muted);
    & .missed {
      color: var(--color-danger-text);
    }
  }
  .when {
    font-size: var(--font-xs);
    color: var(--color-text-muted);
    white-space: nowrap;
  }
  .call-hint {
    position: absolute;
    inset-inline-end: var(--space-3);
    color: var(--color-accent-text);
    opacity: 0;
  }

  .person {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-inline-size: 0;
    &.large {
      flex-direction: column;
      gap: var(--space-3);
      text-align: center;
    }
  }
  .stranger {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    color: var(--color-text-muted);
    background: var(--color-bg-active);
    .large > & {
      inline-size: 64px;
      block-size: 64px;
    }
  }
  .person-text {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    max-inline-size: 100%;
    .large > & {
      align-items: center;
    }
  }
  .person-name {
    font-size: var(--font-lg);
    line-height: 22px;
    font-weight: 600;
    overflow-wrap: anywhere;
    .large & {
      font-size: var(--font-xl);
      line-height: 26px;
    }
  }
  .person-company,
  .person-number {
    font-size: var(--font-sm);
    line-height: 18px;
    color: var(--color-text-muted);
    max-inline-size: 100%;
    overflow-wrap: anywhere;
  }
  .record-link {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    align-self: flex-start;
    min-block-size: 24px;
    font-size: var(--font-sm);
    color: var(--color-accent-text);
    text-decoration: none;
    cursor: pointer;
    &:hover {
      text-decoration: underline;
    }
    .large & {
      align-self: center;
    }
  }

  .call {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--space-4);
    padding: var(--space-6) var(--space-4) var(--space-4);
    overflow-y: auto;
    flex: 1;
  }
  .call.dense {
    gap: var(--space-2);
    padding-block-start: var(--space-3);
    & .keypad {
      margin-block-start: var(--space-1);
    }
    & .key {
      block-size: 40px;
    }
    & .action-round {
      inline-size: 44px;
      block-size: 44px;
    }
  }
  .progress {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 6px var(--space-3);
    min-block-size: 24px;
    color: var(--color-text-muted);
    text-align: center;
  }
  .timer {
    font-size: var(--font-lg);
    color: var(--color-text);
  }
  .note {
    padding: 2px 8px;
    border-radius: 6px;
    font-size: var(--font-xs);
    color: var(--color-warning-text);
    background: var(--color-warning-soft);
  }
  .quality {
    display: inline-flex;
    gap: 3px;
    & > i {
      inline-size: 6px;
      block-size: 6px;
      border-radius: 50%;
      background: var(--color-border-control);
    }
    & > .on {
      background: var(--color-success-solid);
    }
    &.level-2 > .on {
      background: var(--color-warning-solid);
    }
    &.level-1 > .on {
      background: var(--color-danger-solid);
    }
  }
  .tones {
    inline-size: 100%;
  }
  .tones-sent {
    display: block;
    min-block-size: 24px;
    overflow: hidden;
    font-size: var(--font-lg);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .actions {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    inline-size: 100%;
    margin-block-start: auto;
  }
  .action {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 6px;
    padding-block: 4px;
    border-radius: var(--radius);
    font-size: var(--font-xs);
    text-align: center;
    cursor: pointer;
  }
  .action-round {
    display: grid;
    place-items: center;
    inline-size: 52px;
    block-size: 52px;
    border-radius: 50%;
    background: var(--color-bg-hover);
    transition: background var(--motion) var(--ease);
    .action:hover & {
      background: var(--color-bg-active);
    }
    .on > & {
      color: var(--color-on-accent);
      background: var(--color-accent);
    }
    .on:hover > & {
      background: var(--color-accent-hover);
    }
    [aria-busy] > & {
      opacity: 0.6;
    }
  }
  .hang-up,
  .decline,
  .answer {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-block-size: 44px;
    padding-inline: var(--space-4);
    border-radius: 22px;
    font-weight: 500;
    color: var(--color-on-accent);
    cursor: pointer;
    transition: background var(--motion) var(--ease);
  }
  .hang-up,
  .decline {
    background: var(--color-danger-solid);
    &:hover {
      background: var(--color-danger-hover);
    }
  }
  .hang-up {
    inline-size: 100%;
    flex: none;
  }
  .answer {
    background: var(--color-success-solid);
    &:hover {
      background: var(--color-success-hover);
    }
  }

  .end {
    display: flex;
    flex-direction: column;
    gap: var(--space-4);
    padding: var(--space-4);
  }
  .end-text {
    padding: var(--space-3);
    border-radius: var(--radius);
    background: var(--color-bg-subtle);
    &.problem {
      background: var(--color-danger-soft);
      & > svg {
        color: var(--color-danger-text);
      }
      & p {
        color: var(--color-text);
      }
    }
  }
  .end-actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    & > .button {
      flex: 1;
      white-space: nowrap;
    }
  }

  .sound-blocked {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    margin: var(--space-3) var(--space-3) 0;
    padding: var(--space-2) var(--space-2) var(--space-2) var(--space-3);
    border-radius: var(--radius);
    font-size: var(--font-xs);
    line-height: 16px;
    color: var(--color-warning-text);
    background: var(--color-warning-soft);
    & > span {
      flex: 1;
    }
    .incoming > & {
      margin: 0;
    }
  }

  .incoming {
    position: fixed;
    inset-block-end: 16px;
    inset-inline-end: 16px;
    inline-size: min(340px, calc(100vw - 32px));
    flex-direction: column;
    gap: var(--space-3);
    padding: var(--space-4);
    border-radius: var(--radius-lg);
    background: var(--color-bg-raised);
    box-shadow: var(--shadow);
    &:popover-open {
      display: flex;
    }
  }
  .incoming-title {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    font-size: var(--font-sm);
    color: var(--color-text-muted);
  }
  .pulse {
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    background: var(--color-success-solid);
  }
  .incoming-actions {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-2);
  }
  @media (prefers-reduced-motion: no-preference) {
    .incoming:popover-open {
      animation: rise 180ms var(--ease);
    }
    .pulse {
      animation: pulse 1.2s ease-out infinite;
    }
    @keyframes rise {
      from {
        opacity: 0;
        translate: 0 8px;
      }
    }
    @keyframes pulse {
      from {
        box-shadow: 0 0 0 0 var(--color-success-solid);
      }
      to {
        box-shadow: 0 0 0 8px transparent;
      }
    }
  }
  @media (forced-colors: active) {
    .hang-up,
    .decline,
    .answer,
    .action-round,
    .key,
    .incoming,
    .phone.floating {
      border: 1px solid;
    }
    .quality > .on {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
