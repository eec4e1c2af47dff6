-- The legal moves of kyc_status, enforced here because not only our code writes to this table.
-- The same table stands in chalicelib/domain/accounts/user.py (KYC_MOVES); a test compares the two.
create table kyc_status_moves (
    before varchar(20) not null,
    after  varchar(20) not null,
    primary key (before, after)
);

insert into kyc_status_moves (before, after) values
    ('not_verified', 'pending'),
    ('not_verified', 'verified'),
    ('not_verified', 'rejected'),
    ('pending', 'not_verified'),
    ('pending', 'verified'),
    ('pending', 'rejected'),
    ('verified', 'pending'),
    ('verified', 'rejected'),
    ('rejected', 'pending');

-- SQLSTATE VK001 is ours: class VK is free for applications (PostgreSQL, appendix A).
-- The message carries no value of the row: whatever PostgreSQL says ends up in a log.
create function users_kyc_status_moves() returns trigger language plpgsql as $body$
begin
    if new.kyc_status <> old.kyc_status and not exists (
        select from kyc_status_moves m
        where m.before = old.kyc_status and m.after = new.kyc_status
    ) then
        raise exception 'kyc_status cannot go from % to %', old.kyc_status, new.kyc_status
            using errcode = 'VK001', constraint = 'users_kyc_status_moves';
    end if;
    return new;
end
$body$;

create trigger users_kyc_status_moves before update of kyc_status on users
    for each row execute function users_kyc_status_moves();

create function users_touch() returns trigger language plpgsql as $body$
begin
    new.updated_at = current_timestamp;
    return new;
end
$body$;

create trigger users_touch before update on users
    for each row execute function users_touch();
