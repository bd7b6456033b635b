"""Packs folders into an image that `ctr -n k8s.io images import` and `docker load` take, the same bytes for the same content.

pack_image.py OUTPUT.tar --name NAME:TAG --arch amd64 --layer FOLDER... [--entrypoint ARG...] [--env K=V...] [--user U] [--label K=V...]

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


def parse(arguments):
    options = argparse.ArgumentParser()
    options.add_argument("output", type=pathlib.Path)
    options.add_argument("--name", required=True)
    options.add_argument("--arch", required=True)
    options.add_argument("--layer", type=pathlib.Path, action="append", required=True)
    options.add_argument("--entrypoint", action="append", default=[])
    options.add_argument("--env", action="append", default=[])
    options.add_argument("--label", action="append", default=[])
    options.add_argument("--user", default="65532:65532")
    return options.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    layers = []
    for folder in options.layer:
        if not folder.is_dir():
            sys.exit(f"error: the layer {folder} is no folder")
        layers.append(layer(folder))
    digests = [hashlib.sha256(content).hexdigest() for content in layers]
    config = {
        "created": EPOCH,
        "architecture": options.arch,
        "os": "linux",
        "config": {
            "User": options.user,
            "Env": options.env,
            "Entrypoint": options.entrypoint or None,
            "Labels": dict(label.split("=", 1) for label in options.label),
        },
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest for digest in digests]},
        "history": [{"created": EPOCH, "created_by": "pack_image.py"} for _ in digests],
    }
    written = json.dumps(config, sort_keys=True).encode()
    config_name = hashlib.sha256(written).hexdigest() + ".json"
    files = [digest + "/layer.tar" for digest in digests]
    manifest = [{"Config": config_name, "RepoTags": [options.name], "Layers": files}]
    new = options.output.with_name(options.output.name + ".new")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(new, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, content in dict(zip(files, layers)).items():
            add(tar, name, content)
        add(tar, config_name, written)
        add(tar, "manifest.json", json.dumps(manifest).encode())
    new.replace(options.output)


if __name__ == "__main__":
    main(sys.argv[1:])
