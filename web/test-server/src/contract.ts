/**
 * Generated from chalicelib/contracts/openapi.json, docs/errors.md and the gateway's responses by
 * `npm run wire`: not to be edited. What the test server may answer, and nothing else.
 */
import type { components } from '../../packages/vestibule-shell/src/openapi.ts';

type Schemas = components['schemas'];

export interface Routes {
  'DELETE /me': { body: undefined; answers: { 200: Schemas['ErasureReceipt'] } };
  'DELETE /reviews/{case_id}/holding': { body: undefined; answers: { 200: Schemas['ReviewItem'] } };
  'DELETE /v1/applicants/{applicant_id}': {
    body: undefined;
    answers: { 200: Schemas['ErasureReceipt'] };
  };
  'DELETE /v1/applicants/{applicant_id}/sessions': { body: undefined; answers: { 204: undefined } };
  'DELETE /v1/own-lists/entries/{entry_id}': { body: undefined; answers: { 204: undefined } };
  'DELETE /v1/webhook-endpoints/{endpoint_id}': { body: undefined; answers: { 204: undefined } };
  'GET /api/kyc/status': { body: undefined; answers: { 200: Schemas['KycStatusOut'] } };
  'GET /health': { body: undefined; answers: { 200: Schemas['Health'] } };
  'GET /me': { body: undefined; answers: { 200: Schemas['Me'] } };
  'GET /me/export': { body: undefined; answers: { 200: Schemas['PersonalData'] } };
  'GET /me/profile': { body: undefined; answers: { 200: Schemas['ProfileOut'] } };
  'GET /reviews': { body: undefined; answers: { 200: Schemas['ReviewList'] } };
  'GET /reviews/counts': { body: undefined; answers: { 200: Schemas['ReviewCounts'] } };
  'GET /reviews/{case_id}': { body: undefined; answers: { 200: Schemas['ReviewCaseOut'] } };
  'GET /reviews/{case_id}/attachments/{digest}': {
    body: undefined;
    answers: { 200: Schemas['ReviewLink'] };
  };
  'GET /v1/applicants': { body: undefined; answers: { 200: Schemas['ApplicantList'] } };
  'GET /v1/applicants/{applicant_id}': {
    body: undefined;
    answers: { 200: Schemas['ApplicantOut'] };
  };
  'GET /v1/events': { body: undefined; answers: { 200: Schemas['EventPage'] } };
  'GET /v1/levels/{name}': { body: undefined; answers: { 200: Schemas['LevelVersions'] } };
  'GET /v1/levels/{name}/funnel': { body: undefined; answers: { 200: Schemas['LevelFunnel'] } };
  'GET /v1/levels/{name}/shadow': { body: undefined; answers: { 200: Schemas['LevelShadow'] } };
  'GET /v1/levels/{name}/stale': { body: undefined; answers: { 200: Schemas['StalePage'] } };
  'GET /v1/levels/{name}/versions/{version}': {
    body: undefined;
    answers: { 200: Schemas['LevelPage'] };
  };
  'GET /v1/openapi.json': { body: undefined; answers: { 200: undefined } };
  'GET /v1/own-lists/{name}': { body: undefined; answers: { 200: Schemas['OwnListOut'] } };
  'GET /v1/reference': { body: undefined; answers: { 200: undefined } };
  'GET /v1/relationships/{person_id}': {
    body: undefined;
    answers: { 200: Schemas['RelationshipShown'] };
  };
  'GET /v1/sandbox/document': { body: undefined; answers: { 200: Schemas['SandboxDocument'] } };
  'GET /v1/sandbox/scenarios': { body: undefined; answers: { 200: Schemas['ScenarioList'] } };
  'GET /v1/session': { body: undefined; answers: { 200: Schemas['SessionStatus'] } };
  'GET /v1/session/verifications/{verification_id}': {
    body: undefined;
    answers: { 200: Schemas['VerificationOut'] };
  };
  'GET /v1/session/verifications/{verification_id}/document': {
    body: undefined;
    answers: { 200: Schemas['DocumentPreview'] };
  };
  'GET /v1/session/verify': { body: undefined; answers: { 200: Schemas['VerificationOut'] } };
  'GET /v1/verifications': { body: undefined; answers: { 200: Schemas['VerificationPage'] } };
  'GET /v1/verifications/{verification_id}': {
    body: undefined;
    answers: { 200: Schemas['VerificationView'] };
  };
  'GET /v1/webhook-endpoints': { body: undefined; answers: { 200: Schemas['EndpointList'] } };
  'GET /v1/webhook-endpoints/{endpoint_id}/deliveries': {
    body: undefined;
    answers: { 200: Schemas['DeliveryPage'] };
  };
  'GET /verifications/{verification_id}': {
    body: undefined;
    answers: { 200: Schemas['VerificationOut'] };
  };
  'GET /verifications/{verification_id}/document': {
    body: undefined;
    answers: { 200: Schemas['DocumentPreview'] };
  };
  'GET /verify': { body: undefined; answers: { 200: Schemas['VerificationOut'] } };
  'POST /api/kyc/start-verification': {
    body: Schemas['StartVerification'];
    answers: { 201: Schemas['KycSessionOut'] };
  };
  'POST /api/webhooks/kyc-status': { body: undefined; answers: { 200: Schemas['WebhookTaken'] } };
  'POST /api/webhooks/kyc-status/{provider}': {
    body: undefined;
    answers: { 200: Schemas['WebhookTaken'] };
  };
  'POST /auth/email': { body: Schemas['EmailCode']; answers: { 202: undefined } };
  'POST /auth/email/confirm': { body: Schemas['EmailConfirm']; answers: { 204: undefined } };
  'POST /auth/login': { body: Schemas['Login']; answers: { 200: Schemas['Tokens'] } };
  'POST /auth/logout': { body: Schemas['AccessToken']; answers: { 204: undefined } };
  'POST /auth/mfa/answer': { body: Schemas['MfaAnswer']; answers: { 200: Schemas['Tokens'] } };
  'POST /auth/mfa/confirm': { body: Schemas['MfaConfirm']; answers: { 204: undefined } };
  'POST /auth/mfa/enrol': { body: Schemas['MfaEnrol']; answers: { 200: Schemas['MfaSecret'] } };
  'POST /auth/password/forgot': { body: Schemas['Forgot']; answers: { 204: undefined } };
  'POST /auth/password/reset': { body: Schemas['Reset']; answers: { 204: undefined } };
  'POST /auth/refresh': { body: Schemas['Refresh']; answers: { 200: Schemas['Tokens'] } };
  'POST /auth/signup/confirm': {
    body: Schemas['SignupConfirm'];
    answers: { 200: Schemas['SignupConfirmed'] };
  };
  'POST /auth/signup/resend': {
    body: Schemas['SignupResend'];
    answers: { 202: Schemas['SignupStarted'] };
  };
  'POST /auth/signup/start': {
    body: Schemas['SignupStart'];
    answers: { 202: Schemas['SignupStarted'] };
  };
  'POST /hand-off': { body: Schemas['HandOff']; answers: { 201: Schemas['HandOffOut'] } };
  'POST /reviews/assign': {
    body: Schemas['ReviewGiving'];
    answers: { 200: Schemas['ReviewOutcomes'] };
  };
  'POST /reviews/close': {
    body: Schemas['ReviewClosing'];
    answers: { 200: Schemas['ReviewOutcomes'] };
  };
  'POST /reviews/next': { body: Schemas['ReviewFilter']; answers: { 200: Schemas['ReviewNext'] } };
  'POST /reviews/search': {
    body: Schemas['ReviewSearch'];
    answers: { 200: Schemas['ReviewList'] };
  };
  'POST /reviews/{case_id}/attachments': {
    body: undefined;
    answers: { 201: Schemas['ReviewAttachment'] };
  };
  'POST /reviews/{case_id}/decision': {
    body: Schemas['ReviewDecision'];
    answers: { 200: Schemas['ReviewItem'] };
  };
  'POST /reviews/{case_id}/holding': {
    body: Schemas['ReviewTaking'];
    answers: { 200: Schemas['ReviewItem'] };
  };
  'POST /reviews/{case_id}/notes': {
    body: Schemas['ReviewNoting'];
    answers: { 200: Schemas['ReviewNotes'] };
  };
  'POST /start-liveness': {
    body: Schemas['VerificationRef'];
    answers: { 201: Schemas['LivenessStarted'] };
  };
  'POST /submit-frame': { body: Schemas['FrameIn']; answers: { 202: Schemas['FrameTaken'] } };
  'POST /upload-id': { body: Schemas['UploadForm']; answers: { 201: Schemas['Uploaded'] } };
  'POST /v1/applicants': {
    body: Schemas['ApplicantIn'];
    answers: { 201: Schemas['ApplicantOut'] };
  };
  'POST /v1/applicants/{applicant_id}/sessions': {
    body: Schemas['SessionIn'];
    answers: { 201: Schemas['SessionOut'] };
  };
  'POST /v1/applicants/{applicant_id}/verifications': {
    body: undefined;
    answers: { 201: Schemas['VerificationView'] };
  };
  'POST /v1/levels': { body: Schemas['LevelDraft']; answers: { 201: Schemas['LevelVersion'] } };
  'POST /v1/levels/{name}/rollback': { body: undefined; answers: { 200: Schemas['LevelVersion'] } };
  'POST /v1/levels/{name}/versions/{version}/backtest': {
    body: Schemas['LevelBacktest'];
    answers: { 200: Schemas['LevelReport'] };
  };
  'POST /v1/levels/{name}/versions/{version}/try': {
    body: Schemas['LevelTrial'];
    answers: { 200: Schemas['LevelAnswer'] };
  };
  'POST /v1/own-lists/{name}': {
    body: Schemas['OwnListEntry'];
    answers: { 201: Schemas['OwnListEntryOut'] };
  };
  'POST /v1/sandbox/verifications/{verification_id}/advance': {
    body: Schemas['Advance'];
    answers: { 200: Schemas['VerificationView'] };
  };
  'POST /v1/session-links/open': {
    body: Schemas['LinkOpen'];
    answers: { 200: Schemas['LinkOpened'] };
  };
  'POST /v1/session/api/kyc/start-verification': {
    body: Schemas['StartVerification'];
    answers: { 201: Schemas['KycSessionOut'] };
  };
  'POST /v1/session/hand-off': {
    body: Schemas['HandOff'];
    answers: { 201: Schemas['HandOffOut'] };
  };
  'POST /v1/session/start-liveness': {
    body: Schemas['VerificationRef'];
    answers: { 201: Schemas['LivenessStarted'] };
  };
  'POST /v1/session/submit-frame': {
    body: Schemas['FrameIn'];
    answers: { 202: Schemas['FrameTaken'] };
  };
  'POST /v1/session/upload-id': {
    body: Schemas['UploadForm'];
    answers: { 201: Schemas['Uploaded'] };
  };
  'POST /v1/session/verifications/{verification_id}/assistance': {
    body: Schemas['Assistance'];
    answers: { 202: Schemas['VerificationOut'] };
  };
  'POST /v1/session/verify': {
    body: Schemas['VerificationRef'];
    answers: { 202: Schemas['VerificationOut'] };
  };
  'POST /v1/verifications/{verification_id}/cancel': {
    body: undefined;
    answers: { 200: Schemas['VerificationView'] };
  };
  'POST /v1/verifications/{verification_id}/chip': {
    body: Schemas['ChipIn'];
    answers: { 201: Schemas['ChipTaken'] };
  };
  'POST /v1/verifications/{verification_id}/documents': {
    body: undefined;
    answers: { 201: Schemas['Uploaded'] };
  };
  'POST /v1/verifications/{verification_id}/face': {
    body: undefined;
    answers: { 201: Schemas['FaceTaken'] };
  };
  'POST /v1/verifications/{verification_id}/retry': {
    body: undefined;
    answers: { 201: Schemas['VerificationView'] };
  };
  'POST /v1/webhook-endpoints': {
    body: Schemas['EndpointIn'];
    answers: { 201: Schemas['EndpointOut'] };
  };
  'POST /v1/webhook-endpoints/{endpoint_id}/ping': {
    body: undefined;
    answers: { 202: Schemas['Pinged'] };
  };
  'POST /v1/webhook-endpoints/{endpoint_id}/resend': {
    body: Schemas['Resend'];
    answers: { 202: Schemas['Pinged'] };
  };
  'POST /v1/webhook-endpoints/{endpoint_id}/rotate': {
    body: Schemas['EndpointRotation'];
    answers: { 200: Schemas['EndpointOut'] };
  };
  'POST /verifications/{verification_id}/assistance': {
    body: Schemas['Assistance'];
    answers: { 202: Schemas['VerificationOut'] };
  };
  'POST /verify': {
    body: Schemas['VerificationRef'];
    answers: { 202: Schemas['VerificationOut'] };
  };
  'PUT /me/profile': { body: Schemas['ProfileIn']; answers: { 200: Schemas['ProfileOut'] } };
  'PUT /v1/applicants/{applicant_id}/relationship': {
    body: Schemas['RelationshipIn'];
    answers: { 200: Schemas['RelationshipOut'] };
  };
  'PUT /v1/levels/{name}/versions/{version}': {
    body: Schemas['LevelMove'];
    answers: { 200: Schemas['LevelVersion'] };
  };
  'PUT /v1/relationships/{person_id}': {
    body: Schemas['RelationshipIn'];
    answers: { 200: Schemas['RelationshipShown'] };
  };
  'PUT /v1/verifications/{verification_id}/facts': {
    body: Schemas['FactsIn'];
    answers: { 200: Schemas['VerificationView'] };
  };
  'PUT /v1/webhook-endpoints/{endpoint_id}': {
    body: Schemas['EndpointChange'];
    answers: { 200: Schemas['EndpointOut'] };
  };
}

