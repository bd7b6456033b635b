"""Packs folders into an image that `ctr -n k8s.io images import` and `docker load` take, the same bytes for the same content.

pack_image.py OUTPUT.tar --name NAME:TAG --arch amd64 --layer FOLDER... [--entrypoint ARG...] [--env K=V...] [--user U] [--label K=V...]
pack_image.py OUTPUT.tar --onto IMAGE.tar --layer FOLDER...      the layers on top of another image, which is kept as it is else

Each FOLDER is the root of one layer. Times are those of the epoch plus one second, as in the images that Jib makes; files belong
to root; whoever may execute a file here may do so there.
"""

import argparse
import hashlib
import io
import json
import os
import pathlib
import sys
import tarfile

TIME = 1
EPOCH = "1970-01-01T00:00:00Z"


def entry(name, mode, kind):
    info = tarfile.TarInfo(name)
    info.mode, info.type, info.mtime = mode, kind, TIME
    return info


def mode_of(path):
    if path.is_dir():
        return 0o1777 if path.stat().st_mode & 0o1000 else 0o755
    return 0o755 if path.stat().st_mode & 0o100 else 0o644


def layer(folder):
    """A tar of everything in the folder, sorted by name; symbolic links stay what they are."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                link = entry(name, 0o777, tarfile.SYMTYPE)
                link.linkname = os.readlink(path)
                tar.addfile(link)
            elif path.is_dir():
                tar.addfile(entry(name, mode_of(path), tarfile.DIRTYPE))
            else:
                info = entry(name, mode_of(path), tarfile.REGTYPE)
                info.size = path.stat().st_size
                with path.open("rb") as content:
                    tar.addfile(info, content)
    return packed.getvalue()


def add(tar, name, content):
    info = entry(name, 0o644, tarfile.REGTYPE)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def new_image(options):
    return {
        "created": EPOCH,
        "architecture": options.arch,
        "os": "linux",
        "config": {
            "User": options.user,
            "Env": options.env,
            "Entrypoint": options.entrypoint or None,
            "Labels": dict(label.split("=", 1) for label in options.label),
        },
        "rootfs": {"type": "layers", "diff_ids": []},
        "history": [],
    }


def read_image(path):
    """Its names, its configuration, and its layers as they lie in it: file name and content."""
    with tarfile.open(path) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))[0]
        config = json.load(tar.extractfile(manifest["Config"]))
        return manifest["RepoTags"], config, {name: tar.extractfile(name).read() for name in manifest["Layers"]}


def put_on(config, files, folder):
    content = layer(folder)
    digest = hashlib.sha256(content).hexdigest()
    config["rootfs"]["diff_ids"].append("sha256:" + digest)
    config["history"].append({"created": EPOCH, "created_by": "pack_image.py"})
    files[digest + ".tar"] = content


def write_image(output, names, config, files):
    written = json.dumps(config, sort_keys=True).encode()
    config_name = hashlib.sha256(written).hexdigest() + ".json"
    manifest = [{"Config": config_name, "RepoTags": names, "Layers": list(files)}]
    new = output.with_name(output.name + ".new")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(new, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, content in files.items():
            add(tar, name, content)
        add(tar, config_name, written)
        add(tar, "manifest.json", json.dumps(manifest).encode())
    new.replace(output)


def parse(arguments):
    options = argparse.ArgumentParser()
    options.add_argument("output", type=pathlib.Path)
    options.add_argument("--onto", type=pathlib.Path)
    options.add_argument("--name")
    options.add_argument("--arch")
    options.add_argument("--layer", type=pathlib.Path, action="append", required=True)
    options.add_argument("--entrypoint", action="append", default=[])
    options.add_argument("--env", action="append", default=[])
    options.add_argument("--label", action="append", default=[])
    options.add_argument("--user", default="65532:65532")
    parsed = options.parse_args(arguments)
    if not parsed.onto and not (parsed.name and parsed.arch):
        options.error("an image needs --name and --arch, or another one that it is put --onto")
    return parsed


def main(arguments):
    options = parse(arguments)
    if options.onto:
        names, config, files = read_image(options.onto)
    else:
        names, config, files = [options.name], new_image(options), {}
    for folder in options.layer:
        if not folder.is_dir():
            sys.exit(f"error: the layer {folder} is no folder")
        put_on(config, files, folder)
    write_image(options.output, names, config, files)


if __name__ == "__main__":
    main(sys.argv[1:])
