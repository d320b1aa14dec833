#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs cmake/bootstrap between fake programs: fake.py BOOTSTRAP

They know what is installed and what can be, and write down what was asked of root.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

FAKE = '''#!{python}
import json, os, pathlib, sys
folder = pathlib.Path(__file__).parent
world = json.loads((folder / "world.json").read_text())
name, words = pathlib.Path(__file__).name, sys.argv[1:]
packages = [word for word in words[1:] if not word.startswith("-") and word != "install"]
if name == "id":
    print(1000)
elif name == "dpkg-query":
    known = [word for word in words[3:] if word not in world["missing"]]
    print("\\n".join(word + " installed" for word in known))
    sys.exit(len(known) < len(words[3:]))
elif name == "apt-cache":
    sys.exit(not world["lists"])
elif name == "sudo":
    with open(folder / "asked", "a") as file:
        file.write(" ".join(word for word in words[6:] if word[0] != "-") + "\\n")
    os.execvp(words[0], words)
elif "update" in words:
    world["lists"] = True
    (folder / "world.json").write_text(json.dumps(world))
elif "-s" in words:
    sys.exit(not world["lists"] or any(word in world["unknown"] for word in packages))
else:
    packages = [word for word in words[4:] if word[0] != "-"]
    sys.exit(any(word in world["unknown"] + world["broken"] for word in packages))
'''


def bootstrap(program, missing=(), unknown=(), broken=(), lists=True, sudo=True, options=()):
    """Its status, what root was asked to do, and what it says. `unknown`: apt says that it cannot
    install them; `broken`: it fails when it does."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        world = {"missing": list(missing), "unknown": list(unknown), "broken": list(broken),
                 "lists": lists}  # fmt: skip
        (folder / "world.json").write_text(repr(world).replace("'", '"').replace("True", "true")
                                           .replace("False", "false"))  # fmt: skip
        for tool in ("apt-get", "apt-cache", "dpkg-query", "id", *["sudo"] * sudo):
            (folder / tool).write_text(FAKE.format(python=sys.executable))
            (folder / tool).chmod(0o755)
        (folder / "env").symlink_to("/usr/bin/env")
        done = subprocess.run(["/bin/sh", program, *options], env={"PATH": name, "HOME": name},
                              capture_output=True, text=True)
        asked = folder / "asked"
        return (done.returncode, asked.read_text().splitlines() if asked.exists() else [],
                done.stdout + done.stderr)


def expect(got, status, asked, *sentences):
    assert got[:2] == (status, asked) and all(s in got[2] for s in sentences), (got, status, asked)


def main(program):
    expect(bootstrap(program), 0, [], "everything needed is installed")
    # What every build needs: installed, or it ends with an error.
    expect(bootstrap(program, missing=["cmake"]), 0, ["update", "install cmake"], "installing cmake")
    status, asked, _ = bootstrap(program, missing=["cmake"], unknown=["cmake"])
    assert status != 0 and asked == ["update", "install cmake"], (status, asked)
    status, asked, said = bootstrap(program, missing=["cmake"], sudo=False)
    assert status != 0 and asked == [] and "there is no sudo" in said, (status, asked, said)
    # Libraries to compare with: where apt does not have one, nobody is asked for a password.
    peers = ["libxsmm-dev", "libfann-dev", "tiny-dnn"]
    expect(bootstrap(program, missing=peers[:1], unknown=peers[:1]), 0, [],
           "libxsmm-dev cannot be installed", "everything needed is installed")  # fmt: skip
    expect(bootstrap(program, missing=peers[:2], unknown=peers[:1]), 0,
           ["update", "install libfann-dev"], "installing libfann-dev")  # fmt: skip
    expect(bootstrap(program, missing=[*peers[:2], "cmake"], unknown=peers[:1]), 0,
           ["update", "install cmake", "install libfann-dev"])  # fmt: skip
    expect(bootstrap(program, missing=peers[:2], unknown=peers[:1], lists=False), 0,
           ["update", "install libfann-dev"])  # fmt: skip
    expect(bootstrap(program, missing=peers[:1], sudo=False), 0, [], "there is no sudo")
    expect(bootstrap(program, missing=peers, options=["--no-peers"]), 0, [])
    # One that fails does not keep the others out.
    status, asked, said = bootstrap(program, missing=peers, broken=peers[1:2])
    assert status == 0 and "libfann-dev cannot be installed" in said, (status, said)
    assert len(asked) == 5 and sorted(asked[2:]) == sorted(f"install {p}" for p in peers), asked


main(sys.argv[1])
