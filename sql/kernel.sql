-- The kernel inside the database: one row a module of the folder kernel/, written by the install, and what runs them.
--
-- No file of ours lies on another's server, so it takes the modules as text. Whoever may write this text may run any
-- Python as the server: that is the superuser who installs. The owner cannot log in, builders read, readers do not.
create table if not exists sinkbase.kernel (
    module text primary key,
    source text not null
);

comment on table sinkbase.kernel is
'One row per module of the kernel: the Python that the functions of this schema run. Written by the install alone.';
comment on column sinkbase.kernel.module is 'Name of the module, as Python imports it';
comment on column sinkbase.kernel.source is 'Its source';

-- Nothing. Afterwards GD['sinkbase'] runs functions of the kernel in this session: each function in PL/Python begins
--     if 'sinkbase' not in GD: plpy.execute('select sinkbase._kernel()')
-- Executing a query from PL/Python opens a subtransaction, which no parallel plan allows: these functions are parallel
-- unsafe. The few rows of a raster table lie in one or two pages and would go to one worker anyway; models run side by
-- side instead.
create or replace function sinkbase._kernel()
returns void
language plpython3u
volatile
parallel unsafe
as $python$
from types import ModuleType

sources = {row['module']: row['source'] for row in plpy.execute('select module, source from sinkbase.kernel')}
if 'kernel.session' not in sources:
    plpy.error('the kernel of Sinkbase is not in this database', hint='A superuser installs it: make db-up')
session = ModuleType('kernel.session')
exec(compile(sources['kernel.session'], 'kernel/session.py', 'exec'), session.__dict__)
GD['sinkbase'] = session.start(sources, plpy.error)
$python$;

comment on function sinkbase._kernel() is
'Lets the session import the kernel from sinkbase.kernel; called by the functions of this schema.';
