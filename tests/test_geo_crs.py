"""Definitions of a CRS in every notation: which are believed, and which reach for files."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyproj
import pytest

from geo import CRSError, LayerSpec, prepare
from geo.crs import crs_of

PLAIN = "+proj=longlat +ellps=bessel +nadgrids=/x.gsb +type=crs"
GEOGRAPHIC = (
    'GEOGCS["x",DATUM["d",SPHEROID["s",6378137,298.257]{}],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]]'
)
PROJECTED = (
    'PROJCS["x",' + GEOGRAPHIC.format("") + ',PROJECTION["Mercator_1SP"],'
    'PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],'
    'PARAMETER["false_northing",0],UNIT["metre",1],'
    'EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +nadgrids={} +wktext +no_defs"]]'
)
SHIFTED = "+proj=longlat +ellps=bessel +towgs84=598.1,73.7,418.2,0.2,0.045,-2.455,6.7 +type=crs"
FILES: dict[str, Any] = {
    "proj": PLAIN,
    "proj after nothing": PLAIN.replace("/x.gsb", "@null,/x.gsb"),
    "proj in capitals": PLAIN.replace("nadgrids", "NADGRIDS"),
    "init": "+init=/x:y",
    "init of this folder": "init=x:y",
    "pipeline": "+proj=pipeline +step +proj=hgridshift +grids=/x.gsb",
    "WKT of old": GEOGRAPHIC.format(',EXTENSION["PROJ4_GRIDS","/x.gsb"]'),
    "WKT of old, projected": PROJECTED.format("/x.gsb"),
    "WKT": pyproj.CRS(PLAIN).to_wkt(),
    "PROJJSON": pyproj.CRS(PLAIN).to_json(),
    "PROJJSON as a mapping": pyproj.CRS(PLAIN).to_json_dict(),
}
CODES = ("EPSG:4326", "EPSG:3857", "EPSG:28422", "EPSG:4979", "EPSG:4314", "ESRI:54030")


def spec(folder: Path, *, crs: str | None = None) -> LayerSpec:
    return LayerSpec(name="x", source=folder / "x.geojson", folder=folder, crs=crs)


@pytest.mark.parametrize("given", FILES.values(), ids=FILES)
def test_no_definition_of_a_crs_opens_a_file(tmp_path: Path, given: Any) -> None:
    with pytest.raises(CRSError, match=r"x\.geojson: its CRS .* names files on this computer"):
        crs_of(given, spec(tmp_path))


@pytest.mark.parametrize("code", CODES)
def test_the_notations_of_a_code_are_believed(tmp_path: Path, code: str) -> None:
    crs = pyproj.CRS(code)
    for version in ("WKT1_GDAL", "WKT1_ESRI", "WKT2_2015", "WKT2_2019"):
        try:
            text = crs.to_wkt(version)
        except pyproj.exceptions.CRSError:  # not every notation has words for every CRS
            continue
        assert crs_of(text, spec(tmp_path)) == pyproj.CRS(text)
    assert crs_of(crs.to_json(), spec(tmp_path)) == crs


@pytest.mark.parametrize(
    "given", [SHIFTED, PLAIN.replace("/x.gsb", "@null"), PROJECTED.format("@null")]
)
def test_a_shift_of_numbers_is_kept(tmp_path: Path, given: str) -> None:
    assert crs_of(given, spec(tmp_path)) == pyproj.CRS(given)


def test_a_code_in_the_oldest_notation_is_believed(tmp_path: Path) -> None:
    assert crs_of("+init=epsg:4314", spec(tmp_path)).name == "DHDN"


def test_a_place_that_no_way_leads_to_is_one_sentence(tmp_path: Path) -> None:
    place = {"type": "Point", "coordinates": [20, 10]}
    crs = {"type": "name", "properties": {"name": "IAU_2015:30100"}}  # of the Moon
    (tmp_path / "x.geojson").write_text(json.dumps(place | {"crs": crs}), encoding="utf-8")
    with pytest.raises(CRSError, match="cannot be reprojected"):
        prepare(spec(tmp_path))


def test_the_environment_does_not_put_proj_on_the_network() -> None:
    code = "import geo, pyproj.network; print(pyproj.network.is_network_enabled())"
    asked = os.environ | {"PROJ_NETWORK": "ON"}
    done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]
