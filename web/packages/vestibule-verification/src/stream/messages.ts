/**
 * What a browser and Rekognition tell each other while a face is filmed: the members of
 * StartFaceLivenessSession's two streams, by the names that they have on the wire
 * (npmjs.com/package/@aws-sdk/client-rekognitionstreaming, models).
 */

export interface Box {
  Width: number;
  Height: number;
  Left: number;
  Top: number;
}

/** In pixels of the film, which is not mirrored. */
export interface Oval {
  Width: number;
  Height: number;
  CenterX: number;
  CenterY: number;
}

/** When a face counts as far enough away, and as in the oval. Milliseconds; shares elsewhere. */
export interface Config {
  FaceDistanceThresholdMin: number;
  OvalIouThreshold: number;
  OvalHeightWidthRatio: number;
  FaceIouWidthThreshold: number;
  FaceIouHeightThreshold: number;
  OvalFitTimeout?: number;
}

/** Milliseconds: how long a colour comes down the screen, and how long it then stays. */
export interface Colour {
  FreshnessColor: { RGB: number[] };
  DownscrollDuration: number;
  FlatDisplayDuration: number;
}

export interface Challenge {
  OvalParameters: Oval;
  ChallengeConfig: Config;
  /** Of light alone. */
  ColorSequences?: Colour[];
}

/** The two that are spoken here, with their versions. */
export const CHALLENGES = {
  FaceMovementAndLightChallenge: '2.0.0',
  FaceMovementChallenge: '1.0.0',
} as const;
export type ChallengeName = keyof typeof CHALLENGES;

export const VERSIONS = Object.entries(CHALLENGES)
  .map(([name, version]) => `${name}_${version}`)
  .join(',');

export interface Asked {
  name: ChallengeName;
  challenge: Challenge;
}

/** What is said of the challenge: members of the client's union. Moments are ms since 1970. */
export interface Told {
  ChallengeId: string;
  VideoStartTimestamp?: number;
  VideoEndTimestamp?: number;
  InitialFace?: { BoundingBox: Box; InitialFaceDetectedTimestamp: number };
  TargetFace?: {
    BoundingBox: Box;
    FaceDetectedInTargetPositionStartTimestamp: number;
    FaceDetectedInTargetPositionEndTimestamp: number;
  };
  ColorDisplayed?: {
    CurrentColor: { RGB: number[] };
    PreviousColor: { RGB: number[] };
    SequenceNumber: number;
    CurrentColorStartTimestamp: number;
  };
}

/** The challenge of a ServerSessionInformationEvent; undefined where it is none that we know. */
export function askedOf(event: {
  SessionInformation?: { Challenge?: Partial<Record<string, Challenge>> };
}): Asked | undefined {
  const union = event.SessionInformation?.Challenge ?? {};
  const name = (Object.keys(CHALLENGES) as ChallengeName[]).find((one) => union[one]);
  const challenge = name && union[name];
  if (!name || !challenge?.OvalParameters || !challenge.ChallengeConfig) return undefined;
  return { name, challenge };
}
