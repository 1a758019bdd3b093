"""Run by the system's Python with PyQGIS: opens a project, then layers alone; prints JSON."""

import json
import sys

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer

application = QgsApplication([], False)
application.initQgis()


def legend(layer):
    renderer = layer.renderer()
    if layer.type() == layer.VectorLayer:
        if renderer.type() == "singleSymbol":
            return [["", renderer.symbol().color().name()]]
        return [[one.label(), one.symbol().color().name()] for one in renderer.categories()]
    return [[one[0], one[1].name()] for one in renderer.legendSymbologyItems()]


def described(layer):
    return {
        "is_valid": layer.isValid(),
        "title": layer.name(),
        "crs": layer.crs().authid(),
        "provider": layer.providerType(),
        "legend": legend(layer) if layer.isValid() else [],
    }


found = {}
for path in sys.argv[2:]:
    project = QgsProject.instance()
    is_read = project.read(path)
    order = [node.layer().shortName() for node in project.layerTreeRoot().findLayers()]
    found[path] = {
        "is_read": is_read,
        "crs": project.crs().authid(),
        "order": order,
        "layers": {one.shortName(): described(one) for one in project.mapLayers().values()},
    }
    project.clear()

# as from the browser of QGIS: no project, the legend from the database
alone = {}
for name, (key, kind) in json.loads(sys.argv[1]).items():
    # QGIS of 2022 looks for a legend only where the connection names the database too
    source = (
        f"service='sinkbase' dbname='sinkbase' key='{key}' srid=2328 type={kind}"
        f' table="demo"."{name}" (geom)'
    )
    layer = QgsVectorLayer(source, name, "postgres")
    alone[name] = described(layer)
found["alone"] = alone
print("RESULT" + json.dumps(found))
