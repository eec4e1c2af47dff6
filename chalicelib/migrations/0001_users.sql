-- The user registry: what the rest of the company reads of a user.
CREATE TABLE IF NOT EXISTS users (
    id uuid PRIMARY KEY,
    cognito_id varchar(128) NOT NULL CONSTRAINT users_cognito_id_key UNIQUE,
    email varchar(255) NOT NULL,
    name varchar(255),
    phone varchar(20),
    email_verified boolean NOT NULL DEFAULT false,
    phone_verified boolean NOT NULL DEFAULT false,
    kyc_status varchar(20) NOT NULL DEFAULT 'not_verified'
        CONSTRAINT users_kyc_status_known
        CHECK (kyc_status IN ('not_verified', 'pending', 'verified', 'rejected')),
    kyc_provider varchar(50),
    kyc_session_id varchar(255),
    kyc_rejection_reason text,
    kyc_attempt integer NOT NULL DEFAULT 0,
    kyc_event_time timestamp with time zone,
    created_at timestamp with time zone NOT NULL DEFAULT current_timestamp,
    updated_at timestamp with time zone NOT NULL DEFAULT current_timestamp
);

CREATE UNIQUE INDEX IF NOT EXISTS users_email_key ON users (lower(email));

CREATE INDEX IF NOT EXISTS users_kyc_status_idx ON users (kyc_status, updated_at);
