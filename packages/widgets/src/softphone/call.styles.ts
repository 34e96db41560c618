import { css, type CssSheet } from "../kit/index.ts";

/** Look of a call: who it is with, its actions, its end, and the card that rings. */
export const callStyles: CssSheet = /* @__PURE__ */ css`
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
    outline: none;
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
    .progress + & {
      margin-block-start: auto;
    }
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
