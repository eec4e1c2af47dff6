/** The looks of a check that a service films: it fills the window, for the window is its lamp. */
export const filmLooks = `
  .film {
    position: fixed;
    inset: 0;
    box-sizing: border-box;
    inline-size: 100vw;
    block-size: 100vh;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 16px;
    border: 0;
    overflow: auto;
    background: var(--_surface);
    color: var(--_text);
    forced-color-adjust: none;
  }
  .film[open] {
    display: grid;
    place-content: safe center;
    justify-items: center;
    gap: calc(var(--_space) * 2);
  }
  .film .words {
    display: grid;
    gap: calc(var(--_space) * 2);
    max-inline-size: 32rem;
  }
  .film .mirror {
    position: relative;
    max-block-size: 70vh;
    max-inline-size: 100%;
    transform: scaleX(-1);
  }
  .film .mirror video {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    background: #0a0f13;
  }
  .film .mirror svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    fill: none;
    stroke: var(--_accent);
    stroke-width: 6;
  }
  .film[data-fit='in'] .mirror svg {
    stroke: var(--_success);
  }
  .film .light {
    position: fixed;
    inset: 0;
    opacity: 0.75;
    pointer-events: none;
  }
  .film .say {
    position: relative;
    margin: 0;
    padding: 8px 16px;
    border-radius: var(--_radius);
    background: var(--_surface);
    font-size: 1.25rem;
    text-align: center;
  }
  .film .quiet {
    background: var(--_surface);
  }
  .film button {
    position: relative;
  }
`;
