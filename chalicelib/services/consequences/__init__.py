"""What follows from a move of a verification: one file per consequence.

| function          | file         | what follows                                            |
|-------------------|--------------|---------------------------------------------------------|
| follow-registry   | registry.py  | the person's row in PostgreSQL                          |
| follow-workflow   | workflow.py  | the onboarding that waits for the decision goes on      |
| follow-reviewers  | reviewers.py | somebody is called when a case waits                    |
| follow-applicant  | applicant.py | mail and text message to the person                     |
| follow-company    | company.py   | webhooks to the company's own systems                   |
| follow-events     | feeds/deliveries.py | the log of events; webhooks to backends' endpoints |
| follow-metrics    | metrics.py   | counters                                                |

Each has its own queue and dead letters (infra/platform/messaging.tf, `followers`) and is given
`VerificationMoved` events: some twice, some late, in any order. A case itself needs no follower:
it opens and closes in the transaction of the move.
"""
