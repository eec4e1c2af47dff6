/** The looks of the document step. */
export const documentLooks = `
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
  .viewfinder video,
  .edges {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .edges polygon {
    fill: #fff2;
    stroke: #fff;
    stroke-width: 6px;
    stroke-linejoin: round;
  }
  .edges [data-steady='true'] {
    fill: #5fd6bd44;
    stroke: #5fd6bd;
  }
  .advice {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    margin: 0;
    padding: 10px 14px;
    background: #000a;
    color: #fff;
    font-weight: 600;
    text-align: center;
  }
  .drop.touch {
    padding: 0;
    border: 0;
    background: none;
    justify-items: stretch;
  }
  .drop.touch .row {
    display: grid;
  }
  .aim {
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
  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
    }
  }
`;
