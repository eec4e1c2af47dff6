/** Generated from chalicelib/contracts/openapi.json by `npm run wire`: not to be edited. */
export interface components {
  schemas: {
    /** @description The caller's access token. */
    AccessToken: {
      accessToken: string;
    };
    /**
     * @description Which scenario's next step is played; left out, that of the one that the claims choose. With
     *     `days` nothing is played: the applicant's time moves on by so many.
     */
    Advance: {
      /** @default null */
      days: number | null;
      /** @default null */
      scenario: string | null;
    };
    /** @description A person, by the backend's own id; the same id is always the same applicant. */
    ApplicantIn: {
      /** @default null */
      claims: components['schemas']['ClaimsIn'] | null;
      externalUserId: string;
      /** @default default */
      level: string;
      /** @default en */
      locale: string;
      metadata?: {
        [key: string]: string;
      };
    };
    /** @description A page in the order of ids; `nextCursor` is empty on the last one. */
    ApplicantList: {
      applicants: components['schemas']['ApplicantOut'][];
      nextCursor: string;
    };
    /** @description An applicant and where they stand. What they are called comes back with a verification. */
    ApplicantOut: {
      /** Format: date-time */
      createdAt: string;
      externalUserId: string;
      id: string;
      /** @enum {string} */
      kycStatus: 'not_verified' | 'pending' | 'verified' | 'rejected';
      level: string;
      locale: string;
      metadata: {
        [key: string]: string;
      };
      /** @enum {string} */
      mode: 'live' | 'test';
      /** @default null */
      verificationId: string | null;
    };
    /**
     * @description One applicant by the backend's own id, or all of them page by page; of one `kycStatus`, where
     *     a page may be shorter than asked for and another may follow all the same.
     */
    ApplicantQuery: {
      /** @default  */
      cursor: string;
      /** @default null */
      externalUserId: string | null;
      /** @default null */
      kycStatus: ('not_verified' | 'pending' | 'verified' | 'rejected') | null;
      /** @default 50 */
      limit: number;
    };
    /** @description Asks for a person; nothing needs to be said. */
    Assistance: Record<string, never>;
    /** @description Something read from the document and vouched for; `confidence` is 0 to 100. */
    Attribute: {
      confidence: number;
      source: string;
      value: string;
    };
    /** @description One pose to hold. */
    ChallengeOut: {
      frames: number;
      gesture: string;
      id: string;
      prompt: string;
    };
    /** @description One part of the verification, as far as the applicant may know. */
    CheckOut: {
      check: string;
      /** @enum {string} */
      outcome: 'pending' | 'passed' | 'failed';
    };
    /** @description How far a check is. */
    CheckOutcome: {
      check: string;
      /** @enum {string} */
      outcome: 'pending' | 'passed' | 'failed';
    };
    /**
     * @description What your own app has read from the chip of the document: its security object (EF.SOD) and
     *     the first data group (the zone), as they are on the chip, in base64.
     */
    ChipIn: {
      dg1: string;
      sod: string;
    };
    /**
     * @description `agrees`: the issuing state signed it, and the document that was photographed says the same.
     *     `differs`: a human looks.
     */
    ChipTaken: {
      /** @enum {string} */
      outcome: 'agrees' | 'differs';
      verificationId: string;
    };
    /** @description What the backend says of its person. Without all three a person decides instead of rules. */
    ClaimsIn: {
      /** @default  */
      address: string;
      /** Format: date */
      dateOfBirth: string;
      fullName: string;
      nationality: string;
    };
    /** @description What the applicant said of themselves, to be held beside what was read. */
    Declared: {
      dateOfBirth: string;
      fullName: string;
      nationality: string;
    };
    /** @description One attempt: the event, and the response (a status, or why there was none). */
    DeliveryOut: {
      answer: string;
      /** Format: date-time */
      at: string;
      eventId: string;
      number: number;
      position: number;
      taken: boolean;
      type: string;
    };
    /** @description A page of deliveries, newest first. */
    DeliveryPage: {
      deliveries: components['schemas']['DeliveryOut'][];
      nextCursor: string;
    };
    /** @description The fields read so far: name, dateOfBirth, documentNumber, expiry, … */
    DocumentPreview: {
      advice: (
        | 'take_again'
        | 'add_back'
        | 'use_another_document'
        | 'document_expired'
        | 'front_shows_the_back'
        | 'back_shows_the_front'
      )[];
      fields: {
        [key: string]: string;
      };
      missing: components['schemas']['MissingField'][];
      /**
       * @description When; another picture has another moment.
       * @default null
       */
      readAt: string | null;
      sides: ('front' | 'back')[];
      /** @enum {string} */
      status: 'waiting' | 'reading' | 'read';
      verificationId: string;
    };
    /** @description Proves the address, or a new one. `code` is that of the authenticator, if there is one. */
    EmailCode: {
      accessToken: string;
      /** @default null */
      code: string | null;
      /** @default null */
      email: string | null;
      password: string;
    };
    /** @description The code that came to the address. */
    EmailConfirm: {
      accessToken: string;
      code: string;
    };
    /** @description Changes to an endpoint; omitted fields stay as they are. */
    EndpointChange: {
      /** @default null */
      enabled: boolean | null;
      /** @default null */
      events: string[] | null;
      /** @default null */
      url: string | null;
    };
    /** @description A new webhook endpoint; without `events` it receives all of them. */
    EndpointIn: {
      /** @default  */
      description: string;
      events?: string[];
      url: string;
    };
    /** @description Every endpoint of the key's mode. */
    EndpointList: {
      endpoints: components['schemas']['EndpointOut'][];
    };
    /** @description An endpoint. `secret` is shown only in the answer that creates it. */
    EndpointOut: {
      /** Format: date-time */
      createdAt: string;
      description: string;
      enabled: boolean;
      events: string[];
      /** @default null */
      failingSince: string | null;
      id: string;
      /** @enum {string} */
      mode: 'live' | 'test';
      /** @default null */
      secret: string | null;
      url: string;
    };
    /** @description How long the previous secret also signs. */
    EndpointRotation: {
      /** @default 24 */
      overlapHours: number;
    };
    /** @description What an erasure removed, by kind, and what law keeps. */
    ErasureReceipt: {
      /** Format: date */
      backupsEndBy: string;
      erased: {
        [key: string]: number;
      };
      /** Format: date-time */
      erasedAt: string;
      kept: components['schemas']['Kept'][];
      receiptId: string;
      stores: components['schemas']['StoreFate'][];
      userId: string;
    };
    /** @description One event, in the same shape as in webhooks. */
    EventOut: {
      data: {
        [key: string]: unknown;
      };
      id: string;
      /** @enum {string} */
      mode: 'live' | 'test';
      position: number;
      /** Format: date-time */
      timestamp: string;
      type: string;
    };
    /** @description A page of events. `after` is the position to continue from; unchanged without new events. */
    EventPage: {
      after: string;
      events: components['schemas']['EventOut'][];
      more: boolean;
    };
    /** @description Events after a position; with an empty `after`, from the oldest stored event. */
    EventQuery: {
      /** @default  */
      after: string;
      /** @default 50 */
      limit: number;
    };
    /** @description Links to pictures, for five minutes. */
    Evidence: {
      documents: {
        [key: string]: string;
      };
      frames: string[];
    };
    /** @description `assurance` is what the picture says of liveness: nothing. */
    FaceTaken: {
      /** @constant */
      assurance: 'none';
      sha256: string;
      verificationId: string;
    };
    /**
     * @description What only you know about the occasion and the device; a level's conditions may ask. Left out
     *     or null: not known.
     */
    FactsIn: {
      /** @default null */
      amount: number | null;
      /** @default null */
      deviceAgeDays: number | null;
      /** @default null */
      emulator: boolean | null;
      /** @default null */
      ipCountry: string | null;
      /** @default null */
      vpn: boolean | null;
    };
    /** @description Asks for a reset code. */
    Forgot: {
      username: string;
    };
    /** @description One frame; `image` is Base64. */
    FrameIn: {
      /** Format: date-time */
      capturedAt: string;
      challengeId: string;
      frameId: string;
      image: string;
      nonce: string;
      seq: number;
      sessionId: string;
    };
    /** @description How far the session is. */
    FrameTaken: {
      received: number;
      remaining: number;
    };
    /** @description Attempts that began on this day (UTC) or later; it is at most 31 days ago. */
    FunnelQuery: {
      /** Format: date */
      since: string;
    };
    /**
     * @description Attempts whose document is of one country (empty: none was read). Each step counts an attempt
     *     once; `ends` is where they ended first; seconds are from the beginning to there.
     */
    FunnelRow: {
      country: string;
      ends: {
        [key: string]: number;
      };
      medianSeconds: number | null;
      steps: {
        [key: string]: number;
      };
    };
    /**
     * @description Asks for a link to another device. `sendBy`: it is also sent to the caller's own number or
     *     address.
     */
    HandOff: {
      /** @default null */
      sendBy: ('email' | 'sms') | null;
    };
    /** @description The hosted page, for one browser. */
    HandOffOut: {
      /** Format: date-time */
      expiresAt: string;
      url: string;
    };
    /** @description Alive. */
    Health: {
      /**
       * @default ok
       * @constant
       */
      status: 'ok';
    };
    /** @description Why, in our own words; never to be told to the person. */
    Internal: {
      findings: components['schemas']['RuleOutcome'][];
      reasons: string[];
      /** @default null */
      screening: components['schemas']['ScreeningSummary'] | null;
    };
    /** @description What stays after an erasure, until when, and why. */
    Kept: {
      law: string;
      /** Format: date */
      until: string;
      what: string;
    };
    /** @description A started session: the URL of the provider's page, or a token for its SDK. */
    KycSessionOut: {
      expiresAt: string;
      provider: string;
      /** @default null */
      sdkToken: string | null;
      /** @default null */
      sessionUrl: string | null;
      verificationId: string;
    };
    /** @description The user's status. */
    KycStatusOut: {
      kycStatus: string;
      /** @default null */
      provider: string | null;
      /** @default null */
      reason: string | null;
      /** @default null */
      verificationId: string | null;
    };
    /** @description Every rule's answer, and what they come to. */
    LevelAnswer: {
      end: string;
      explanations: string[];
      findings: {
        [key: string]: unknown;
      }[];
      fourEyes: boolean;
      outcome: string;
      risk: number;
    };
    /** @description Recorded decisions from this day on (UTC). */
    LevelBacktest: {
      /** Format: date */
      since: string;
    };
    /**
     * @description A version that decided in shadow: how many decisions, how many it would have taken otherwise
     *     (`approved -> needs_review`), in which countries, by reasons that one of the two has alone.
     */
    LevelBeside: {
      countries: {
        [key: string]: number;
      };
      decided: number;
      differing: number;
      level: string;
      reasons: {
        [key: string]: number;
      };
      ways: {
        [key: string]: number;
      };
    };
    /** @description One thing that two versions say differently. */
    LevelDifference: {
      here: unknown;
      inForce: unknown;
      path: string;
    };
    /** @description A level's JSON document, as `levels/schema/level.schema.json` says. */
    LevelDraft: {
      level: {
        [key: string]: unknown;
      };
    };
    /** @description A decision that comes out otherwise. */
    LevelFlip: {
      after: string[];
      becomes: string;
      before: string[];
      country: string;
      verificationId: string;
      was: string;
    };
    /** @description A word of the evidence or of the facts; `about` is its sentence, empty where it has none. */
    LevelFormField: {
      about: string;
      /** @enum {string} */
      kind: 'flag' | 'number' | 'text' | 'list';
      name: string;
      /** @enum {string} */
      part: 'evidence' | 'facts';
    };
    /**
     * @description How far people come; nothing of a person. `complete` is false when there was more than it
     *     read: take a later day.
     */
    LevelFunnel: {
      complete: boolean;
      level: string;
      rows: components['schemas']['FunnelRow'][];
    };
    /** @description Where a version shall stand: beside the one in force, or in force. */
    LevelMove: {
      /** @enum {string} */
      to: 'shadow' | 'in_force';
    };
    /**
     * @description A version, what it asks as a page in Markdown, what differs from another one (`inForce`: what
     *     that one says), and what may be tried against it.
     */
    LevelPage: {
      differences: components['schemas']['LevelDifference'][];
      form: components['schemas']['LevelFormField'][];
      level: {
        [key: string]: unknown;
      };
      page: string;
      version: components['schemas']['LevelVersion'];
    };
    /** @description With which version to compare; left out, with the one in force. */
    LevelPageQuery: {
      /** @default null */
      against: number | null;
    };
    /** @description What a version would have decided. `complete` is false when there were more than it read. */
    LevelReport: {
      complete: boolean;
      countries: {
        [key: string]: number;
      };
      decisions: number;
      flipped: number;
      flips: components['schemas']['LevelFlip'][];
      level: string;
      reasons: {
        [key: string]: number;
      };
      unreadable: string[];
      ways: {
        [key: string]: number;
      };
      withoutEvidence: number;
    };
    /** @description What versions in shadow would have done; `complete` is false when there was more to read. */
    LevelShadow: {
      complete: boolean;
      versions: components['schemas']['LevelBeside'][];
    };
    /** @description Facts and evidence to try, by their names in the code; what is left out is not known. */
    LevelTrial: {
      evidence?: {
        [key: string]: unknown;
      };
      facts?: {
        [key: string]: unknown;
      };
    };
    /** @description One version and where it stands. */
    LevelVersion: {
      author: string;
      /** Format: date-time */
      createdAt: string;
      /** @default null */
      inForceAt: string | null;
      name: string;
      /** @enum {string} */
      status: 'draft' | 'shadow' | 'in_force' | 'retired';
      version: number;
    };
    /** @description Every version of a level, oldest first. */
    LevelVersions: {
      versions: components['schemas']['LevelVersion'][];
    };
    /** @description A hosted link and the secret that this browser has made for it. */
    LinkOpen: {
      browser: string;
      link: string;
    };
    /**
     * @description The session's token, for half an hour; the same browser may ask again. The newest attempt and
     *     its state, where there is one.
     */
    LinkOpened: {
      /** Format: date-time */
      expiresAt: string;
      locale: string;
      /** @enum {string} */
      mode: 'live' | 'test';
      /** @default null */
      redirectUrl: string | null;
      /** @default null */
      state:
        | (
            | 'created'
            | 'in_progress'
            | 'processing'
            | 'approved'
            | 'rejected'
            | 'needs_review'
            | 'resubmit_requested'
            | 'expired'
            | 'abandoned'
            | 'error'
            | 'stale'
            | 'confirmed'
          )
        | null;
      token: string;
      /** Format: date-time */
      tokenExpiresAt: string;
      /** @default null */
      verificationId: string | null;
    };
    /**
     * @description Frames answer the challenges in this order, numbered from 1. A managed check has none of
     *     them: the browser films straight to the service, as `stream` says.
     */
    LivenessStarted: {
      challenges: components['schemas']['ChallengeOut'][];
      /** Format: date-time */
      expiresAt: string;
      nonce: string;
      sessionId: string;
      stream: components['schemas']['StreamOut'] | null;
    };
    /** @description User name is the e-mail address. */
    Login: {
      password: string;
      username: string;
    };
    /** @description The signed-in user. */
    Me: {
      email: string;
      emailVerified: boolean;
      /** @enum {string} */
      kycStatus: 'not_verified' | 'pending' | 'verified' | 'rejected';
      onboarding: {
        [key: string]: string;
      };
      registered: boolean;
      userId: string;
    };
    /** @description The TOTP code that `login` asked for. */
    MfaAnswer: {
      code: string;
      session: string;
      username: string;
    };
    /** @description First code of the new authenticator. */
    MfaConfirm: {
      accessToken: string;
      code: string;
    };
    /** @description Password and, if there is one, the present code, again: a token alone changes nothing. */
    MfaEnrol: {
      accessToken: string;
      /** @default null */
      code: string | null;
      password: string;
    };
    /** @description To be typed or scanned into an authenticator, shown once. */
    MfaSecret: {
      secret: string;
    };
    /** @description A field that could not be read with certainty. */
    MissingField: {
      field: string;
      /** @enum {string} */
      why: 'not_readable' | 'day_or_month_unclear' | 'only_partly_known';
    };
    /**
     * @description Where on a picture a field stands: four corners as shares of the picture, from the text's own
     *     top left. What stands there is in `fields` alone.
     */
    Outline: {
      corners: number[][];
      field: string;
      /** @enum {string} */
      side: 'front' | 'back';
      /** @enum {string} */
      source: 'print' | 'zone';
    };
    /**
     * @description Who is listed, and why. A person is a name and a birth date (YYYY-MM-DD), a face the id of
     *     the person whose it is.
     */
    OwnListEntry: {
      /** @default  */
      born: string;
      /** @default null */
      days: number | null;
      /** @enum {string} */
      kind: 'document_number' | 'person' | 'face';
      reason: string;
      value: string;
    };
    /** @description An entry as it is kept: by a keyed hash, without the value. */
    OwnListEntryOut: {
      /** Format: date-time */
      addedAt: string;
      author: string;
      entryId: string;
      /** @default null */
      expiresAt: string | null;
      kind: string;
      reason: string;
    };
    /** @description The entries of one list, newest first. */
    OwnListOut: {
      entries: components['schemas']['OwnListEntryOut'][];
    };
    /** @description A page. */
    PageQuery: {
      /** @default  */
      cursor: string;
      /** @default 50 */
      limit: number;
    };
    /** @description Everything we hold about the signed-in user; pictures as links that live 15 minutes. */
    PersonalData: {
      account: {
        [key: string]: unknown;
      };
      /** Format: date-time */
      exportedAt: string;
      history: {
        [key: string]: string;
      }[];
      onboardings: {
        [key: string]: unknown;
      }[];
      profile: {
        [key: string]: unknown;
      } | null;
      registry: {
        [key: string]: unknown;
      } | null;
      userId: string;
      verifications: {
        [key: string]: unknown;
      }[];
      withheld: components['schemas']['Withheld'][];
    };
    /** @description The id that the ping carries as `webhook-id`. */
    Pinged: {
      eventId: string;
    };
    /** @description POST these fields, then the file, as multipart/form-data. */
    PresignedForm: {
      fields: {
        [key: string]: string;
      };
      url: string;
    };
    /** @description RFC 9457 problem details; `code` is stable. */
    Problem: {
      code: string;
      detail: string;
      status: number;
      title: string;
      type: string;
    };
    /** @description What the applicant says of themselves. */
    ProfileIn: {
      /** @default  */
      address: string;
      /** Format: date */
      dateOfBirth: string;
      fullName: string;
      nationality: string;
    };
    /** @description The stored profile. */
    ProfileOut: {
      address: string;
      complete: boolean;
      dateOfBirth: string;
      fullName: string;
      nationality: string;
    };
    /** @description `userId` is the `sub` of the tokens. */
    Refresh: {
      refreshToken: string;
      userId: string;
    };
    /** @description When your relationship with the person ended; null: it lasts after all. */
    RelationshipIn: {
      endedAt: string | null;
    };
    /** @description When the relationship ended; null while it lasts. */
    RelationshipOut: {
      applicantId: string;
      endedAt: string | null;
    };
    /** @description When the company's relationship with the person ended; null while it lasts. */
    RelationshipShown: {
      endedAt: string | null;
    };
    /** @description The event to send again. */
    Resend: {
      eventId: string;
    };
    /** @description Sets a new password. */
    Reset: {
      code: string;
      password: string;
      username: string;
    };
    /** @description A file that a reviewer attached; `digest` is the SHA-256 of what is kept, and its name. */
    ReviewAttachment: {
      /** Format: date-time */
      at: string;
      digest: string;
      /** @enum {string} */
      kind: 'image/jpeg' | 'application/pdf';
      reviewer: string;
      /** @description In bytes. */
      size: number;
    };
    /** @description A case with everything a decision needs. */
    ReviewCaseOut: {
      attachments: components['schemas']['ReviewAttachment'][];
      case: components['schemas']['ReviewItem'];
      declared: components['schemas']['Declared'] | null;
      differences: string[];
      documentLinks: string[];
      fields: {
        [key: string]: {
          [key: string]: unknown;
        };
      };
      frameLinks: string[];
      history: {
        [key: string]: unknown;
      }[];
      liveness: {
        [key: string]: unknown;
      };
      matches: {
        [key: string]: unknown;
      }[];
      missing: string[];
      notes: components['schemas']['ReviewNote'][];
      outlines: components['schemas']['Outline'][];
      /** @description Of which side each of the document's pictures is. */
      sides: string[];
      signs: string[];
    };
    /** @description Cases that are refused for the same reasons. */
    ReviewClosing: {
      caseIds: string[];
      /** @default  */
      note: string;
      reasons: string[];
    };
    /** @description Which cases, of which status. */
    ReviewCountQuery: {
      /**
       * @default
       * @enum {string}
       */
      due: '' | 'in_time' | 'soon' | 'overdue';
      /**
       * @default
       * @enum {string}
       */
      holder: '' | 'me' | 'nobody';
      /** @default  */
      language: string;
      /** @default  */
      level: string;
      /**
       * @default
       * @enum {string}
       */
      mentioned: '' | 'me';
      /** @default  */
      reason: string;
      /**
       * @default open
       * @enum {string}
       */
      status: 'open' | 'second_review' | 'asked_again' | 'approved' | 'rejected' | 'timed_out';
    };
    /**
     * @description Of what waits: all of both statuses, and of the one asked about how many answer the filter,
     *     and how many there are of each kind. Nothing of this is counted of closed cases. `more`: there
     *     are more than were counted.
     */
    ReviewCounts: {
      due: {
        [key: string]: number;
      };
      found: number;
      held: number;
      languages: {
        [key: string]: number;
      };
      levels: {
        [key: string]: number;
      };
      /** @description Cases with a note that mentions who asks, not seen since. */
      mentioned: number;
      mine: number;
      more: boolean;
      reasons: {
        [key: string]: number;
      };
      waiting: {
        [key: string]: number;
      };
    };
    /** @description A reviewer's word; a rejection, or asking again, names at least one reason. */
    ReviewDecision: {
      approved: boolean;
      /** @default false */
      askAgain: boolean;
      /** @default  */
      note: string;
      reasons?: string[];
    };
    /** @description Which cases; what is left out is not asked. */
    ReviewFilter: {
      /**
       * @default
       * @enum {string}
       */
      due: '' | 'in_time' | 'soon' | 'overdue';
      /**
       * @default
       * @enum {string}
       */
      holder: '' | 'me' | 'nobody';
      /** @default  */
      language: string;
      /** @default  */
      level: string;
      /**
       * @default
       * @enum {string}
       */
      mentioned: '' | 'me';
      /** @default  */
      reason: string;
    };
    /** @description Cases for a reviewer (an id or an e-mail address), or, for nobody, back for everybody. */
    ReviewGiving: {
      caseIds: string[];
      /** @default  */
      to: string;
    };
    /** @description One line of the queue. */
    ReviewItem: {
      caseId: string;
      /** @enum {string} */
      due: 'in_time' | 'soon' | 'overdue';
      /**
       * Format: date-time
       * @description By the calendar of working hours.
       */
      dueAt: string;
      firstReviewer: string;
      heldUntil: string | null;
      /** @description Who works on it now. */
      holder: string;
      language: string;
      level: string;
      /** Format: date-time */
      openedAt: string;
      reasons: string[];
      status: string;
      userId: string;
    };
    /** @description Where to fetch a file. */
    ReviewLink: {
      link: string;
      /** @description For how long. */
      seconds: number;
    };
    /**
     * @description A page of the queue: what waits comes oldest first. An empty cursor ends it; a page may be
     *     short, even empty, and go on.
     */
    ReviewList: {
      cases: components['schemas']['ReviewItem'][];
      /** @default  */
      nextCursor: string;
    };
    /** @description The case that was taken; null when none waits. */
    ReviewNext: {
      case: components['schemas']['ReviewItem'] | null;
    };
    /** @description What one reviewer said. */
    ReviewNote: {
      /** Format: date-time */
      at: string;
      /** @description Files of the case that it is about, by digest. */
      attached: string[];
      mentions: string[];
      reasons: string[];
      reviewer: string;
      text: string;
      /** @enum {string} */
      word: 'approved' | 'rejected' | 'asked_again' | 'noted';
    };
    /** @description All notes of a case, the oldest first. */
    ReviewNotes: {
      notes: components['schemas']['ReviewNote'][];
    };
    /** @description A note while a case is open; `mentions` are reviewers, by id or e-mail address. */
    ReviewNoting: {
      attached?: string[];
      mentions?: string[];
      text: string;
    };
    /** @description What became of one case: the code of what stood against it, or nothing. */
    ReviewOutcome: {
      caseId: string;
      code: string;
    };
    /** @description What became of each case, in the order they were named. */
    ReviewOutcomes: {
      outcomes: components['schemas']['ReviewOutcome'][];
    };
    /** @description Which cases, page by page. */
    ReviewQuery: {
      /** @default  */
      cursor: string;
      /**
       * @default
       * @enum {string}
       */
      due: '' | 'in_time' | 'soon' | 'overdue';
      /**
       * @default
       * @enum {string}
       */
      holder: '' | 'me' | 'nobody';
      /** @default  */
      language: string;
      /** @default  */
      level: string;
      /** @default 50 */
      limit: number;
      /**
       * @default
       * @enum {string}
       */
      mentioned: '' | 'me';
      /** @default  */
      reason: string;
      /**
       * @default open
       * @enum {string}
       */
      status: 'open' | 'second_review' | 'asked_again' | 'approved' | 'rejected' | 'timed_out';
    };
    /**
     * @description Which cases, by who they are about: `q` is the beginning of a case's or a user's id, or words
     *     of a name, a document number, an external id. Of these there are keyed hashes only, so they are
     *     whole; and they are sent in a body, because addresses are logged.
     */
    ReviewSearch: {
      /** @default  */
      cursor: string;
      /**
       * @default
       * @enum {string}
       */
      due: '' | 'in_time' | 'soon' | 'overdue';
      /**
       * @default
       * @enum {string}
       */
      holder: '' | 'me' | 'nobody';
      /** @default  */
      language: string;
      /** @default  */
      level: string;
      /** @default 50 */
      limit: number;
      /**
       * @default
       * @enum {string}
       */
      mentioned: '' | 'me';
      q: string;
      /** @default  */
      reason: string;
      /**
       * @default open
       * @enum {string}
       */
      status: 'open' | 'second_review' | 'asked_again' | 'approved' | 'rejected' | 'timed_out';
    };
    /** @description Taking a case, out of somebody else's hands if it must be. */
    ReviewTaking: {
      /** @default false */
      takeOver: boolean;
    };
    /** @description What one rule said. */
    RuleOutcome: {
      /** @enum {string} */
      outcome: 'pass' | 'review' | 'reject';
      reason: string;
      rule: string;
    };
    /** @description `image` is a JPEG, in Base64: sent as the document of an attempt it chooses the scenario. */
    SandboxDocument: {
      contentType: string;
      image: string;
      scenario: string;
    };
    /** @description Everything test mode can play. */
    ScenarioList: {
      scenarios: components['schemas']['ScenarioOut'][];
    };
    /** @description `fullName` is what to claim, so that it is played. */
    ScenarioOut: {
      fullName: string;
      name: string;
      steps: components['schemas']['Step'][];
    };
    /** @description Which scenario the document asks for. */
    ScenarioQuery: {
      scenario: string;
    };
    /** @description What the lists say. */
    ScreeningSummary: {
      lists: {
        [key: string]: string;
      };
      matches: number;
      /** Format: date-time */
      screenedAt: string;
      status: string;
    };
    /**
     * @description How long the link lives, in seconds, and where the hosted page sends the person on. `steps`:
     *     all that the level asks for (left out), or `["liveness"]` once the document is read.
     */
    SessionIn: {
      /** @default null */
      redirectUrl: string | null;
      /** @default null */
      steps: string[] | null;
      /** @default 3600 */
      ttl: number;
    };
    /** @description `url` is the hosted page, for one browser; `token` is for an element of your own. */
    SessionOut: {
      applicantId: string;
      /** Format: date-time */
      expiresAt: string;
      id: string;
      token: string;
      /** Format: date-time */
      tokenExpiresAt: string;
      url: string;
    };
    /**
     * @description Where the applicant of a session stands; a user of the pool may be in one, too. `steps` is
     *     what the session leads through.
     */
    SessionStatus: {
      applicantId: string;
      /** @enum {string} */
      kycStatus: 'not_verified' | 'pending' | 'verified' | 'rejected';
      level: string;
      locale: string;
      /** @enum {string} */
      mode: 'live' | 'test';
      steps: string[];
      /** @default null */
      verificationId: string | null;
    };
    /** @description The side of the document that the picture shows. */
    SideQuery: {
      /**
       * @default front
       * @enum {string}
       */
      side: 'front' | 'back';
    };
    /** @description The code from the SMS. */
    SignupConfirm: {
      code: string;
      onboardingId: string;
    };
    /** @description The phone is proven. */
    SignupConfirmed: {
      onboardingId: string;
      /**
       * @default phone_verified
       * @constant
       */
      status: 'phone_verified';
    };
    /** @description Asks for another code. */
    SignupResend: {
      onboardingId: string;
    };
    /** @description Opens an account. */
    SignupStart: {
      /** Format: email */
      email: string;
      /**
       * @description What the applicant reads; messages follow it.
       * @default en
       */
      language: string;
      password: string;
      phoneNumber: string;
    };
    /** @description The onboarding has begun; a code is on its way. */
    SignupStarted: {
      onboardingId: string;
    };
    /** @description An approval that time or a raised level has overtaken, since when and why. */
    StaleApproval: {
      level: string;
      personId: string;
      reasons: string[];
      /** Format: date-time */
      since: string;
      verificationId: string;
    };
    /**
     * @description Oldest first; `nextCursor` is empty on the last page. A page may be short: others' levels are
     *     left out after the read.
     */
    StalePage: {
      nextCursor: string;
      stale: components['schemas']['StaleApproval'][];
    };
    /** @description Where the next page begins. */
    StaleQuery: {
      /** @default  */
      cursor: string;
    };
    /** @description The provider, if the company lets people choose; usually omitted. */
    StartVerification: {
      /** @default  */
      provider: string;
    };
    /** @description Where an attempt goes, and why. */
    Step: {
      reasons: string[];
      /** @enum {string} */
      state:
        | 'created'
        | 'in_progress'
        | 'processing'
        | 'approved'
        | 'rejected'
        | 'needs_review'
        | 'resubmit_requested'
        | 'expired'
        | 'abandoned'
        | 'error'
        | 'stale'
        | 'confirmed';
    };
    /** @description What became of one store, and until when what it still holds is there. */
    StoreFate: {
      /** @default  */
      law: string;
      /** @enum {string} */
      outcome: 'erased' | 'kept' | 'ends' | 'nothing';
      store: string;
      /** @default null */
      until: string | null;
      /** @default  */
      why: string;
    };
    /** @description Where a managed check films, and the rights that are lent for it, until `expires_at`. */
    StreamOut: {
      accessKeyId: string;
      /** Format: date-time */
      expiresAt: string;
      region: string;
      secretAccessKey: string;
      sessionToken: string;
      url: string;
    };
    /** @description Tokens, or the challenge that must be answered first. */
    Tokens: {
      /** @default null */
      accessToken: string | null;
      /** @default null */
      challenge: string | null;
      /** @default null */
      expiresIn: number | null;
      /** @default null */
      idToken: string | null;
      /** @default null */
      refreshToken: string | null;
      /** @default null */
      session: string | null;
    };
    /** @description The picture that will be posted to the bucket. */
    UploadForm: {
      /** @enum {string} */
      contentType: 'image/jpeg' | 'image/png';
      /**
       * @default front
       * @enum {string}
       */
      side: 'front' | 'back';
      size: number;
    };
    /** @description `mode=presigned` returns a form instead of accepting the picture. */
    UploadQuery: {
      /**
       * @default direct
       * @enum {string}
       */
      mode: 'direct' | 'presigned';
      /**
       * @default front
       * @enum {string}
       */
      side: 'front' | 'back';
    };
    /** @description The verification that the picture belongs to. */
    Uploaded: {
      /** Format: date-time */
      expiresAt: string;
      /** @default null */
      sha256: string | null;
      /** @enum {string} */
      side: 'front' | 'back';
      /** @default null */
      upload: components['schemas']['PresignedForm'] | null;
      verificationId: string;
    };
    /**
     * @description Where the verification stands. `livenessEngine`: who judges the face that is to be shown
     *     next, so that people can be told what will be asked of them; null where none is.
     */
    VerificationOut: {
      assurance: string;
      attempt: number;
      checks: components['schemas']['CheckOut'][];
      kycStatus: string;
      livenessEngine: ('gestures' | 'rekognition') | null;
      message: string;
      reasons: string[];
      sides: ('front' | 'back')[];
      status: string;
      verificationId: string;
    };
    /** @description `nextCursor` is empty on the last page; a page may be shorter than asked for. */
    VerificationPage: {
      nextCursor: string;
      verifications: components['schemas']['VerificationSummary'][];
    };
    /**
     * @description Of one applicant, or in one state: exactly one of them; of one level; changed within a time
     *     (its begin included, its end not).
     */
    VerificationQuery: {
      /** @default null */
      applicantId: string | null;
      /** @default  */
      cursor: string;
      /** @default null */
      level: string | null;
      /** @default 50 */
      limit: number;
      /** @default null */
      state:
        | (
            | 'created'
            | 'in_progress'
            | 'processing'
            | 'approved'
            | 'rejected'
            | 'needs_review'
            | 'resubmit_requested'
            | 'expired'
            | 'abandoned'
            | 'error'
            | 'stale'
            | 'confirmed'
          )
        | null;
      /** @default null */
      updatedFrom: string | null;
      /** @default null */
      updatedUntil: string | null;
    };
    /** @description Names a verification. */
    VerificationRef: {
      verificationId: string;
    };
    /** @description One attempt. */
    VerificationSummary: {
      applicantId: string;
      attempt: number;
      /** Format: date-time */
      createdAt: string;
      id: string;
      level: string;
      /** @enum {string} */
      mode: 'live' | 'test';
      provider: string;
      /** @enum {string} */
      state:
        | 'created'
        | 'in_progress'
        | 'processing'
        | 'approved'
        | 'rejected'
        | 'needs_review'
        | 'resubmit_requested'
        | 'expired'
        | 'abandoned'
        | 'error'
        | 'stale'
        | 'confirmed';
      /** Format: date-time */
      updatedAt: string;
    };
    /**
     * @description `outcome` is the word that the level ends in, once it has: verified, or less. `attributes`
     *     wants the scope `attributes:read`, `internal` `reasons:read`, `evidence` `evidence:read`;
     *     without it they are null.
     */
    VerificationView: {
      applicantId: string;
      assurance: string;
      attempt: number;
      /** @default null */
      attributes: {
        [key: string]: components['schemas']['Attribute'];
      } | null;
      checks: components['schemas']['CheckOutcome'][];
      /** Format: date-time */
      createdAt: string;
      /** @default null */
      evidence: components['schemas']['Evidence'] | null;
      /** @default null */
      externalUserId: string | null;
      id: string;
      /** @default null */
      internal: components['schemas']['Internal'] | null;
      /** @enum {string} */
      kycStatus: 'not_verified' | 'pending' | 'verified' | 'rejected';
      level: string;
      /** @enum {string} */
      mode: 'live' | 'test';
      /** @default null */
      outcome: string | null;
      provider: string;
      reasons: string[];
      sides: string[];
      /** @enum {string} */
      state:
        | 'created'
        | 'in_progress'
        | 'processing'
        | 'approved'
        | 'rejected'
        | 'needs_review'
        | 'resubmit_requested'
        | 'expired'
        | 'abandoned'
        | 'error'
        | 'stale'
        | 'confirmed';
      /** Format: date-time */
      updatedAt: string;
    };
    /** @description The event was accepted; a repeated event changes nothing. */
    WebhookTaken: {
      /** @constant */
      status: 'accepted';
    };
    /** @description Something a copy does not contain, and the law that says so. */
    Withheld: {
      law: string;
      what: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
