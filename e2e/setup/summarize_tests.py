"""Prints what ran, per module and tier, from the XML reports of Surefire, Failsafe and test-setup.sh.

Fails when a test failed or was skipped, when a test class of the sources has no result, or when a tier that was asked
for ran nothing. The last line is always `N passed, N failed, N skipped`.
"""

import argparse
import collections
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

TIERS = ("Test", "IT", "E2E", "setup")
NOT_OURS = {".git", ".tools", ".catchment", ".venv", "node_modules"}
REPORTS = ("surefire-reports", "failsafe-reports", "setup-reports")


def tier_of(class_name: str) -> str:
    if class_name == "setup":
        return "setup"
    return next((tier for tier in ("E2E", "IT") if class_name.endswith(tier)), "Test")


def modules(root: pathlib.Path):
    """Every folder that may hold reports or tests, without those that are built or installed."""
    pending = [root]
    while pending:
        folder = pending.pop()
        if (folder / "pom.xml").is_file() or folder == root:
            yield folder
        pending += [
            child
            for child in sorted(folder.iterdir(), reverse=True)
            if child.is_dir() and not child.is_symlink() and child.name not in NOT_OURS | {"target", "src"}
        ]


def expected_classes(module: pathlib.Path):
    """The test classes in the sources that must have run: those that Surefire and Failsafe select by name."""
    for source in sorted((module / "src/test/java").glob("**/*.java")):
        name = source.stem
        if re.search(r"(Test|IT|E2E)$", name):
            text = source.read_text(errors="replace")
            if not re.search(rf"\babstract\s+(sealed\s+)?class\s+{name}\b|\b@?interface\s+{name}\b", text):
                yield ".".join(source.relative_to(module / "src/test/java").with_suffix("").parts)


def results(module: pathlib.Path):
    """Yields (class, test, outcome, message) of each test case."""
    for report in sorted(path for kind in REPORTS for path in (module / "target" / kind).glob("TEST-*.xml")):
        try:
            suite = ElementTree.parse(report).getroot()
        except ElementTree.ParseError as problem:
            yield report.stem.removeprefix("TEST-"), "report", "failed", f"{report} is not complete: {problem}"
            continue
        for case in suite.iter("testcase"):
            class_name = (case.get("classname") or "").split("$")[0]
            if "." not in class_name:
                # jqwik and ArchUnit give the simple name; the file has the whole one.
                class_name = report.stem.removeprefix("TEST-").split("$")[0]
            bad = next((child for kind in ("failure", "error") for child in case.findall(kind)), None)
            if bad is not None:
                outcome, message = "failed", bad.get("message") or (bad.text or "").strip() or bad.get("type") or ""
            elif (skip := case.find("skipped")) is not None:
                outcome, message = "skipped", skip.get("message") or ""
            else:
                outcome, message = "passed", ""
            yield class_name, case.get("name") or "", outcome, message


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--tiers", default="Test,IT,E2E", help="the tiers that must have run tests")
    parser.add_argument("--build-status", type=int, default=0, help="the exit code of the build")
    arguments = parser.parse_args()

    tiers = [tier for tier in arguments.tiers.split(",") if tier]
    ran = collections.Counter()
    outcomes = collections.Counter()
    problems, not_run = [], []
    for module in modules(arguments.root):
        name = str(module.relative_to(arguments.root))
        seen = set()
        for class_name, test, outcome, message in results(module):
            seen.add(class_name)
            outcomes[outcome] += 1
            ran[name, tier_of(class_name)] += outcome != "skipped"
            if outcome != "passed":
                problems.append(f"{outcome}: {class_name} {test}: {' '.join(message.split())[:300]}")
        not_run += [
            f"did not run: {name} {expected}"
            for expected in expected_classes(module)
            if expected not in seen and tier_of(expected) in tiers
        ]

    for tier in tiers:
        if not any(count for (_, ran_tier), count in ran.items() if ran_tier == tier):
            not_run.append(f"did not run: no test of the tier {tier}")
    outcomes["failed"] += len(not_run)
    if arguments.build_status and not outcomes["failed"]:
        outcomes["failed"] += 1
        problems.append("failed: the build itself, see above")

    print("\nwhat ran:")
    names = list(dict.fromkeys(module for module, _ in ran))
    width = max([len(name) for name in names] + [8])
    print(f"  {'module':{width}}" + "".join(f"{tier:>8}" for tier in TIERS))
    for name in names:
        print(f"  {name:{width}}" + "".join(f"{ran[name, tier] or '-':>8}" for tier in TIERS))
    for line in problems + not_run[:20]:
        print(line)
    if len(not_run) > 20:
        print(f"did not run: {len(not_run) - 20} more")
    if outcomes["skipped"]:
        print("no test may be skipped: one that needs something real must find it or fail")
    print(f"{outcomes['passed']} passed, {outcomes['failed']} failed, {outcomes['skipped']} skipped")
    return 1 if outcomes["failed"] or outcomes["skipped"] or not outcomes["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
