"""From reports to figures in a few lines: run it cell by cell, or as a whole with ``python examples/analysis.py``."""

# %% Read the reports and write the map
import tempfile
from pathlib import Path

import frontmap

reports = Path(__file__).parent / "pokrovsk"
out = Path(tempfile.mkdtemp()) / "out"
built = frontmap.build(reports, out, title="Pokrovsk, invented reports")
built  # a notebook shows the map here

# %% The layers are GeoDataFrames in EPSG:4326
layers = frontmap.read_layers(out)
claims = layers["claims"]
print(claims.groupby(["source_side", "type"]).size().unstack(fill_value=0))

# %% Who says what of one town
town = claims[claims.place == "Pokrovsk"]
print(town[["date_start", "source", "type", "modality", "quote"]].to_string(max_colwidth=60))

# %% Where do they contradict each other?
places = layers["places"]
print(places.loc[places.agreement == "disputed", ["name", "sources", "sides"]].to_string(max_colwidth=80))

# %% Without files: the claims of one text
document = frontmap.model.Document("note", "The army said it had recaptured Kupiansk on December 3.", published="2025-12-04")
for extraction in frontmap.extract(document):
    for claim in extraction.claims:
        print(claim.type, claim.place_name, claim.source, claim.date)