/** Stable codes of problems -> the statuses they come with. */
export const CODES = {
  access_denied: [403],
  already_verified: [409],
  api_key_days: [400],
  api_key_ended: [409],
  api_key_invalid: [401],
  api_key_missing: [403],
  api_key_name: [400],
  api_key_overlap: [400],
  applicant_not_found: [404],
  attachment_changed: [409],
  attachment_gone: [410],
  attachment_locked: [400],
  attachment_not_found: [404],
  attachment_runs: [400],
  attachment_too_large: [400],
  attachment_too_long: [400],
  attachment_type_unsupported: [400],
  attachment_unknown: [400],
  attachment_unreadable: [400],
  audit_taken: [409],
  backtest_long: [400],
  bad_request: [400],
  being_compared: [503],
  body_too_large: [400, 413],
  budget_spent: [429],
  canary_silent: [400],
  captured_at_invalid: [400],
  case_already_decided: [409],
  case_held: [409],
  case_not_found: [404],
  case_open: [409],
  changed_meanwhile: [409],
  chip_unknown: [409],
  chip_unreadable: [400],
  claim_differs: [409],
  claim_missing: [409],
  code_expired: [400],
  code_needed: [401],
  code_not_sent: [502],
  code_tries_exhausted: [429],
  code_wrong: [400],
  collection_missing: [404],
  conflict: [409],
  cursor_invalid: [400],
  date_of_birth_invalid: [400],
  document_attempts_used: [409],
  document_missing: [409],
  document_not_asked: [409],
  endpoint_disabled: [409],
  endpoint_not_found: [404],
  engine_down: [503],
  erased: [404],
  erasure_incomplete: [503],
  event_invalid: [400],
  event_malformed: [400],
  event_not_found: [404],
  event_unknown: [400],
  event_version_unknown: [400],
  execution_exists: [409],
  exists: [409],
  external_user_id_invalid: [400],
  external_user_id_reused: [422],
  fact_invalid: [400],
  fact_unknown: [400],
  feed_busy: [503],
  forbidden: [403],
  four_eyes: [403],
  frame_duplicate: [400],
  frame_id_reused: [422],
  frame_out_of_order: [409],
  frame_replayed: [400],
  frame_stale: [400],
  frame_too_large: [400],
  frames_missing: [409],
  frames_not_expected: [400],
  funnel_too_long: [400],
  gone: [410],
  idempotency_key_invalid: [400],
  idempotency_key_reused: [422],
  identity_provider_silent: [503],
  illegal_level_move: [409],
  illegal_state_move: [409],
  image_animated: [400],
  image_encoding: [400],
  image_polyglot: [400],
  image_too_large: [400],
  image_too_small: [400],
  image_type_unsupported: [400],
  image_unreadable: [400],
  internal_error: [500, 502],
  invalid_body: [400],
  invalid_password: [400],
  invalid_request: [400],
  legal_hold: [409],
  level_no_version_before: [409],
  level_not_found: [404],
  level_unfit: [409],
  level_version_invalid: [400],
  level_version_taken: [409],
  link_gone: [410],
  list_absent: [503],
  list_broken: [400],
  list_cut: [503],
  list_incomplete: [400, 503],
  list_missing: [503],
  list_too_large: [503],
  list_unreachable: [503],
  liveness_already_done: [409],
  liveness_attempts_used: [429],
  liveness_locked: [429],
  liveness_not_asked: [409],
  locale_invalid: [400],
  media_type_unsupported: [415],
  metadata_invalid: [400],
  mfa_required: [401],
  migration_changed: [409],
  mode_wrong: [409],
  never: [409],
  no_face: [400],
  no_grounds: [409],
  no_provider: [503],
  nonce_wrong: [400],
  not_authorized: [401],
  not_confirmed: [401],
  not_found: [404],
  not_screened: [409],
  onboarding_not_found: [404],
  outbound_address: [502],
  outbound_not_configured: [502],
  outbound_not_taken: [503],
  outbound_silent: [503],
  own_case: [403],
  own_list_days: [400],
  own_list_entry_not_found: [404],
  own_list_no_face: [409],
  own_list_not_found: [404],
  own_list_reason: [400],
  own_list_value: [400],
  person_erased: [409],
  person_not_found: [404],
  phone_already_verified: [409],
  phone_country_not_served: [400],
  phone_invalid: [400],
  profile_frozen: [409],
  provider_unknown: [400, 404],
  reason_unknown: [400],
  redirect_invalid: [400],
  redirect_unknown: [400],
  refused: [502],
  relationship_future: [400],
  request_in_progress: [409],
  reset_required: [401],
  reviewer_unknown: [400],
  row_on_its_way: [503],
  sandbox_days: [400],
  sandbox_only: [403],
  scenario_over: [409],
  scenario_unknown: [400],
  scope_missing: [403],
  scope_unknown: [400],
  sealed_password_missing: [400],
  second_factor_required: [403],
  session_complete: [409],
  session_expired: [409],
  session_not_found: [404],
  session_over: [401],
  session_ttl: [400],
  session_unknown: [503],
  session_used: [409],
  side_invalid: [400],
  sign_in_again: [401],
  signature_algorithm: [401],
  signature_expired: [401],
  signature_invalid: [401],
  signature_malformed: [401],
  signature_mismatch: [403],
  signature_unknown: [401],
  sql_23505: [409],
  step_not_asked: [409],
  step_not_waiting: [409],
  steps_unreachable: [422],
  storage_busy: [429],
  storage_quota: [429],
  throttled: [503],
  timeout: [504],
  token_too_old: [401],
  too_many_attachments: [409],
  too_many_codes: [429],
  too_many_endpoints: [409],
  too_many_notes: [409],
  too_many_requests: [429],
  transaction_conflict: [409],
  unauthenticated: [401],
  unavailable: [503],
  under_review: [409],
  upload_mode: [400],
  user_not_found: [404],
  username_exists: [409],
  value_invalid: [400],
  vendor_answer: [502, 503],
  vendor_conflict: [409],
  vendor_credentials: [502],
  vendor_down: [503],
  vendor_error: [503],
  vendor_link_given_once: [409],
  vendor_not_configured: [503],
  vendor_refused: [400],
  vendor_session_unknown: [404],
  vendor_silent: [503],
  verification_closed: [409],
  verification_not_found: [404],
  verified_elsewhere: [409],
  watchlist_missing: [503],
  webhook_description: [400],
  webhook_overlap: [400],
  webhook_url: [400],
} as const;
