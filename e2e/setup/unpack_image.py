"""unpack_image.py IMAGE.tar FOLDER: lays the layers of an image into a folder, with the times that the files have in it."""

import json
import pathlib
import sys
import tarfile


def layers(image):
    """The layers as open tar files, from below."""
    with tarfile.open(image) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))[0]
        for name in manifest["Layers"]:
            with tarfile.open(fileobj=tar.extractfile(name)) as layer:
                yield layer


def main(image, folder):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    for layer in layers(image):
        for member in layer.getmembers():
            # Whose the files are is of no concern here, and not everybody may give them away.
            member.uid = member.gid = member.uname = member.gname = None
            layer.extract(member, folder, filter="data") if hasattr(tarfile, "data_filter") else layer.extract(member, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
