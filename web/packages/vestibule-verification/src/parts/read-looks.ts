/** The looks of what was read. */
export const readLooks = `
  .fields {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
    margin: 0;
    padding: calc(var(--_space) * 2.5);
    border-radius: var(--_radius);
    background: var(--_surface-2);
  }
  .fields dt {
    color: var(--_muted);
  }
  .fields dd {
    margin: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .fields .none {
    color: var(--_warning);
    font-weight: 400;
  }
`;
