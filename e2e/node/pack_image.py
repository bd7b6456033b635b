"""Packs files into an image of one layer that `ctr images import` and `docker load` take, the same bytes for the same content.

pack_image.py OUTPUT.tar NAME:TAG ENTRYPOINT PATH-IN-IMAGE=FILE...
"""

import hashlib
import io
import json
import platform
import sys
import tarfile


def add(tar, name, content, mode=0o644):
    info = tarfile.TarInfo(name.lstrip("/"))
    info.size, info.mode, info.mtime = len(content), mode, 1
    tar.addfile(info, io.BytesIO(content))


def main(output, name, entrypoint, *files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as layer:
        for path, _, source in sorted(file.partition("=") for file in files):
            with open(source, "rb") as content:
                add(layer, path, content.read(), 0o755)
    digest = hashlib.sha256(packed.getvalue()).hexdigest()
    config = json.dumps({
        "architecture": {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine()),
        "os": "linux",
        "created": "1970-01-01T00:00:00Z",
        "config": {"Entrypoint": [entrypoint], "User": "65532:65532"},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest]},
    }, sort_keys=True).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = [{"Config": config_name, "RepoTags": [name], "Layers": [digest + "/layer.tar"]}]
    with tarfile.open(output, "w", format=tarfile.GNU_FORMAT) as image:
        add(image, digest + "/layer.tar", packed.getvalue())
        add(image, config_name, config)
        add(image, "manifest.json", json.dumps(manifest).encode())


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit("usage: pack_image.py OUTPUT.tar NAME:TAG ENTRYPOINT PATH-IN-IMAGE=FILE...")
    main(*sys.argv[1:])
