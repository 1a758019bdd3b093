-- One raster: an expression evaluated over the aligned rasters of a tile, all bands at once.
--
--     select sinkbase.map_algebra('npp - respiration', array['npp', 'respiration'], array[n.rast, r.rast])
--
-- Names stand for rasters (by position) or for constants (jsonb). Allowed are numbers, + - * / **,
-- comparisons, and, or, not, name[band] and the functions below; anything else is refused before
-- anything runs. A raster of several bands is an array (bands, rows, columns); sum, mean, minimum and
-- maximum of one argument go over its bands. A missing value makes missing whatever it enters, comparisons
-- too; `coalesce` and `present` are the two that look at it. A division by zero or a logarithm of a negative
-- number is an error, not a hole.
create or replace function sinkbase.map_algebra_wkb(
    expression text,
    names text [],
    rasters bytea [],
    constants jsonb default '{}',
    pixel_type text default '32BF'
)
returns bytea
language plpython3u
immutable
parallel unsafe
cost 100000
as $python$
import ast
import json

import numpy

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']


def wrong(message):
    plpy.error(f'map_algebra: {message}', detail=f'expression: {expression}')


def missing_of(*values):
    missing = numpy.isnan(values[0])
    for value in values[1:]:
        missing = missing | numpy.isnan(value)
    return missing


def truth(test, *values):
    # comparisons know three answers: 1, 0 and missing
    return numpy.where(missing_of(*values), numpy.nan, test(*values))


def where(condition, yes, no):
    return numpy.where(numpy.isnan(condition), numpy.nan, numpy.where(condition != 0, yes, no))


def coalesce(*values):
    result = values[0]
    for value in values[1:]:
        result = numpy.where(numpy.isnan(result), value, result)
    return result


def over_bands(of_bands, of_pair):
    def reduce(*values):
        if len(values) == 1:
            return of_bands(values[0], axis=0)
        result = values[0]
        for value in values[1:]:
            result = of_pair(result, value)
        return result
    return reduce


def band(value, number):
    if not 1 <= number <= len(value):
        raise IndexError(f'band {number} was asked of a raster with {len(value)}')
    return value[number - 1:number]


FUNCTIONS = {
    'abs': numpy.abs, 'exp': numpy.exp, 'log': numpy.log, 'sqrt': numpy.sqrt,
    'sum': over_bands(numpy.sum, numpy.add), 'mean': lambda value: numpy.mean(value, axis=0),
    'minimum': over_bands(numpy.min, numpy.minimum), 'maximum': over_bands(numpy.max, numpy.maximum),
    'where': where, 'coalesce': coalesce,
    'present': lambda value: numpy.where(numpy.isnan(value), 0.0, 1.0),
}
INNER = {
    '_truth': truth, '_band': band, '_not': numpy.logical_not,
    '_and': numpy.logical_and, '_or': numpy.logical_or,
    '_eq': numpy.equal, '_ne': numpy.not_equal, '_lt': numpy.less,
    '_le': numpy.less_equal, '_gt': numpy.greater, '_ge': numpy.greater_equal,
}
COMPARISONS = {
    ast.Eq: '_eq', ast.NotEq: '_ne', ast.Lt: '_lt', ast.LtE: '_le', ast.Gt: '_gt', ast.GtE: '_ge',
}
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


def call(name, *arguments):
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


