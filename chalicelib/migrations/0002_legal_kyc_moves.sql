-- A status moves only as the law of chalicelib/domain/user.py says; the database refuses the rest.
CREATE TABLE IF NOT EXISTS kyc_moves (
    before varchar(20) NOT NULL,
    after varchar(20) NOT NULL,
    PRIMARY KEY (before, after)
);

INSERT INTO kyc_moves (before, after) VALUES
    ('not_verified', 'pending'),
    ('pending', 'verified'),
    ('pending', 'rejected'),
    ('pending', 'not_verified'),
    ('verified', 'pending'),
    ('verified', 'rejected'),
    ('rejected', 'pending')
ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION users_check_kyc_move() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.kyc_status <> OLD.kyc_status AND NOT EXISTS (
        SELECT 1 FROM kyc_moves WHERE before = OLD.kyc_status AND after = NEW.kyc_status
    ) THEN
        RAISE EXCEPTION 'a status cannot go from % to %', OLD.kyc_status, NEW.kyc_status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'users_kyc_move';
    END IF;
    NEW.updated_at := current_timestamp;
    RETURN NEW;
END
$body$;

DROP TRIGGER IF EXISTS users_kyc_move ON users;

CREATE TRIGGER users_kyc_move BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION users_check_kyc_move();
