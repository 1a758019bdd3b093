-- Who may do what in schema sinkbase. The version in the comment is what `make db-up` compares.
revoke all on schema sinkbase from public;
revoke execute on all functions in schema sinkbase from public;
grant usage on schema sinkbase to sinkbase_builder;
grant execute on all functions in schema sinkbase to sinkbase_builder;
grant select, insert, update, delete on sinkbase.build to sinkbase_builder;

\if :{?version}
\else
\set version unknown
\endif
select format('Sinkbase: functions shared by all regions; version %s', :'version') as schema_comment
\gset
comment on schema sinkbase is :'schema_comment';
