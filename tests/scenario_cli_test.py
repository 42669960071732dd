#!/usr/bin/env python3
"""Scenarios on the command line: python3 tests/scenario_cli_test.py EXECUTABLE [OTHER COMMAND..]

With EXECUTABLE alone: `partscope run` plays every golden scenario and is compared with its golden
trace, what it exports is read back, `partscope merge` is compared with golden merges, links are
opened again. With another command behind it (`node partscope.js`): both write the same traces,
links and Go tests, byte for byte.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
TRACES = os.path.join(HERE, "golden", "traces")
PARTS = os.path.join(HERE, "golden", "parts")
ASSETS = os.path.join(os.path.dirname(HERE), "assets")
SUFFIX = ".scenario.json"

passed = 0
failed = 0


def check(what, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what} {str(detail)[:400]}")


def run(command, *arguments):
    return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=300)


def golden_scenarios():
    return sorted(name[: -len(SUFFIX)] for name in os.listdir(TRACES) if name.endswith(SUFFIX))


def golden_path(name):
    return os.path.join(TRACES, name + SUFFIX)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def without_error_texts(trace):
    for step in trace["steps"]:
        step["error"] = step["error"] is not None
    return trace


def test_golden_traces(command, scratch):
    """Every trace agrees, and the exported directory is what its last state says."""
    names = golden_scenarios()
    check("golden scenarios", len(names) >= 100, len(names))

    def play(name):
        trace = os.path.join(scratch, name + ".json")
        target = os.path.join(scratch, name)
        return name, run(command, "run", golden_path(name), "--trace", trace, "--export", target)

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for name, result in pool.map(play, names):
            check(f"{name}: exit code", result.returncode == 0, result.stderr)
            found = load(os.path.join(scratch, name + ".json"))
            golden = load(os.path.join(TRACES, name + ".trace.json"))
            check(f"{name}: trace", without_error_texts(found) == without_error_texts(golden))
            target = os.path.join(scratch, name)
            listed = [entry + ("/" if os.path.isdir(os.path.join(target, entry)) else "")
                      for entry in sorted(os.listdir(target))]
            check(f"{name}: directory", listed == golden["steps"][-1]["disk"], listed)


def test_export(command, scratch):
    """What is exported reads back to the elements that were written, and passes as the engine's."""
    scenario = {"format": "sidx-scenario/1", "profile": "fixed", "steps": [
        {"op": "write_range", "series": "7", "from": "-3", "to": "40", "data_prefix": "x",
         "tags": {"svc": "a", "dur": 5}},
        {"op": "write", "elements": [{"series": "7", "key": "9223372036854775807", "data": "end"}]},
        {"op": "flush"}, {"op": "merge"}]}
    path = os.path.join(scratch, "export.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(scenario, file)
    target = os.path.join(scratch, "exported")
    result = run(command, "run", path, "--export", target)
    check("export: exit code", result.returncode == 0, result.stderr)
    dump = json.loads(run(command, "dump", target, "--json").stdout)
    elements = [element for part in dump["parts"] for block in part["blocks"]
                for element in block["elements"]]
    keys = [int(element["key"]) for element in elements]
    check("export: keys", keys == [*range(-3, 41), 9223372036854775807], keys)
    check("export: data", bytes.fromhex(elements[0]["data"]) == b"x-3", elements[0])
    check("export: tag", bytes.fromhex(elements[0]["tags"]["svc"]) == b"a", elements[0])
    check("export: verified", run(command, "verify", target).returncode == 0)
    check("export: live part", dump["parts"][0]["snapshot"] == "live", dump["parts"][0]["snapshot"])
    again = run(command, "run", path, "--export", target)
    check("export: never over files", again.returncode == 2, again.stderr)


def test_refusals(command, scratch):
    path = os.path.join(scratch, "wrong.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"format": "sidx-scenario/1", "steps": [{"op": "fly"}]}')
    result = run(command, "run", path)
    check("unknown step: exit code", result.returncode == 2)
    check("unknown step: located", result.stderr.startswith(f"{path}:47: steps[0].op: expected"),
          result.stderr)
    missing = run(command, "run", os.path.join(scratch, "none.json"))
    check("missing scenario", missing.returncode == 2 and "none.json" in missing.stderr)
    check("merge without a target", run(command, "merge", PARTS).returncode == 2)


def test_links(command, scratch):
    """A link opens to the scenario it was made of; what is no link is refused with its place."""
    path = os.path.join(ASSETS, "scenarios", "why-merge.json")
    made = run(command, "link", path, "--step", "3", "--view", "timeline", "--base",
               "http://localhost:8080/#old")
    link = made.stdout.strip()
    check("link: behind the base", link.startswith("http://localhost:8080/#v1."), made.stderr)
    bare = run(command, "link", path, "--step", "3", "--view", "timeline").stdout.strip()
    check("link: only the fragment", bare == link[link.index("#"):], bare)
    last = run(command, "link", path, "--view", "timeline").stdout.strip()
    check("link: another step, another link", last.startswith("#v1.") and last != bare, last)
    for form in (link, bare, bare[1:]):
        opened = run(command, "link", "--open", form)
        check("link: opens", opened.returncode == 0, opened.stderr)
        copy = os.path.join(scratch, "opened.json")
        with open(copy, "w", encoding="utf-8") as file:
            file.write(opened.stdout)
        traces = [run(command, "run", scenario).stdout for scenario in (path, copy)]
        check("link: the same scenario", traces[0] == traces[1] and traces[0])
    damaged = run(command, "link", "--open", bare[:40] + "!" + bare[41:])
    check("damaged link: exit code", damaged.returncode == 2 and damaged.stdout == "")
    check("damaged link: located", damaged.stderr.startswith("link:40: base64url: expected"),
          damaged.stderr)
    long = os.path.join(scratch, "long.json")
    with open(long, "w", encoding="utf-8") as file:
        json.dump({"format": "sidx-scenario/1", "notes": os.urandom(40000).hex(), "steps": []},
                  file)
    refused = run(command, "link", long)
    check("long link: refused", refused.returncode == 2 and "at most 32768 fit" in refused.stderr,
          refused.stderr)


def test_go_test(command, scratch):
    path = os.path.join(ASSETS, "scenarios", "why-merge.json")
    target = os.path.join(scratch, "why_merge_test.go")
    written = run(command, "run", path, "--go-test", target)
    check("Go test: exit code", written.returncode == 0 and written.stdout == "", written.stderr)
    with open(target, encoding="utf-8") as file:
        source = file.read()
    check("Go test: source", "func TestPartscope_WhyMerge(t *testing.T) {" in source, source)
    printed = run(command, "run", path, "--go-test", "-")
    check("Go test: printed", printed.stdout == source)


def test_search(command, scratch):
    """A search finds, shrinks, names the repair, writes the scenario; and finds nothing repaired."""
    def scenario(name, **members):
        path = os.path.join(scratch, name)
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "sidx-scenario/1", "title": name, "steps": [], **members}, file)
        return path

    fixes = ["S33", "S8", "R5", "S13", "S14", "S1"]
    seed = scenario("seed.json", profile="seed", fixes=fixes)
    target = os.path.join(scratch, "found.json")
    result = run(command, "search", seed, "--steps", "50000", "--invariants",
                 "reopen-keeps-durable,no-panic", "--out", target)
    check("search: found", result.returncode == 1, result.stderr)
    check("search: told", "Gone under" in result.stdout and "breaks this" in result.stdout,
          result.stdout)
    check("search: progress", "→" in result.stderr, result.stderr)
    found = load(target)
    check("search: a scenario", found["format"] == "sidx-scenario/1" and "watch_for" in found)
    check("search: shrunk", 2 <= len(found["steps"]) <= 6, found["steps"])
    check("search: plays", run(command, "run", target).returncode == 0)

    arguments = ["search", seed, "--strategy", "pct", "--seed", "7", "--steps", "50000", "--json"]
    first = run(command, *arguments)
    answer = json.loads(first.stdout)
    check("search: json", answer["found"] and answer["length"] == len(answer["scenario"]["steps"]),
          first.stdout)
    check("search: deterministic", run(command, *arguments).stdout == first.stdout)

    everything = run(command, "search", seed, "--steps", "20000", "--find-all", "--json")
    repairs = [json.loads(line).get("repairs", ["none"])[0]
               for line in everything.stdout.splitlines()]
    check("search: find-all", {"S2", "S4", "S5", "S9", "R1", "none"} <= set(repairs), repairs)

    fixed = scenario("fixed.json", profile="fixed")
    result = run(command, "search", fixed, "--steps", "5000")
    check("search: nothing", result.returncode == 0 and "Nothing found." in result.stdout,
          result.stdout + result.stderr)
    result = run(command, "search", fixed, "--strategy", "exhaustive", "--depth", "3")
    check("search: everything tried", "everything was tried" in result.stdout, result.stdout)

    for wrong in (["--strategy", "luck"], ["--invariants", "none"], ["--seed", "x"]):
        refused = run(command, "search", fixed, *wrong)
        check(f"search: {wrong}", refused.returncode == 2 and refused.stderr != "", refused.stderr)
    check("search: no file", run(command, "search", fixed + "none").returncode == 2)


