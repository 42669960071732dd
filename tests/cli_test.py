#!/usr/bin/env python3
"""The command line as a user sees it: python3 tests/cli_test.py EXECUTABLE

Runs `partscope inspect | dump | verify` over the golden parts and over damaged copies of them, and
compares output, error lines and exit codes. Prints what differs and, last, `N passed, M failed`.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden", "parts")
VERSIONS = ("seed", "v0.9.0", "v0.10.0", "v0.10.3", "head")
LEGACY = ("seed", "v0.9.0")
NOTE_MEMBERS = ("manifest_text", "files", "rows_count", "blocks_count", "blocks_per_primary",
                "blocks_sha256", "rows_sha256")
ELEMENT_MEMBERS = ("elements", "elements_sha256", "first", "last")
ERROR_LINE = re.compile(r"^(?P<file>[^:]+):(?P<offset>\d+)(\+\d+)?: [^:]+: expected .+, found .+$")

passed = 0
failed = 0
executable = ""


def check(what, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what} {str(detail)[:400]}")


def check_equal(what, found, expected):
    check(what, found == expected, f"\n  found    {str(found)[:200]}\n  expected {str(expected)[:200]}")


def run(*arguments):
    return subprocess.run([executable, *arguments], capture_output=True, text=True, timeout=120)


def run_json(what, *arguments, code=0):
    """The document a command prints; an empty one when it prints none."""
    return read_json(what, run(*arguments, "--json"), code)


def read_json(what, result, code):
    check_equal(f"{what}: exit code", result.returncode, code)
    try:
        return json.loads(result.stdout)
    except ValueError as error:
        check(f"{what}: output is JSON", False, error)
        return {"parts": []}


def golden_cases():
    """Folder of each golden part, relative to GOLDEN, and its expected.json."""
    cases = {}
    for folder, _, files in os.walk(GOLDEN):
        if "expected.json" in files:
            with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
                cases[os.path.relpath(folder, GOLDEN)] = json.load(file)
    return dict(sorted(cases.items()))


def by_case(document, root):
    """Parts of a document by the folder that holds them, relative to `root`."""
    return {os.path.relpath(os.path.dirname(part["path"]), root): part
            for part in document["parts"]}


def check_inspected(name, part, expected):
    for member in ("dir", "merged", "manifest", "primary_blocks"):
        check_equal(f"inspect {name}: {member}", part.get(member), expected[member])
    for member in NOTE_MEMBERS:
        check_equal(f"inspect {name}: note.{member}", part["note"].get(member),
                    expected["note"][member])
    engines = part["variant"]["engines"]
    check(f"inspect {name}: engines", expected["engine"] in engines, engines)
    indexes = expected["note"].get("indexes", range(len(expected["blocks"])))
    blocks = part["blocks"]
    same = len(blocks) == expected["note"]["blocks_count"]
    for index, block in zip(indexes, expected["blocks"]):
        wanted = {key: value for key, value in block.items() if key not in ELEMENT_MEMBERS}
        same = same and blocks[index] == wanted
    check(f"inspect {name}: blocks", same)


def run_all_versions(command):
    """Version and result of the command on all its parts, several at a time."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        roots = [os.path.join(GOLDEN, version) for version in VERSIONS]
        return zip(VERSIONS, pool.map(lambda root: run(command, root, "--json"), roots))


def test_inspect(cases):
    for version, result in run_all_versions("inspect"):
        parts = by_case(read_json(f"inspect {version}", result, 0), GOLDEN)
        names = [name for name in cases if name.split(os.sep)[0] == version]
        check_equal(f"inspect {version}: parts", sorted(parts), sorted(names))
        for name in names:
            if name in parts:
                check_inspected(name, parts[name], cases[name])


def has_all_elements(expected):
    return not expected["note"]["sampled"] and all("elements" in b for b in expected["blocks"])


def test_dump(cases, scratch):
    """All parts whose elements are listed, copied under one directory: one run reads them."""
    root = os.path.join(scratch, "dump")
    names = [name for name in cases if has_all_elements(cases[name])]
    for name in names:
        directory = cases[name]["dir"]
        shutil.copytree(os.path.join(GOLDEN, name, directory), os.path.join(root, name, directory))
    parts = by_case(run_json("dump", "dump", root), root)
    check_equal("dump: parts", sorted(parts), sorted(names))
    for name in names:
        if name not in parts:
            continue
        blocks = parts[name]["blocks"]
        check_equal(f"dump {name}: elements", [block["elements"] for block in blocks],
                    [block["elements"] for block in cases[name]["blocks"]])
        check_equal(f"dump {name}: rows_sha256", parts[name]["note"]["rows_sha256"],
                    cases[name]["note"]["rows_sha256"])


