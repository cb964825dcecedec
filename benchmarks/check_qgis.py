"""Opens a build in QGIS itself, headless: ``/usr/bin/python3 benchmarks/check_qgis.py OUT [PICTURE.png]`` (Debian: python3-qgis).

Prints a line a layer, draws the project, and ends with 1 where a layer is not valid, not styled, not timed or not related as it should be.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from xml.etree import ElementTree

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

DRAWN = ("places", "claims", "movements", "areas", "mentions")


def main(folder: Path, picture: Path | None) -> int:
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    problems = check_package(folder) + check_geojson(folder) + check_project(folder, picture)
    for problem in problems:
        print("PROBLEM", problem)
    return int(bool(problems))


def check_package(folder: Path) -> list[str]:
    found = [(name, QgsVectorLayer(f"{folder / 'frontmap.gpkg'}|layername={name}", name, "ogr")) for name in DRAWN]
    for name, layer in found:
        print(f"gpkg {name:<10} {layer.featureCount():>7} features, {layer.renderer().type() if layer.isValid() else 'not valid'}")
    return [f"gpkg {name} is not valid or not styled" for name, layer in found if not is_styled(layer)]


def is_styled(layer: QgsVectorLayer) -> bool:
    return (
        layer.isValid()
        and layer.renderer().type() in ("RuleRenderer", "pointDisplacement")
        and layer.attributeAlias(layer.fields().count() - 1) != ""
    )


def check_geojson(folder: Path) -> list[str]:
    layers = {path.stem: QgsVectorLayer(str(path), path.stem, "ogr") for path in sorted((folder / "layers").glob("*.geojson"))}
    return [
        f"layers/{name}.geojson is not styled by its .qml"
        for name, layer in layers.items()
        if layer.featureCount() and not is_styled(layer)
    ]


def check_project(folder: Path, picture: Path | None) -> list[str]:
    project = QgsProject.instance()
    if not project.read(str(folder / "frontmap.qgs")):
        return [f"frontmap.qgs cannot be read: {project.error()}"]
    layers = project.mapLayers()
    relations = project.relationManager().relations()
    print(f"project: {len(layers)} layers, {len(relations)} relations")
    problems = [f"project layer {name} is not valid" for name, layer in layers.items() if not layer.isValid()]
    problems += [f"project layer {name} has no time" for name in DRAWN if not layers[f"frontmap_{name}"].temporalProperties().isActive()]
    problems += [f"relation {name} is not valid" for name, relation in relations.items() if not relation.isValid()]
    if picture:
        draw(project, picture)
    return problems


def draw(project: QgsProject, picture: Path) -> None:
    settings = QgsMapSettings()
    settings.setLayers([project.mapLayer(f"frontmap_{name}") for name in DRAWN])
    settings.setOutputSize(QSize(1200, 800))
    settings.setBackgroundColor(QColor("white"))
    settings.setDestinationCrs(project.crs())
    settings.setExtent(view(project))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(picture))


def view(project: QgsProject) -> QgsRectangle:
    """Return what the project shows first."""
    extent = ElementTree.parse(project.fileName()).find("mapcanvas/extent")
    return QgsRectangle(*(float(extent.findtext(name)) for name in ("xmin", "ymin", "xmax", "ymax")))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