class Whitelist(ast.NodeTransformer):
    """Refuses what is not arithmetic, and writes comparisons and logic as calls over arrays."""

    def generic_visit(self, node):
        wrong(f'{type(node).__name__} is not allowed; see the comment on sinkbase.map_algebra')

    def visit_Expression(self, node):
        return ast.Expression(self.visit(node.body))

    def visit_Constant(self, node):
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
            wrong(f'{node.value!r} is not a number')
        return ast.Constant(float(node.value))

    def visit_Name(self, node):
        if node.id not in names and node.id not in constant_names:
            known = ', '.join([*names, *sorted(constant_names)])
            wrong(f'{node.id} is no raster or constant here; known are: {known}')
        return node

    def visit_BinOp(self, node):
        if not isinstance(node.op, OPERATORS):
            self.generic_visit(node.op)
        return ast.BinOp(self.visit(node.left), node.op, self.visit(node.right))

    def visit_UnaryOp(self, node):
        if isinstance(node.op, ast.Not):
            return call('_truth', ast.Name('_not', ast.Load()), self.visit(node.operand))
        if not isinstance(node.op, (ast.USub, ast.UAdd)):
            self.generic_visit(node.op)
        return ast.UnaryOp(node.op, self.visit(node.operand))

    def visit_BoolOp(self, node):
        name = '_and' if isinstance(node.op, ast.And) else '_or'
        parts = [self.visit(value) for value in node.values]
        result = parts[0]
        for part in parts[1:]:
            result = call('_truth', ast.Name(name, ast.Load()), result, part)
        return result

    def visit_Compare(self, node):
        if len(node.ops) > 1:
            wrong('a chain of comparisons; write them with `and`')
        if type(node.ops[0]) not in COMPARISONS:
            self.generic_visit(node.ops[0])
        name = ast.Name(COMPARISONS[type(node.ops[0])], ast.Load())
        return call('_truth', name, self.visit(node.left), self.visit(node.comparators[0]))

    def visit_Subscript(self, node):
        if not (isinstance(node.slice, ast.Constant) and type(node.slice.value) is int):
            wrong('a band is named by its number, as in temperature[1]')
        if not isinstance(node.value, ast.Name):
            wrong('only a raster has bands')
        return call('_band', self.visit(node.value), ast.Constant(node.slice.value))

    def visit_Call(self, node):
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
            wrong(f'a function that is not one of: {", ".join(sorted(FUNCTIONS))}')
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            wrong('starred arguments')
        return ast.Call(node.func, [self.visit(argument) for argument in node.args], [])


if len(names) != len(rasters):
    wrong(f'{len(names)} names for {len(rasters)} rasters')
if not rasters:
    wrong('no raster')
if any(raster is None for raster in rasters):
    return None
given = {name: float('nan') if value is None else float(value)
         for name, value in json.loads(constants).items()}
constant_names = frozenset(given)
for name in [*names, *constant_names]:
    if not name.isidentifier() or name.startswith('_') or name in FUNCTIONS:
        wrong(f'{name!r} cannot be the name of a raster or constant')
if len({*names, *constant_names}) != len(names) + len(constant_names):
    wrong('a name is given twice')

key = (expression, tuple(names), constant_names)
code = library.compiled.get(key)
if code is None:
    try:
        tree = ast.parse(expression.strip(), mode='eval')
    except SyntaxError as error:
        wrong(f'not an expression: {error.msg} at character {error.offset}')
    tree = ast.fix_missing_locations(Whitelist().visit(tree))
    code = library.compiled[key] = compile(tree, '<map_algebra>', 'eval')

geometry = library.geometry(rasters[0])
for name, raster in zip(names, rasters):
    if library.geometry(raster) != geometry:
        wrong(f'{name} does not lie on the tile of {names[0]}: {library.geometry(raster)}, {geometry}')

values = {name: library.decode(raster) for name, raster in zip(names, rasters)}
try:
    with numpy.errstate(divide='raise', over='raise', invalid='raise'):
        result = eval(code, {'__builtins__': {}, **FUNCTIONS, **INNER, **given, **values})
    result = numpy.broadcast_to(result, numpy.broadcast_shapes(numpy.shape(result), (geometry[-1], geometry[-2])))
    return library.encode(result, geometry, pixel_type)
except FloatingPointError as error:
    wrong(f'{error} (a value for which the formula is not defined)')
except (ValueError, TypeError, IndexError) as error:
    wrong(str(error))
$python$;

comment on function sinkbase.map_algebra_wkb(text, text [], bytea [], jsonb, text) is
'Map algebra over raster WKB: what sinkbase.map_algebra calls. Missing is nodata.';

create or replace function sinkbase.map_algebra(
    expression text,
    names text [],
    rasters raster [],
    constants jsonb default '{}',
    pixel_type text default '32BF'
)
returns raster
language sql
immutable
parallel unsafe
as $sql$
    select st_rastfromwkb(
        sinkbase.map_algebra_wkb(
            expression,
            names,
            sinkbase.tiles_as_wkb(rasters),
            constants,
            pixel_type
        )
    )
$sql$;

comment on function sinkbase.map_algebra(text, text [], raster [], jsonb, text) is
'Evaluates one expression over the aligned rasters of a tile, all bands at once: numbers, + - * / **, comparisons, '
'and/or/not, name[band], abs exp log sqrt sum mean minimum maximum where coalesce present. Missing stays missing.';
