/** Which colours a screen shows, and when. Pure: a list of stages, and where a moment is in it. */
import type { Colour } from './messages.js';

export interface Stage {
  /** Of the sequence: what the service calls it by. */
  number: number;
  colour: number[];
  /** What it comes down over; itself where it stays. */
  before: number[];
  /** Milliseconds. */
  lasts: number;
}

/** The first colour stays; each other one comes down, and stays where it is said to. */
export function stagesOf(colours: readonly Colour[]): Stage[] {
  return colours.flatMap((each, number) => {
    const colour = each.FreshnessColor.RGB;
    const before = colours[number - 1]?.FreshnessColor.RGB;
    const stay = { number, colour, before: colour, lasts: each.FlatDisplayDuration };
    const comes = before && { number, colour, before, lasts: each.DownscrollDuration };
    return comes ? (stay.lasts > 0 ? [comes, stay] : [comes]) : [stay];
  });
}

/** The stage `ms` after the first one began, and how much of it is over (0-1); undefined at the end. */
export function stageAt(
  stages: readonly Stage[],
  ms: number,
): { at: number; stage: Stage; share: number } | undefined {
  let begun = 0;
  for (const [at, stage] of stages.entries()) {
    if (ms < begun + stage.lasts) return { at, stage, share: (ms - begun) / stage.lasts };
    begun += stage.lasts;
  }
  return undefined;
}
