/** The looks of the movements. */
export const livenessLooks = `
  [data-unsure] {
    visibility: hidden;
  }
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
    inline-size: min(80%, 280px);
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
  }
  .ring path {
    fill: none;
    stroke: var(--_border);
    stroke-width: 5;
  }
  [data-seen='true'] .ring path {
    stroke: var(--_success);
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
  }
  @media (forced-colors: active) {
    .ring .fill {
      stroke: Highlight;
    }
    .arrow {
      border: 2px solid ButtonText;
    }
  }
`;
