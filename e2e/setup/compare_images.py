"""compare_images.py IMAGE.tar OTHER.tar: the layers that differ, one a line, as "number bytes what"; layers that only one has count
unless they are the cache that a program starts faster with, which is never the same twice."""

import json
import pathlib
import sys
import tarfile

CACHE = "app/startup.aot"


def layers(path):
    with tarfile.open(path) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))[0]
        config = json.load(tar.extractfile(manifest["Config"]))
        described = []
        for name, digest in zip(manifest["Layers"], config["rootfs"]["diff_ids"]):
            with tarfile.open(fileobj=tar.extractfile(name)) as layer:
                files = [member.name for member in layer.getmembers() if member.isfile()]
            if files != [CACHE]:
                described.append((digest, tar.getmember(name).size, pathlib.PurePath(files[-1]).name if files else "nothing"))
        return described


def main(one, other):
    first, second = layers(one), layers(other)
    for number in range(max(len(first), len(second))):
        here, there = first[number : number + 1], second[number : number + 1]
        if [layer[0] for layer in here] != [layer[0] for layer in there]:
            _, size, what = (there or here)[0]
            print(number, size, what)


if __name__ == "__main__":
    main(*sys.argv[1:])