def test_merge(command, scratch):
    """Golden merges made again have the same content and the same manifest."""
    for name in ("merged_overlap", "bug_merged_id0"):
        case = os.path.join(PARTS, "seed", name)
        inputs = os.path.join(case, "in")
        target = os.path.join(scratch, "merged-" + name)
        ordered = [os.path.join(inputs, entry) for entry in sorted(os.listdir(inputs))]
        result = run(command, "merge", *ordered, "-o", target, "--json")
        check(f"merge {name}: exit code", result.returncode == 0, result.stderr)
        steps = json.loads(result.stdout)["steps"]
        check(f"merge {name}: reads", sum(step["rule"] == "read" for step in steps) >= 2)
        golden = only_part(command, next(
            os.path.join(case, entry) for entry in os.listdir(case) if len(entry) == 16))
        merged = only_part(command, target)
        check(f"merge {name}: rows", merged["note"]["rows_sha256"] == golden["note"]["rows_sha256"])
        shapes = [[[block[member] for member in ("series", "min_key", "max_key", "count")]
                   for block in part["blocks"]] for part in (merged, golden)]
        check(f"merge {name}: blocks", shapes[0] == shapes[1], shapes)
        for manifest in (merged["manifest"], golden["manifest"]):
            del manifest["compressedSizeBytes"]  # of another zstd encoder
        check(f"merge {name}: manifest", merged["manifest"] == golden["manifest"],
              merged["manifest"])


