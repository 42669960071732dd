#!/usr/bin/env python3
"""Writes samples.json: make_samples.py SAMPLES_FOLDER OUTPUT.

Each folder of SAMPLES_FOLDER is a sample, its name the id. Its sample.json holds title, sentence,
look_at and order (a number; samples are sorted by it, then by id). All other files are its content,
except a README.md beside sample.json.
"""

import json
import pathlib
import sys

DESCRIPTION = "sample.json"
NOT_CONTENT = {DESCRIPTION, "README.md"}


def read_sample(folder):
    description_file = folder / DESCRIPTION
    try:
        description = json.loads(description_file.read_text(encoding="utf-8"))
        texts = {key: str(description[key]) for key in ("title", "sentence", "look_at")}
    except FileNotFoundError:
        sys.exit(f"make_samples: {folder} has no {DESCRIPTION}")
    except (ValueError, KeyError, TypeError) as error:
        needed = "title, sentence and look_at are needed"
        sys.exit(f"make_samples: {description_file}: {error!r}; {needed}")
    files = [
        {"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (path.parent == folder and path.name in NOT_CONTENT)
    ]
    return description.get("order", 0), {"id": folder.name, **texts, "files": files}


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    source, target = map(pathlib.Path, arguments)
    folders = sorted(path for path in source.iterdir() if path.is_dir()) if source.is_dir() else []
    samples = [read_sample(folder) for folder in folders]
    ordered = sorted(samples, key=lambda item: (item[0], item[1]["id"]))
    document = {"samples": [sample for _, sample in ordered]}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
