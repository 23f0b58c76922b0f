"""A writer that is killed: run by ``test_kill.py`` in a process of its own.

``dying_writer.py steps FOLDER COPIES STRIDE`` copies the index in FOLDER to COPIES/0,
COPIES/1 and so on, and in copy N lets a child process write the next generation and kill
itself just before the write touches a file for the (N * STRIDE)th time. It ends with the
first child that lives to the end.

``dying_writer.py many FOLDER`` writes more articles than one process analyses alone, and
says when some are done.

``dying_writer.py endless FOLDER`` writes one generation after another until it is killed
from outside, and prints the number of each.
"""

import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

from kb.engine import Batch
from kb.index import analysing
from kb.index.engine import WhooshEngine
from tests.small_corpus import PAY, STATUTES, ZH_YEARS

TOUCHING = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"}


def batch(generation: int) -> Batch:
    """Two articles with the generation in every title, every second time from scratch."""
    return Batch(
        articles=tuple(replace(a, title=f"Generation {generation}") for a in (PAY, ZH_YEARS)),
        statutes=tuple(replace(s, status=f"Generation {generation}") for s in STATUTES),
        anew=generation % 2 == 0,
    )


def kill_before(touch: int, folder: Path) -> None:
    """Let the kernel end this process before it touches the folder for the Nth time."""
    touched = 0

    def count(event: str, args: tuple[object, ...]) -> None:
        nonlocal touched
        if event in TOUCHING and str(args[0]).startswith(str(folder)):
            if touched == touch:
                os.kill(os.getpid(), signal.SIGKILL)
            touched += 1

    sys.addaudithook(count)


def steps(folder: Path, copies: Path, stride: int) -> None:
    for number in range(1_000):
        copy = copies / str(number)
        shutil.copytree(folder, copy)
        child = os.fork()
        if child == 0:
            engine = WhooshEngine.open(copy)
            kill_before(number * stride, copy)
            engine.write(batch(engine.generation() + 1))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))


def endless(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    while True:
        print(engine.write(batch(engine.generation() + 1)), flush=True)


def many(folder: Path) -> None:
    analysing.MANY, analysing.CHUNK = 10, 20
    articles = tuple(replace(PAY, path=f"articles/{n}.md") for n in range(100_000))
    said = False

    def progress(done: int, total: int) -> None:
        nonlocal said
        if not said:
            print("some are done", flush=True)
            said = True

    WhooshEngine.open(folder).write(Batch(articles=articles), progress)


if __name__ == "__main__":
    if sys.argv[1] == "many":
        many(Path(sys.argv[2]))
    elif sys.argv[1] == "steps":
        steps(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        endless(Path(sys.argv[2]))
