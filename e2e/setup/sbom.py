"""What is in an image, as CycloneDX.

sbom.py complete LIST --runtime FOLDER --output SBOM    adds the Java runtime and C libraries of the images' base to Maven's list
sbom.py go PROGRAM --name N --version V --output SBOM   lists the modules that a Go program says it was built from
sbom.py check IMAGE.tar SBOM                every jar and every C library of the image must be in its list
"""

import argparse
import hashlib
import json
import pathlib
import re
import sys

from unpack_image import layers

BUILD_INFO = b"\xff Go buildinf:"
LIBRARY = re.compile(r"(lib|lib64|usr/lib|usr/lib64)/.+")


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def hashes(content):
    return [{"alg": "SHA-256", "content": sha256(content)}]


def write(path, bom):
    path.write_text(json.dumps(bom, indent=2) + "\n")


def complete(arguments):
    bom = json.loads(arguments.sbom.read_text())
    release = (arguments.runtime / "opt/java/release").read_text()
    version = re.search(r'JAVA_VERSION="([^"]+)"', release).group(1)
    modules = re.search(r'MODULES="([^"]+)"', release).group(1)
    added = [
        {
            "type": "platform",
            "bom-ref": f"openjdk@{version}",
            "name": "openjdk",
            "version": version,
            "description": "Java runtime of the modules " + modules,
            "licenses": [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}],
            "purl": f"pkg:generic/openjdk@{version}",
        }
    ]
    for path in sorted(arguments.runtime.rglob("*")):
        name = path.relative_to(arguments.runtime).as_posix()
        if path.is_file() and LIBRARY.fullmatch(name):
            content = path.read_bytes()
            added.append({"type": "file", "bom-ref": "file:/" + name, "name": "/" + name, "version": "0", "hashes": hashes(content)})
    bom["components"] += added
    write(arguments.output, bom)


def text_at(content, position):
    """A text with its length before it, as Go writes a varint; and where it ends."""
    length = shift = 0
    while True:
        byte = content[position]
        position += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    return content[position : position + length].decode("utf-8", "replace"), position + length


def go(arguments):
    content = arguments.program.read_bytes()
    start = content.find(BUILD_INFO)
    if start < 0 or not content[start + 15] & 2:
        sys.exit(f"error: {arguments.program} does not say what it was built from: build it with Go >= 1.18")
    compiler, after = text_at(content, start + 32)
    modules = text_at(content, after)[0]
    version = compiler.removeprefix("go").split()[0]
    components = [{"type": "platform", "bom-ref": "go", "name": "go", "version": version, "purl": f"pkg:generic/go@{version}"}]
    for line in modules.splitlines():
        fields = line.split("\t")
        if fields[0].endswith("dep") and len(fields) >= 3:
            module, version = fields[1], fields[2]
            purl = f"pkg:golang/{module}@{version}"
            components.append({"type": "library", "bom-ref": purl, "name": module, "version": version, "purl": purl})
    write(
        arguments.output,
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {
                "component": {
                    "type": "application",
                    "bom-ref": arguments.name,
                    "name": arguments.name,
                    "version": arguments.version,
                    "hashes": hashes(content),
                }
            },
            "components": components,
        },
    )


def check(arguments):
    bom = json.loads(arguments.sbom.read_text())
    components = bom["components"] + [bom["metadata"]["component"]]
    known = {h["content"] for component in components for h in component.get("hashes", []) if h["alg"] == "SHA-256"}
    own = {f"{c['name']}-{c['version']}.jar" for c in components if c.get("group") == "dev.catchment"}
    missing, checked = [], 0
    for layer in layers(arguments.image):
        for member in layer.getmembers():
            name = member.name.removeprefix("./")
            if not member.isfile() or not (name.endswith(".jar") and name.startswith("app/") or LIBRARY.fullmatch(name)):
                continue
            checked += 1
            if name.startswith("app/classpath/"):
                continue  # the program that the list is about
            if pathlib.PurePath(name).name not in own and sha256(layer.extractfile(member).read()) not in known:
                missing.append(name)
    if not checked:
        sys.exit(f"error: there is neither a jar nor a library in {arguments.image}: it is not one of the images")
    if missing:
        sys.exit(f"error: {arguments.sbom} does not list what is in {arguments.image}: {', '.join(missing)}")


def main():
    options = argparse.ArgumentParser()
    commands = options.add_subparsers(required=True)
    command = commands.add_parser("complete")
    command.add_argument("sbom", type=pathlib.Path)
    command.add_argument("--runtime", type=pathlib.Path, required=True)
    command.add_argument("--output", type=pathlib.Path, required=True)
    command.set_defaults(run=complete)
    command = commands.add_parser("go")
    command.add_argument("program", type=pathlib.Path)
    command.add_argument("--name", required=True)
    command.add_argument("--version", required=True)
    command.add_argument("--output", type=pathlib.Path, required=True)
    command.set_defaults(run=go)
    command = commands.add_parser("check")
    command.add_argument("image", type=pathlib.Path)
    command.add_argument("sbom", type=pathlib.Path)
    command.set_defaults(run=check)
    arguments = options.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
