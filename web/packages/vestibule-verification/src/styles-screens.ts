/** The looks of the single screens. */
import { css } from 'lit';

export const documentLooks = css`
  .drop {
    position: relative;
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 1.5);
    padding: calc(var(--_space) * 4) calc(var(--_space) * 2.5);
    border: 2px dashed var(--_control);
    border-radius: var(--_radius);
    background: var(--_surface-2);
    text-align: center;
    transition:
      background var(--_speed),
      border-color var(--_speed);
  }
  .drop.over {
    border-color: var(--_accent);
    border-style: solid;
    background: var(--_accent-soft);
  }
  .drop > svg {
    color: var(--_accent);
  }
  .drop span {
    font-weight: 600;
  }
  .drop small {
    color: var(--_muted);
    font-size: 0.8125rem;
  }
  .picture {
    display: block;
    inline-size: 100%;
    max-block-size: 340px;
    object-fit: contain;
    border-radius: var(--_radius);
    background: light-dark(#10181e, #07090b);
  }
  .viewfinder {
    position: relative;
    overflow: hidden;
    border-radius: var(--_radius);
    background: #0a0f13;
    aspect-ratio: 4 / 3;
  }
  .viewfinder video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .viewfinder::after {
    content: '';
    position: absolute;
    inset: 14% 7%;
    border: 3px solid #fffc;
    border-radius: 14px;
    box-shadow: 0 0 0 100vmax #0007;
  }
  progress {
    appearance: none;
    inline-size: 100%;
    block-size: 8px;
    border: 0;
    border-radius: 4px;
    overflow: hidden;
    background: var(--_border);
  }
  progress::-webkit-progress-bar {
    background: var(--_border);
  }
  progress::-webkit-progress-value {
    background: var(--_accent);
    transition: inline-size var(--_speed);
  }
  progress::-moz-progress-bar {
    background: var(--_accent);
  }
`;

export const livenessLooks = css`
  .tips {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .tips li {
    display: flex;
    gap: 12px;
    align-items: center;
  }
  .tips svg {
    flex: none;
    color: var(--_accent);
  }
  .stage {
    position: relative;
    inline-size: min(100%, 340px);
    aspect-ratio: var(--_camera-ratio);
    margin: 0 auto;
  }
  .stage video {
    position: absolute;
    inset: 5%;
    inline-size: 90%;
    block-size: 90%;
    object-fit: cover;
    border-radius: 50%;
    background: #0a0f13;
    transform: scaleX(-1);
  }
  .ring {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    transform: rotate(-90deg);
  }
  .ring circle {
    fill: none;
    stroke: var(--_border);
    stroke-width: 5;
  }
  .ring .fill {
    stroke: var(--_accent);
    stroke-linecap: round;
    transition: stroke-dashoffset var(--_speed) linear;
  }
  .arrow {
    position: absolute;
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: 0 2px 10px #0005;
  }
  .arrow[data-gesture='turn_left'] {
    left: -6px;
    top: calc(50% - 28px);
    --_dx: -6px;
  }
  .arrow[data-gesture='turn_right'] {
    right: -6px;
    top: calc(50% - 28px);
    --_dx: 6px;
  }
  .arrow[data-gesture='look_up'] {
    top: -6px;
    left: calc(50% - 28px);
    --_dy: -6px;
  }
  .arrow[data-gesture='look_down'] {
    bottom: -6px;
    left: calc(50% - 28px);
    --_dy: 6px;
  }
  .arrow[data-gesture='smile'],
  .arrow[data-gesture='blink'],
  .arrow[data-gesture='neutral'] {
    bottom: -10px;
    left: calc(50% - 28px);
  }
  .prompt {
    min-block-size: 4.4rem;
    margin-block: calc(var(--_space) * 2.5) var(--_space);
    text-align: center;
  }
  .prompt strong {
    display: block;
    font-size: 1.375rem;
    line-height: 1.25;
    text-wrap: balance;
  }
  .prompt span {
    color: var(--_muted);
  }
  @media (prefers-reduced-motion: no-preference) {
    .arrow {
      animation: nudge 900ms ease-in-out infinite alternate;
    }
    @keyframes nudge {
      to {
        transform: translate(var(--_dx, 0), var(--_dy, 0));
      }
    }
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
`;

export const resultLooks = css`
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
    .ring .fill {
      stroke: Highlight;
    }
    .primary,
    .arrow,
    .badge {
      border: 2px solid ButtonText;
    }
    progress {
      border: 1px solid CanvasText;
    }
  }
`;
