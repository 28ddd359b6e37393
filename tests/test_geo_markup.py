"""HTML in the descriptions of KML: its words are kept, and it is said."""

from pathlib import Path

import pytest

from geo import LayerSpec, prepare
from geo.markup import without_tags

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>Bridge</name><description><![CDATA[{html}]]></description>
<Point><coordinates>127.5,50.2</coordinates></Point></Placemark>
<Placemark><name>Ferry</name><description>2 &lt; 3 and &lt;north&gt;</description>
<Point><coordinates>127.6,50.2</coordinates></Point></Placemark>
</Document></kml>
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a < b and c > d", None),
        ("<north> & <5>", None),
        ("one<br>two<BR/>three", "one two three"),
        ('<img src="https://example.org/a.jpg" height="200"/>', ""),
        ("<b>C</b>af&eacute; &lt;script&gt;", "Café <script>"),
        ("a<script>var x = '<b>';</script>b", "a b"),
        ("a<style>p {}", "a"),
        ("<table><tr><td>Depth</td><td>12 m</td></tr></table>", "Depth 12 m"),
    ],
)
def test_the_words_of_html_are_kept(text: str, words: str | None) -> None:
    assert without_tags(text) == words


def test_a_description_of_kml_is_read_as_words_and_that_is_said(tmp_path: Path) -> None:
    html = '<img src="https://example.org/a.jpg"/><br><br>Railway bridge<br>old &amp; narrow'
    (tmp_path / "stops.kml").write_text(KML.format(html=html), encoding="utf-8")
    layer = prepare(LayerSpec(name="it", source=tmp_path / "stops.kml", folder=tmp_path))
    texts = [feature.properties["description"] for feature in layer.features]
    assert texts == ["Railway bridge old & narrow", "2 < 3 and <north>"]
    said = [note for note in layer.report.notes if "HTML" in note]
    assert said == [
        "HTML in 'description' of 1 feature: its words were kept, tags and pictures left out"
    ]
