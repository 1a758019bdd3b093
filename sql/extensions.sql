-- The extensions that Sinkbase builds on, in schema public.
create extension if not exists postgis schema public;
create extension if not exists postgis_raster schema public;
create extension if not exists pgrouting schema public;
create extension if not exists plpython3u;
