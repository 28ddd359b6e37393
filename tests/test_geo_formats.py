"""Other formats than GeoJSON: the same places, whatever file they come in."""

import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely

from geo import LayerSpec, StorymapError, prepare

NAMES = ["Благовещенск", "黑河"]


@pytest.fixture
def frame() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {"id": ["a", "b"], "name": NAMES, "people": [225091, 223832]},
        geometry=[shapely.Point(127.52, 50.27), shapely.Point(127.49, 50.24)],
        crs="EPSG:4326",
    )


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "shp"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32652"])
def test_the_same_places_from_any_file(
    tmp_path: Path, frame: geopandas.GeoDataFrame, ending: str, crs: str
) -> None:
    path = tmp_path / f"towns.{ending}"
    frame.to_crs(crs).to_file(path, encoding="UTF-8") if ending == "shp" else frame.to_crs(
        crs
    ).to_file(path)
    layer = prepare(LayerSpec(name="towns", source=path, folder=tmp_path))
    assert (layer.report.read, layer.report.drawn, layer.report.dropped) == (2, 2, 0)
    by_id = {feature.id: feature for feature in layer.features}
    assert [by_id[key].properties["name"] for key in "ab"] == NAMES
    assert by_id["a"].properties["people"] == 225091
    assert by_id["a"].bounds.west == pytest.approx(127.52, abs=1e-5)
    assert by_id["a"].bounds.south == pytest.approx(50.27, abs=1e-5)


def test_a_zipped_shapefile(tmp_path: Path, frame: geopandas.GeoDataFrame) -> None:
    frame.to_file(tmp_path / "towns.shp", encoding="UTF-8")
    with zipfile.ZipFile(tmp_path / "towns.zip", "w") as archive:
        for part in sorted(tmp_path.glob("towns.*")):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    source = tmp_path / "towns.zip"
    layer = prepare(LayerSpec(name="towns", source=source, folder=tmp_path))
    assert [feature.properties["name"] for feature in layer.features] == NAMES


def test_a_file_of_several_layers_asks_which(tmp_path: Path, frame: geopandas.GeoDataFrame) -> None:
    path = tmp_path / "two.gpkg"
    frame.to_file(path, layer="towns")
    frame.to_file(path, layer="ports")
    with pytest.raises(StorymapError, match=r"holds 2 layers; say which.*ports") as caught:
        prepare(LayerSpec(name="x", source=path, folder=tmp_path))
    assert "towns" in str(caught.value)
    assert (
        prepare(LayerSpec(name="x", source=path, folder=tmp_path, layer="ports")).report.read == 2
    )
    with pytest.raises(StorymapError, match="has no layer 'port'"):
        prepare(LayerSpec(name="x", source=path, folder=tmp_path, layer="port"))


def test_a_shapefile_in_metres_without_its_prj(
    tmp_path: Path, frame: geopandas.GeoDataFrame
) -> None:
    path = tmp_path / "towns.shp"
    frame.to_crs("EPSG:32652").to_file(path, encoding="UTF-8")
    path.with_suffix(".prj").unlink()
    with pytest.raises(StorymapError, match="has no CRS and its numbers are not degrees"):
        prepare(LayerSpec(name="x", source=path, folder=tmp_path))
    layer = prepare(LayerSpec(name="x", source=path, folder=tmp_path, crs="EPSG:32652"))
    assert layer.features[0].bounds.west == pytest.approx(127.52, abs=1e-4)


@pytest.mark.parametrize("ending", ["gpkg", "shp", "zip", "topojson", "kml", "gpx"])
def test_rubbish_is_refused_in_one_sentence(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rubbish.{ending}"
    path.write_bytes(b"\x00\x01rubbish\xff" * 40)
    with pytest.raises(StorymapError) as caught:
        prepare(LayerSpec(name="x", source=path, folder=tmp_path))
    assert "rubbish" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ending", ["kml", "gpkg", "shp", "topojson", "zip"])
def test_a_file_that_names_another_file_reads_nothing(tmp_path: Path, ending: str) -> None:
    (tmp_path / "secret.csv").write_text("lon,lat,name\n1,2,secret\n", encoding="utf-8")
    path = tmp_path / f"map.{ending}"
    path.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource relativeToVRT="1">'
        "secret.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    with pytest.raises(StorymapError):
        prepare(LayerSpec(name="x", source=path, folder=tmp_path))