def key_range_is_wrong(expected):
    primaries = expected["primary_blocks"]
    low = min(int(primary["min_key"]) for primary in primaries)
    high = max(int(primary["max_key"]) for primary in primaries)
    return (expected["manifest"]["minKey"], expected["manifest"]["maxKey"]) != (low, high)


def test_verify(cases):
    for version, result in run_all_versions("verify"):
        code = 1 if version in LEGACY else 0
        parts = by_case(read_json(f"verify {version}", result, code), GOLDEN)
        for name, part in parts.items():
            rules = [finding["rule"] for finding in part["findings"]]
            wanted = ["manifest-key-range"] if key_range_is_wrong(cases[name]) else []
            check_equal(f"verify {name}: findings", rules, wanted)
            notes = {finding["rule"] for finding in part["notes"]}
            merged = cases[name]["merged"]
            check_equal(f"verify {name}: merged", "manifest-id" in notes, merged)
            allowed = {"manifest-id"}
            if version in LEGACY and not (version == "seed" and merged):
                allowed.add("min-max-untrusted")
            check(f"verify {name}: notes", notes <= allowed, notes)
            check_equal(f"verify {name}: more", part["more_findings"], 0)


def part_path(cases, name):
    return os.path.join(GOLDEN, name, cases[name]["dir"])


def elements_where(expected, series=None, low=None, high=None, limit=None):
    found = []
    for block in expected["blocks"]:
        for element in block["elements"]:
            key = int(element["key"])
            if series is not None and block["series"] != str(series):
                continue
            if (low is not None and key < low) or (high is not None and key > high):
                continue
            found.append(element)
    return found if limit is None else found[:limit]


def test_filters(cases):
    name = "head/types"
    path = part_path(cases, name)
    filters = [
        {"series": 12},
        {"series": 9223372036854775808},
        {"series": 13},
        {"low": 0, "high": 100},
        {"low": -50, "high": -50},
        {"low": 1000},
        {"high": -9223372036854775808},
        {"limit": 0},
        {"limit": 1},
        {"limit": 341},
        {"limit": 100000},
        {"series": 11, "low": 10, "high": 500, "limit": 7},
    ]
    options = {"series": "--series", "low": "--min", "high": "--max", "limit": "--limit"}
    for test in filters:
        arguments = [text for key, value in test.items() for text in (options[key], str(value))]
        document = run_json(f"dump {arguments}", "dump", path, *arguments)
        found = [e for part in document["parts"] for b in part["blocks"] for e in b["elements"]]
        check_equal(f"dump {arguments}", found, elements_where(cases[name], **test))
        if len(test) > 1:
            rows = run("dump", path, "--csv", *arguments).stdout.splitlines()
            check_equal(f"dump --csv {arguments}", len(rows) - 1, len(found))
            lines = run("dump", path, *arguments).stdout.splitlines()
            check_equal(f"dump {arguments} as text", len(lines), len(found))


