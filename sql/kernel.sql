-- The kernel inside the database: one row a module of the folder kernel/, written by the install,
-- and what runs them.
--
-- No file of ours lies on another's server, so it takes the modules as text. Whoever may write this
-- text may run any Python as the server: that is the superuser who installs. The owner cannot log
-- in, builders read, readers do not.
drop table if exists sinkbase.kernel;
create table sinkbase.kernel (
    module text primary key,
    file text not null,
    source text not null,
    code bytea,
    python text
);

comment on table sinkbase.kernel is
'One row per module of the kernel: the Python that the functions of this schema run. Written by '
'the install alone.';
comment on column sinkbase.kernel.module is 'Name of the module, as Python imports it';
comment on column sinkbase.kernel.file is 'Its file, as tracebacks name it';
comment on column sinkbase.kernel.source is 'Its source';
comment on column sinkbase.kernel.code is
'Its source compiled: 4 ms less at the start of each connection';
comment on column sinkbase.kernel.python is
'The version of Python''s code that it was compiled for; another compiles anew';

-- Nothing. Afterwards GD['sinkbase'] runs functions of the kernel in this session: each function in
-- PL/Python begins
--     if 'sinkbase' not in GD: plpy.execute('select sinkbase._kernel()')
-- Executing a query from PL/Python opens a subtransaction, which no parallel plan allows: these
-- functions are parallel unsafe. The few rows of a raster table lie in one or two pages and would
-- go to one worker anyway; models run side by side instead.
create or replace function sinkbase._kernel()
returns void
language plpython3u
volatile
parallel unsafe
as $python$
import marshal
from importlib.util import MAGIC_NUMBER
from types import ModuleType

found = plpy.execute('select module, file, source, code, python from sinkbase.kernel')
rows = {row['module']: row for row in found}
if 'kernel.session' not in rows:
    plpy.error(
        'the kernel of Sinkbase is not in this database',
        hint='A superuser installs it: make db-up')
row = rows['kernel.session']
is_compiled = row['python'] == MAGIC_NUMBER.hex()
code = marshal.loads(row['code']) if is_compiled else compile(row['source'], row['file'], 'exec')
session = ModuleType('kernel.session')
exec(code, session.__dict__)
GD['sinkbase'] = session.start(rows, plpy.error)
$python$;

comment on function sinkbase._kernel() is
'Lets the session import the kernel from sinkbase.kernel; called by the functions of this schema.';

-- Nothing. Afterwards the modules are compiled for the Python of this server; the install calls it.
create or replace function sinkbase._compile_kernel()
returns void
language plpython3u
volatile
parallel unsafe
as $python$
plpy.execute('select sinkbase._kernel()')
from kernel.session import compiled

update = plpy.prepare(
    'update sinkbase.kernel set code = $2, python = $3 where module = $1',
    ['text', 'bytea', 'text'])
for row in plpy.execute('select module, file, source from sinkbase.kernel'):
    update.execute([row['module'], *compiled(row['file'], row['source'])])
$python$;

comment on function sinkbase._compile_kernel() is
'Compiles the kernel for the Python of this server; the install calls it, and whoever writes '
'sinkbase.kernel may.';
