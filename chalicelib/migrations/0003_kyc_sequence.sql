-- The person's own count of moves: of two events the one with the higher number is the newer one,
-- whatever the clocks say. An event that is older than the row changes nothing.
alter table users add column if not exists kyc_sequence bigint not null default 0;
