"""Which rule and which test stand for which article, read from the source: nothing is run to know it.

A rule says ``@article("19")`` over a function of a ``rules.py``, a test ``@pytest.mark.article("19")``.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Rule = TypeVar("Rule", bound=Callable[..., object])
ARTICLE_COUNT = 24
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, order=True)
class Mark:
    """A function that stands for an article; ``where`` is its file below the repository, with slashes."""

    article: int
    where: str
    name: str

    @property
    def room(self) -> str:
        """The folder it lies in, which is a word of the regulation."""
        return self.where.split("/")[-2]


def article(number: str) -> Callable[[Rule], Rule]:
    """Mark a rule with the article that it carries. The rule is unchanged and no slower to call."""
    if not (number.isdecimal() and 1 <= int(number) <= ARTICLE_COUNT):
        raise ValueError(f"the regulation has no article {number!r}")
    return lambda rule: rule


def marks_of_rules(root: Path = REPOSITORY) -> list[Mark]:
    """Every marked rule of the rooms."""
    return _marks(root, root.glob("functions/*/*.py"), "article")


def marks_of_tests(root: Path = REPOSITORY) -> list[Mark]:
    """Every marked test below ``tests/``."""
    return _marks(root, root.glob("tests/**/test_*.py"), "pytest.mark.article")


def _marks(root: Path, files: Iterator[Path], decorator: str) -> list[Mark]:
    found = []
    for file in files:
        where = file.relative_to(root).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found += [Mark(number, where, name) for name, number in _marked(tree, decorator)]
    return sorted(found)


def _marked(tree: ast.Module, decorator: str) -> Iterator[tuple[str, int]]:
    of_the_file = list(_numbers(_file_marks(tree), decorator))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            whole = of_the_file if node.name.startswith("test_") else []
            for number in {*_numbers(node.decorator_list, decorator), *whole}:
                yield node.name, number


def _file_marks(tree: ast.Module) -> list[ast.expr]:
    """What ``pytestmark = …`` says of every test of a file: one mark or a list of them."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            return node.value.elts if isinstance(node.value, ast.List) else [node.value]
    return []


def _numbers(decorators: list[ast.expr], wanted: str) -> Iterator[int]:
    for call in decorators:
        if isinstance(call, ast.Call) and ast.unparse(call.func) == wanted:
            yield from (int(ast.literal_eval(argument)) for argument in call.args)
