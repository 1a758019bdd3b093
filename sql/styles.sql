-- One row per layer: its legend, in the table and the form in which QGIS keeps and looks for it.
create table if not exists public.layer_styles (
    id serial primary key,
    f_table_catalog varchar,
    f_table_schema varchar,
    f_table_name varchar,
    f_geometry_column varchar,
    stylename text,
    styleqml xml,
    stylesld xml,
    useasdefault boolean,
    description text,
    owner varchar(63) default current_user,
    ui xml,
    update_time timestamp default current_timestamp,
    type varchar
);
-- a table that an older QGIS made
alter table public.layer_styles add column if not exists type varchar;

comment on table public.layer_styles is
'One row per layer and style: legends that QGIS opens by itself, and the same as SLD for other '
'GIS servers.';
comment on column public.layer_styles.id is 'Number of the style';
comment on column public.layer_styles.f_table_catalog is 'Database of the layer';
comment on column public.layer_styles.f_table_schema is 'Schema of the layer: the region';
comment on column public.layer_styles.f_table_name is 'Table of the layer';
comment on column public.layer_styles.f_geometry_column is 'Its geometry or raster column';
comment on column public.layer_styles.stylename is 'Name of the style';
comment on column public.layer_styles.styleqml is 'The style for QGIS';
comment on column public.layer_styles.stylesld is
'The style for GeoServer and others (Styled Layer Descriptor)';
comment on column public.layer_styles.useasdefault is
'Whether QGIS takes it when it opens the layer';
comment on column public.layer_styles.description is 'Title of the layer in English and Chinese';
comment on column public.layer_styles.owner is 'Role that wrote the style';
comment on column public.layer_styles.ui is 'Form of the layer; not used here';
comment on column public.layer_styles.update_time is 'When the style was written';
comment on column public.layer_styles.type is 'Polygon, Line or Raster';
