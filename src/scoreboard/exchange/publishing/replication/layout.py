"""Where things stand in a replication pack."""

METADATA = "ro-crate-metadata.json"
MANIFEST = "manifest-sha256.txt"
"""Hash and path of every other file, as `sha256sum --check` reads them."""
README = "README.md"
PROJECT = "project"
"""The folder of definitions and data, which is itself a project."""
SCORES = "results/scores.csv"
WEIGHTS = "results/weights.csv"
CODE = "code/scoreboard"
LOCK = "code/requirements.txt"
KEYS = {SCORES: ["lens", "state", "year", "node"], WEIGHTS: ["lens", "node", "child"]}
"""Table of results → the columns that tell its rows apart."""
