/** The looks of the waiting screen, the result and the hand-off. */
import { css } from 'lit';

export const resultLooks = css`
  @media (prefers-reduced-motion: no-preference) {
    .spinner {
      animation: turn 900ms linear infinite;
    }
    @keyframes turn {
      to {
        transform: rotate(1turn);
      }
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }

  .badge {
    display: grid;
    place-items: center;
    inline-size: 88px;
    block-size: 88px;
    margin: calc(var(--_space) * 1) auto calc(var(--_space) * 2.5);
    border-radius: 50%;
    background: var(--_surface-2);
    color: var(--_muted);
  }
  .badge.good {
    background: var(--_success-soft);
    color: var(--_success);
  }
  .badge.warn {
    background: var(--_warning-soft);
    color: var(--_warning);
  }
  .badge.bad {
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .qr {
    display: block;
    inline-size: min(240px, 100%);
    block-size: auto;
    margin: 0 auto;
    padding: 14px;
    border-radius: var(--_radius);
    background: #fff;
    image-rendering: pixelated;
  }
  @media (forced-colors: active) {
    .stepper li[aria-current],
    .stepper li[data-done] {
      border-color: Highlight;
    }
    .choice:has(:checked) {
      border-color: Highlight;
      outline: 2px solid Highlight;
    }
    .primary,
    .badge {
      border: 2px solid ButtonText;
    }
  }
`;
