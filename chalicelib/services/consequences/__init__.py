"""The consequences of a verification's change of state: one file per consequence.

| function          | file         | consequence                                             |
|-------------------|--------------|---------------------------------------------------------|
| follow-registry   | registry.py  | the person's row in PostgreSQL                          |
| follow-workflow   | workflow.py  | the onboarding workflow continues with the decision     |
| follow-reviewers  | reviewers.py | an alert when a case waits for a reviewer               |
| follow-applicant  | applicant.py | mail and text message to the person                     |
| follow-company    | company.py   | webhooks to the company's own systems                   |
| follow-events     | feeds/deliveries.py | the log of events; webhooks to backends' endpoints |
| follow-metrics    | metrics.py   | counters                                                |

Each has its own queue and dead-letter queue (infra/platform/messaging.tf, `followers`). It receives
`VerificationMoved` events in any order, some of them late or twice, and must be idempotent. A case
needs no follower: it is opened and closed in the transaction that changes the state.
"""
