/** A module in the folder of the UMD file. */
const script = typeof document === 'undefined' ? null : document.currentScript;
const base = script instanceof HTMLScriptElement ? script.src : '';

export const beside = <M>(file: string): Promise<M> =>
  import(/* @vite-ignore */ new URL(file, base).href) as Promise<M>;
