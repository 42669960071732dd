#!/usr/bin/env python3
"""Writes samples.json, scenarios.json and museum.json: make_indexes.py ASSETS_FOLDER OUTPUT_FOLDER.

Each folder of ASSETS_FOLDER/samples is a sample, its name the id. Its sample.json holds title,
sentence, look_at and order. All other files are its content, except a README.md beside sample.json.

Each ID.json of ASSETS_FOLDER/scenarios is a teaching scenario: besides what every scenario has, it
holds sentence, goal, watch_for and order.

Both lists are sorted by order (a number), then by id.

Each *.json of ASSETS_FOLDER/museum is an exhibit: a scenario, or the description of parts in a folder
beside it, with the member `exhibit`. Its whole text is in the list, its steps are not; parts have
the list of their files. The application sorts them.
"""

import json
import pathlib
import sys

DESCRIPTION = "sample.json"
NOT_CONTENT = {DESCRIPTION, "README.md"}


def read_description(path, names):
    """The document, its order, and those of its texts that the page shows."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return document, document.get("order", 0), {name: str(document[name]) for name in names}
    except FileNotFoundError:
        sys.exit(f"make_indexes: {path} is missing")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        sys.exit(f"make_indexes: {path}: {error!r}; {', '.join(names)} are needed")


def read_sample(folder):
    _, order, texts = read_description(folder / DESCRIPTION, ("title", "sentence", "look_at"))
    files = [
        {"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (path.parent == folder and path.name in NOT_CONTENT)
    ]
    return order, {"id": folder.name, **texts, "files": files}


def read_scenario(path):
    document, order, texts = read_description(path, ("title", "sentence", "goal", "watch_for"))
    steps = document.get("steps")
    if not isinstance(steps, list):
        sys.exit(f"make_indexes: {path}: it has no steps")
    return order, {"id": path.stem, **texts, "steps": len(steps), "file": path.name}


def read_exhibit(path):
    names = ("title", "sentence", "goal", "watch_for", "exhibit")
    document, _, _ = read_description(path, names)
    exhibit = {name: document[name] for name in names}
    entry = {"id": exhibit["exhibit"]["id"], **exhibit, "file": path.name}
    part = exhibit["exhibit"].get("part")
    if part:
        folder = path.parent / part["folder"]
        entry["files"] = [
            {"path": file.relative_to(folder).as_posix(), "size": file.stat().st_size}
            for file in sorted(folder.rglob("*")) if file.is_file()
        ]
    return 0, entry


def write_index(target, name, items):
    ordered = sorted(items, key=lambda item: (item[0], item[1]["id"]))
    document = {name: [entry for _, entry in ordered]}
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (target / f"{name}.json").write_text(text, encoding="utf-8")


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    assets, target = map(pathlib.Path, arguments)
    samples = (path for path in (assets / "samples").glob("*") if path.is_dir())
    write_index(target, "samples", [read_sample(folder) for folder in samples])
    scenarios = (assets / "scenarios").glob("*.json")
    exhibits = (assets / "museum").glob("*.json")
    write_index(target, "museum", [read_exhibit(path) for path in exhibits])
    write_index(target, "scenarios", [read_scenario(path) for path in scenarios])


if __name__ == "__main__":
    main(sys.argv[1:])