def test_csv(cases):
    result = run("dump", part_path(cases, "seed/tiny"), "--csv")
    check_equal("dump --csv", list(csv.reader(io.StringIO(result.stdout))),
                [["part", "series", "key", "data", "dur", "svc"],
                 ["0000000000000001", "1", "100", "t1", "5", "a"],
                 ["0000000000000001", "1", "200", "t2", "6", "a"],
                 ["0000000000000001", "1", "300", "t3", "7", "b"]])
    # Arrays are shown with quotes and commas: the fields must come back whole.
    result = run("dump", part_path(cases, "head/types"), "--csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    check_equal("dump --csv: rows", len(rows), 383)
    arrays = [row["str_arr"] for row in rows if row["str_arr"]]
    check("dump --csv: arrays", all(text[0] == "[" and text[-1] == "]" for text in arrays), arrays)
    check("dump --csv: columns", all(None not in row and None not in row.values() for row in rows))


def test_text(cases):
    path = part_path(cases, "seed/tiny")
    result = run("inspect", path)
    check_equal("inspect as text: exit code", result.returncode, 0)
    for text in (path, '"totalCount":3', "written by seed", "no snapshot", "dur svc"):
        check(f"inspect as text shows {text}", text in result.stdout, result.stdout)
    result = run("dump", path)
    check_equal("dump as text", result.stdout.splitlines()[0],
                "0000000000000001  series 1  key 100  t1  dur=5  svc=a")
    result = run("verify", part_path(cases, "seed/bug_s1_key_range"))
    check_equal("verify as text: exit code", result.returncode, 1)
    check("verify as text", "manifest-key-range" in result.stdout, result.stdout)
    check("verify as text: sum", "1 findings" in result.stdout, result.stdout)


def test_usage(cases, scratch):
    tiny = part_path(cases, "head/tiny")
    empty = os.path.join(scratch, "empty")
    os.makedirs(empty)
    for arguments, code in (
            ([], 2), (["--help"], 0), (["help"], 0), (["fly"], 2), (["inspect"], 2),
            (["inspect", tiny, tiny], 2), (["inspect", tiny, "--csv"], 2),
            (["verify", tiny, "--limit", "1"], 2), (["dump", tiny, "--limit"], 2),
            (["dump", tiny, "--limit", "-1"], 2), (["dump", tiny, "--limit", "x"], 2),
            (["dump", tiny, "--min", "9223372036854775808"], 2),
            (["dump", tiny, "--series", "18446744073709551616"], 2),
            (["inspect", empty], 0), (["dump", empty], 0), (["verify", empty], 2),
            (["verify", tiny], 0), (["dump", "--limit", "1", tiny], 0)):
        result = run(*arguments)
        check_equal(f"{arguments}: exit code", result.returncode, code)
        check(f"{arguments}: says something", result.stdout or result.stderr or code == 0)
    check("usage names every command",
          all(name in run("--help").stdout for name in ("inspect", "dump", "verify", "bench")))
    missing = os.path.join(scratch, "missing")
    for command in ("inspect", "dump", "verify"):
        for path in (missing, os.path.join(tiny, "meta.bin")):
            result = run(command, path)
            check_equal(f"{command} {path}: exit code", result.returncode, 2)
            line = ERROR_LINE.match(result.stderr.strip())
            check(f"{command} {path}: error line", line and line["file"] == path, result.stderr)


def keys_of(rows):
    return [int(row["key"]) for row in rows]


def test_query(cases, scratch):
    tiny = part_path(cases, "seed/tiny")
    result = run("query", tiny, "--series", "1", "--order", "desc", "--limit", "2")
    check_equal("query as text", result.stdout.splitlines(),
                ["0000000000000001  series 1  key 300  t3  dur=7  svc=b",
                 "0000000000000001  series 1  key 200  t2  dur=6  svc=a"])
    document = run_json("query", "query", tiny, "--series", "1,7", "--project", "svc")
    expected = cases["seed/tiny"]["blocks"][0]["elements"]
    check_equal("query --json: rows", [(row["key"], row["data"], row["tags"])
                                       for row in document["rows"]],
                [(e["key"], e["data"], {"svc": e["tags"]["svc"]}) for e in expected])
    for form, keys in (('{"eq": ["svc", "a"]}', [100, 200, 300]), ('{"eq": ["svc", "z"]}', []),
                       ('{"eq": ["dur", "5"]}', []),
                       ('{"range": {"tag": "dur", "gt": 5}}', [])):
        document = run_json(f"query {form}", "query", tiny, "--series", "1", "--filter", form)
        check_equal(f"query {form}", keys_of(document["rows"]), keys)
    for form in ('{"eq": ["dur", "5"]}', '{"range": {"tag": "dur", "gt": 5}}'):
        document = run_json(f"query --fixed {form}", "query", tiny, "--series", "1", "--fixed",
                            "--filter", form)
        check_equal(f"query --fixed {form}", keys_of(document["rows"]), [100, 200, 300])


def test_query_explained(cases, scratch):
    wrong = part_path(cases, "seed/bug_s1_key_range")
    arguments = ("query", wrong, "--series", "1,2", "--min", "10", "--max", "60", "--explain")
    document = run_json("query --explain", *arguments)
    funnel = document["explanation"]["funnel"]
    check_equal("funnel: levels", [level["level"] for level in funnel],
                ["part", "primary block", "block", "element"])
    item = funnel[0]["items"][0]
    check_equal("funnel: S1", (item["kept"], item["rule"], item["bug"]),
                (False, "part-range", "S1"))
    with open(item["bytes"]["file"], encoding="utf-8") as file:
        manifest = file.read()
    place = item["bytes"]["offset"]
    check_equal("funnel: bytes of the manifest", manifest[place:place + item["bytes"]["length"]],
                "100")
    check_equal("funnel: field", item["bytes"]["field"], "minKey")
    check_equal("repaired rows", keys_of(document["fixed"]["rows"]), [50])
    check_equal("lost rows", document["fixed"]["lost"], [0])
    text = run(*arguments).stdout
    check("query --explain as text", "really hold 1 … 200 (S1)" in text and "lost 1" in text, text)


def test_query_instances(cases, scratch):
    """Parts of two instances are two answers, whose merge is upside down (S10b)."""
    root = os.path.join(scratch, "segment")
    for shard, number in (("shard-0", 1), ("shard-1", 2)):
        shutil.copytree(part_path(cases, f"seed/merged_overlap/in/{number}"),
                        os.path.join(root, shard, "sidx", "dur", f"{number:016x}"))
    series = ",".join(sorted({block["series"] for number in (1, 2) for block in
                              cases[f"seed/merged_overlap/in/{number}"]["blocks"]}))
    document = run_json("query of two instances", "query", root, "--series", series,
                        "--order", "desc", "--explain")
    keys = keys_of(document["rows"])
    right = keys_of(document["fixed"]["rows"])
    check_equal("two instances: repaired", right, sorted(right, reverse=True))
    check_equal("two instances: the same rows", sorted(keys), sorted(right))
    check("two instances: walked from their ends", keys != right, keys)
    document = run_json("query of two instances", "query", root, "--series", series,
                        "--order", "desc", "--limit", "3", "--explain")
    check("two instances: the merge is told",
          any("Merge of instances" in step for step in document["explanation"]["merge"]["steps"]))
    instance = os.path.join(root, "shard-0", "sidx", "dur")
    with open(os.path.join(instance, "0000000000000009.snp"), "w", encoding="utf-8") as file:
        file.write("[]")
    document = run_json("query of a stale part", "query", instance, "--series", series)
    check_equal("stale parts are left out", (document["rows"], len(document["left_out"])), ([], 1))


def test_query_errors(cases, scratch):
    tiny = part_path(cases, "seed/tiny")
    for arguments, place in (
            (["--series", "1", "--filter", '{"eq": ["svc"]}'], "--filter:7"),
            (["--series", "1", "--filter", "{"], "--filter:"),
            (["--series", "x"], "query:"), ([], "query:"),
            (["--series", "1", "--min", "9", "--max", "3"], "query:"),
            (["--series", "1", "--order", "up"], "query:")):
        result = run("query", tiny, *arguments)
        check_equal(f"query {arguments}: exit code", result.returncode, 2)
        check(f"query {arguments}: error line", ERROR_LINE.match(result.stderr.strip())
              and result.stderr.startswith(place), result.stderr)
    check_equal("query with an unknown option", run("query", tiny, "--series", "1", "--fly").returncode, 2)

    def cut(directory):
        with open(os.path.join(directory, "data.bin"), "wb"):
            pass
    path = damaged_copy(cases, scratch, "seed/tiny", cut)
    result = run("query", path, "--series", "1", "--json")
    check_equal("query of a damaged part: exit code", result.returncode, 2)
    check("query of a damaged part: says why", "data.bin" in result.stderr, result.stderr)
    check_equal("query of a damaged part: rows", json.loads(result.stdout)["rows"], [])


def damaged_copy(cases, scratch, name, change):
    target = os.path.join(scratch, "damaged", "0000000000000001")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(part_path(cases, name), target)
    change(target)
    return target


def test_damage(cases, scratch):
    def overwrite(file, offset, content):
        def change(directory):
            with open(os.path.join(directory, file), "r+b") as handle:
                handle.seek(offset)
                handle.write(content)
        return change

    def remove(file):
        return lambda directory: os.remove(os.path.join(directory, file))

    damages = [
        ("tag type", "dur.tm", 4, overwrite("dur.tm", 4, b"\x63"), "tag-unreadable"),
        ("tag values", "svc.td", 0, overwrite("svc.td", 0, b"\x03"), "tag-unreadable"),
        ("data", "data.bin", 0, remove("data.bin"), "data-unreadable"),
        ("index", "meta.bin", 0, overwrite("meta.bin", 0, b"\x00"), "meta-unreadable"),
        ("records", "primary.bin", 0, overwrite("primary.bin", 0, b"\x00"),
         "primary-block-unreadable"),
        ("manifest", "manifest.json", 0, overwrite("manifest.json", 0, b"["),
         "manifest-unreadable"),
    ]
    for what, file, offset, change, rule in damages:
        path = damaged_copy(cases, scratch, "seed/tiny", change)
        place = (os.path.join(path, file), offset)
        result = run("dump", path, "--json")
        check_equal(f"damaged {what}: exit code", result.returncode, 2)
        errors = json.loads(result.stdout)["errors"]
        places = [(error["file"], error["offset"]) for error in errors]
        check(f"damaged {what}: error", place in places, places)
        lines = [ERROR_LINE.match(line) for line in result.stderr.splitlines()]
        check(f"damaged {what}: error lines are FILE:OFFSET", all(lines), result.stderr)
        shown = [(line["file"], int(line["offset"])) for line in lines if line]
        check_equal(f"damaged {what}: error lines", shown, places)
        document = run_json(f"damaged {what}: verify", "verify", path, code=1)
        found = [(f["rule"], f["file"], f["offset"]) for f in document["parts"][0]["findings"]]
        check(f"damaged {what}: finding", (rule, *place) in found, found)
        if what == "tag values":
            elements = run("dump", path, "--csv").stdout.splitlines()
            check_equal("damaged tag: other columns stay", elements[1],
                        "0000000000000001,1,100,t1,5,unreadable")


def test_tree(cases, scratch):
    root = os.path.join(scratch, "shard-0")
    instance = os.path.join(root, "sidx", "duration")
    shutil.copytree(part_path(cases, "seed/tiny"), os.path.join(instance, "0000000000000001"))
    shutil.copytree(part_path(cases, "seed/bug_s1_key_range"),
                    os.path.join(instance, "0000000000000002"))
    with open(os.path.join(instance, "0000000000000003.snp"), "w", encoding="utf-8") as file:
        file.write('["0000000000000002"]')
    with open(os.path.join(root, "notes.txt"), "w", encoding="utf-8") as file:
        file.write("hello")
    for path in (root, root + "/", instance, scratch + "/./shard-0"):
        document = run_json(f"inspect {path}", "inspect", path)
        check_equal(f"inspect {path}: snapshot status",
                    [(part["dir"], part["snapshot"]) for part in document["parts"]],
                    [("0000000000000001", "stale"), ("0000000000000002", "live")])
    document = run_json("inspect shard", "inspect", root)
    check_equal("inspect shard: skipped",
                [(row["path"], row["files"], row["bytes"]) for row in document["skipped"]],
                [("notes.txt", 1, 5)])
    result = run("verify", root)
    check_equal("verify shard: exit code", result.returncode, 1)
    result = run("dump", root, "--csv", "--limit", "4")
    check_equal("dump shard --limit", len(result.stdout.splitlines()), 5)


def test_archive(cases, scratch):
    """A tar of an instance shows what the instance shows, and names parts that are only listed."""
    instance = os.path.join(scratch, "instance")
    for number in (1, 2):
        source = part_path(cases, f"seed/bug_merged_id0/in/{number}")
        shutil.copytree(source, os.path.join(instance, f"{number:016x}"))
    with open(os.path.join(instance, "0000000000000003.snp"), "w", encoding="utf-8") as snapshot:
        json.dump([f"{1:016x}", f"{9:016x}"], snapshot)
    archive = os.path.join(scratch, "instance.tar")
    with tarfile.open(archive, "w", format=tarfile.USTAR_FORMAT) as tar:
        tar.add(instance, arcname="instance")
    directory = run_json("inspect of an instance", "inspect", instance)
    packed = run_json("inspect of a tar", "inspect", archive)
    check_equal("parts in a tar", len(packed["parts"]), 2)
    for found, expected in zip(packed["parts"], directory["parts"]):
        for member in ("dir", "manifest", "primary_blocks", "blocks", "note", "variant", "snapshot"):
            check_equal(f"tar: {member}", found.get(member), expected[member])
    check_equal("snapshot status", [part["snapshot"] for part in directory["parts"]],
                ["live", "stale"])
    check_equal("missing part", [row["part"] for row in directory["missing"]], [f"{9:016x}"])
    with open(archive, "r+b") as tar:
        tar.seek(600)
        tar.write(b"broken")
    result = run("inspect", archive)
    check_equal("damaged tar: exit code", result.returncode, 2)
    check("damaged tar: error line", ERROR_LINE.match(result.stderr.strip()), result.stderr)


def main():
    global executable
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    executable = os.path.abspath(sys.argv[1])
    cases = golden_cases()
    check_equal("golden parts", len(cases), 147)
    with tempfile.TemporaryDirectory() as scratch:
        test_inspect(cases)
        test_dump(cases, scratch)
        test_verify(cases)
        test_filters(cases)
        test_csv(cases)
        test_text(cases)
        test_usage(cases, scratch)
        test_query(cases, scratch)
        test_query_explained(cases, scratch)
        test_query_instances(cases, scratch)
        test_query_errors(cases, scratch)
        test_damage(cases, scratch)
        test_tree(cases, scratch)
        test_archive(cases, scratch)
    print(f"command line: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