def only_part(command, path):
    return json.loads(run(command, "inspect", path, "--json").stdout)["parts"][0]


def test_same_bytes(command, other):
    """Golden and teaching scenarios and exhibits: both programs write the same traces."""
    paths = [golden_path(name) for name in golden_scenarios()]
    for folder in ("scenarios", "museum"):
        named = (os.path.join(ASSETS, folder, name)
                 for name in sorted(os.listdir(os.path.join(ASSETS, folder))))
        paths += [path for path in named if path.endswith(".json") and "steps" in load(path)]

    def play(path):
        results = [[run(program, *arguments, path) for program in (command, other)]
                   for arguments in (["run"], ["run", "--go-test", "-"], ["link"])]
        return path, results

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for path, results in pool.map(play, paths):
            name = os.path.basename(path)
            for first, second in results:
                check(f"{name}: exit codes", first.returncode == second.returncode == 0,
                      second.stderr)
                check(f"{name}: the same bytes", first.stdout == second.stdout and first.stdout)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    command = [os.path.abspath(sys.argv[1])]
    if len(sys.argv) > 2:
        test_same_bytes(command, sys.argv[2:])
    else:
        with tempfile.TemporaryDirectory() as scratch:
            test_golden_traces(command, scratch)
            test_export(command, scratch)
            test_refusals(command, scratch)
            test_links(command, scratch)
            test_go_test(command, scratch)
            test_search(command, scratch)
            test_merge(command, scratch)
    print(f"scenarios: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
