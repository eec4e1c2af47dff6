-- One row per confirmed account of the user pool: what the rest of the company reads.
create table users (
    id                   uuid primary key default gen_random_uuid(),
    cognito_id           varchar(128) not null constraint users_cognito_id_key unique,
    email                varchar(255) not null,
    name                 varchar(255),
    phone                varchar(20),
    email_verified       boolean not null default false,
    phone_verified       boolean not null default false,
    -- when the account said what stands in the columns above; an older event changes nothing
    registered_at        timestamptz not null,
    kyc_status           varchar(20) not null default 'not_verified'
        constraint users_kyc_status_known
        check (kyc_status in ('not_verified', 'pending', 'verified', 'rejected')),
    kyc_provider         varchar(64),
    kyc_session_id       varchar(128),
    kyc_rejection_reason varchar(500),
    kyc_attempt          integer not null default 0
        constraint users_kyc_attempt_counts check (kyc_attempt >= 0),
    -- when the verification said so (the provider's time); an older event changes nothing
    kyc_event_time       timestamptz,
    created_at           timestamptz not null default current_timestamp,
    updated_at           timestamptz not null default current_timestamp
);

-- Addresses differ by more than case: the pool folds them too.
create unique index users_email_key on users (lower(email));

-- "Who is pending, longest first" is asked all day; verified users are the rest.
create index users_kyc_status_idx on users (kyc_status, updated_at);
